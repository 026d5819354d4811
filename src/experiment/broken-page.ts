import { TunewrightError } from '../model/errors.js'
import type { Breakage } from '../model/experiment.js'

/** A page of the candidate that crashed, never ended, answered with an error or painted nothing. */
export class BrokenCandidate extends Error {
  readonly breakage: Breakage

  constructor(breakage: Breakage, cause: unknown) {
    super(breakage.message, { cause })
    this.breakage = breakage
  }
}

/**
 * Looks at a page of an arm, and once more where that fails: one failure may be the machine's, and both arms get the same second chance.
 * @param failed told where the first look fails: a page that works at the second is one that fails now and then
 * @throws BrokenCandidate where the candidate's page is broken; the baseline's own TunewrightError PAGE_BROKEN as it is
 */
export async function lookTwiceIfBroken<R>(
  arm: 'baseline' | 'candidate',
  page: string,
  look: () => Promise<R>,
  failed: (why: TunewrightError) => void = () => {},
): Promise<R> {
  try {
    return await look()
  } catch (error) {
    if (!isPageBroken(error)) throw error
    failed(error)
  }
  try {
    return await look()
  } catch (error) {
    if (arm === 'baseline' || !isPageBroken(error)) throw error
    throw new BrokenCandidate({ check: 'paint', page, message: error.message }, error)
  }
}

/** Whether it is the page that failed, and not the lab. */
export const isPageBroken = (error: unknown): error is TunewrightError =>
  error instanceof TunewrightError && error.code === 'PAGE_BROKEN'
