import type { BuiltArm } from '../model/change.js'
import { TunewrightError } from '../model/errors.js'
import type { MeasuredSystem, PageTarget } from '../model/target.js'
import { choosePages } from '../target/pages.js'
import type { LookingRuntime } from './runtime.js'

/** So many more are looked at where some of those that were chosen do not work. */
const SPARE = 2

/** Why a page does not work, as a sentence; null where it does. */
const brokenBecause = async (visit: Promise<unknown>): Promise<string | null> => {
  try {
    await visit
    return null
  } catch (error) {
    if (error instanceof TunewrightError && error.code === 'PAGE_BROKEN') return error.message
    throw error
  }
}

/**
 * The pages to measure: those given or, where it is asked for, unlike ones found from the links of the first, of which those
 * that do not work are left out.
 * @param wanted the target's own where absent
 */
export async function findPages(
  runtime: LookingRuntime,
  arm: BuiltArm,
  wanted: Pick<MeasuredSystem, 'pages' | 'findPages'> = runtime.target,
): Promise<readonly PageTarget[]> {
  const { lab, profiles, serve } = runtime
  const [first] = wanted.pages
  const [profile] = profiles
  if (wanted.findPages === undefined || !first || !profile) return wanted.pages
  const served = await serve(arm)
  try {
    runtime.step('observe', 'finding pages')
    const { links } = await lab.survey(served, first, profile, { comesBack: false })
    const found = choosePages(links, wanted.findPages + SPARE)
    const pages = [first]
    for (const page of found.filter(one => one.path !== first.path && one.id !== first.id)) {
      if (pages.length >= wanted.findPages) break
      const broken = await brokenBecause(lab.visit(served, page, profile))
      if (broken === null) pages.push(page)
      else runtime.logger.warn(`${broken} It was found, not named, and is left out`, { page: page.path })
    }
    return pages
  } finally {
    await served.stop()
  }
}
