import type { ReplacedFrame } from '../model/actuator.js'
import type { Verdict } from '../model/experiment.js'
import { type Continue, decide, noEarlierLooks } from './decide.js'
import { type DecisionInput, RULE } from './decision-input.js'
import { looksBefore } from './sequential/looks.js'

/** All that a verdict was made from, as plain data: to be stored beside it. */
export interface ExperimentRecord {
  readonly seed: string
  /** As it was at the last look. */
  readonly input: DecisionInput
  /** Frames in whose boxes nothing was compared, by the user's order; absent where there are none. */
  readonly replaced?: readonly ReplacedFrame[]
}

/** Whether the rules that made it are those of this version. */
export const isByRulesOfNow = ({ input }: ExperimentRecord): boolean => input.rule === RULE

/**
 * Takes the same looks at stored samples again.
 * @returns the verdict, which is the one that was given then
 * @throws RangeError where an earlier look already decided, or the last one does not: then the record is not what the verdict was made from
 */
export function recompute({ input }: ExperimentRecord): Verdict {
  const earlier = noEarlierLooks()
  for (const { blocks } of looksBefore(input)) {
    const then = decide(atLook(input, blocks), earlier)
    if (isVerdict(then)) throw new RangeError(`the look at ${blocks} blocks had decided already: ${then.reason}`)
  }
  const last = decide(input, earlier)
  if (!isVerdict(last)) throw new RangeError(`no verdict at ${input.blocks} blocks: ${last.open.join('; ')} open`)
  return last
}

/** Breakages ended the experiment when they were found, so an earlier look had none of its own. */
const atLook = (input: DecisionInput, blocks: number): DecisionInput => ({
  ...input,
  samples: input.samples.filter(sample => sample.block < blocks),
  blocks,
  breakages: [],
  budgetExhausted: false,
})

export const isVerdict = (answer: Verdict | Continue): answer is Verdict => answer.outcome !== 'continue'
