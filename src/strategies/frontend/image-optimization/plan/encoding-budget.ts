import type { Effort } from '../../../../instruments/images/encode.js'
import type { Checkpoint } from '../../../../instruments/images/search.js'
import { TunewrightError } from '../../../../model/errors.js'

/** Thrown between encodings of a picture for which there is no time left. */
export class EncodingTimeSpent extends Error {}

/** Why a picture was not encoded. */
export const TIME_SPENT = 'encoding the pictures that weigh more took all the time there is for a proposal'

/** Milliseconds that encoding may take for one proposal at most. What is encoded is kept, so that the next one gets further. */
const MOST_MILLISECONDS = 6 * 60_000
/** Of a session's time: what is proposed has to be proved too. */
const SHARE = 0.15

/** Milliseconds that a proposal may take for encoding in a session of this length, ms. */
export const proposalTime = (timeBudget: number): number => Math.min(MOST_MILLISECONDS, SHARE * timeBudget)

/** With less time than this for a proposal, every picture is encoded in haste: some in a little more bytes are worth more than a few in less. */
const IN_HASTE = 60_000

/** How hard the encoder looks in a session of this length, ms. The same budget gives the same files. */
export const proposalEffort = (timeBudget: number): Effort => (proposalTime(timeBudget) < IN_HASTE ? 'hasty' : 'quick')

export interface EncodingBudget {
  /** Throws where the session is being ended, or (EncodingTimeSpent) where the time is spent. */
  readonly checkpoint: Checkpoint
}

/** Time counts from now on. With an infinite limit only the end of the session stops it. */
export const encodingBudget = (
  signal: AbortSignal,
  milliseconds: number,
  now: () => number = () => performance.now(),
): EncodingBudget => {
  const end = now() + milliseconds
  return {
    checkpoint: () => {
      stopIfCancelled(signal)
      if (now() >= end) throw new EncodingTimeSpent('The time for encoding is spent.')
    },
  }
}

/** null where the time for encoding was spent. */
export const inTime = async <T>(encode: () => Promise<T>): Promise<T | null> => {
  try {
    return await encode()
  } catch (thrown) {
    if (thrown instanceof EncodingTimeSpent) return null
    throw thrown
  }
}

export const stopIfCancelled = (signal: AbortSignal): void => {
  if (signal.aborted)
    throw new TunewrightError('CANCELLED', 'Encoding pictures was cancelled.', {
      remedy: 'Start again: what was encoded is kept and not done twice.',
    })
}
