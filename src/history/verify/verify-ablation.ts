import {
  type AblationInput,
  isAblationByRulesOfNow,
  marginalEffects,
  recomputeAblation,
} from '../../experiment/ablation/index.js'
import { ablationName } from '../../loop/session-memory.js'
import type { AblatedChange } from '../../model/ablation.js'
import type { OptimizationAutomationSession } from '../../model/session.js'
import type { Store } from '../../store/store.js'
import { differences } from './differences.js'
import { type Check, check, compared, recordOf } from './verify-verdict.js'

/** Makes what was said of a change beside the others once more, from its raw samples, and compares the two. */
export async function verifyAblation(
  store: Store,
  session: OptimizationAutomationSession,
  targetId: string,
  { change, verdict, marginal }: AblatedChange,
): Promise<Check> {
  const subject = `${change}, beside the others`
  const record = await recordOf(store, session, { targetId, change: ablationName(change), samples: [] })
  if (!record)
    return check(subject, 'unknown', 'what it was decided by is not in the store, and its record was cleaned away')
  const input = record.input as AblationInput
  if (!isAblationByRulesOfNow(input))
    return check(
      subject,
      'unknown',
      'it was decided by the rules of another version of Tunewright, whose `verify` makes it once more',
    )
  const again = { verdict: recomputeAblation(input).verdict, marginal: marginalEffects(input) }
  return compared(
    subject,
    differences({ verdict, marginal }, again),
    () => `${verdict.replaceAll('-', ' ')}, from ${input.samples.length} samples`,
  )
}
