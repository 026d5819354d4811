import path from 'node:path'
import { type ExperimentRecord, isByRulesOfNow, recompute } from '../../experiment/index.js'
import { readArtifact } from '../../loop/artifacts.js'
import { type ExperimentSettings, experimentArtifact, experimentId } from '../../loop/session-memory.js'
import { messageOf } from '../../model/errors.js'
import type { PairedSample, Verdict } from '../../model/experiment.js'
import type { OptimizationAutomationSession } from '../../model/session.js'
import type { Store } from '../../store/store.js'
import { countNumbers, type Difference, differences } from './differences.js'

/** One thing that was held against the record. */
export interface Check {
  readonly subject: string
  /** `unknown`: what it would be checked by is not there any more. */
  readonly outcome: 'same' | 'different' | 'unknown'
  readonly says: string
  readonly differences: readonly Difference[]
}

export interface StoredVerdict {
  readonly subject: string
  readonly targetId: string
  /** As `changeIdOf` names it, or `TOGETHER`. */
  readonly change: string
  readonly verdict: Verdict
  /** The samples as the session's document has them. */
  readonly samples: readonly PairedSample[]
}

/**
 * Makes a verdict once more, from the raw samples and the settings in the store, with the code that made it, and compares the two. The
 * samples that the session's own document holds are compared as well: there is one truth, kept twice.
 */
export async function verifyVerdict(
  store: Store,
  session: OptimizationAutomationSession,
  stored: StoredVerdict,
): Promise<Check> {
  return recomputed(await recordOf(store, session, stored), stored)
}

/** As `verifyVerdict`, from the record itself; null where there is none any more. */
export function recomputed(
  record: ExperimentRecord | null,
  { subject, verdict, samples: kept }: Pick<StoredVerdict, 'subject' | 'verdict' | 'samples'>,
): Check {
  if (!record) {
    return check(subject, 'unknown', 'what it was decided by is not in the store, and its record was cleaned away')
  }
  if (!isByRulesOfNow(record))
    return check(
      subject,
      'unknown',
      'it was decided by the rules of another version of Tunewright, whose `verify` makes it once more',
    )
  const { samples } = record.input
  const twice = differences(kept, samples, 'samples')
  let again: Verdict
  try {
    again = recompute(record)
  } catch (error) {
    return check(subject, 'different', `the samples do not lead to it: ${messageOf(error)}`, twice)
  }
  return compared(subject, [...differences(verdict, again), ...twice], () => {
    const numbers = countNumbers(again)
    return `${verdict.outcome}, ${numbers} numbers from ${samples.length} samples`
  })
}

/** @param says where nothing differs */
export const compared = (subject: string, found: readonly Difference[], says: () => string): Check =>
  found.length === 0
    ? check(subject, 'same', says())
    : check(subject, 'different', `${found.length} ${found.length === 1 ? 'value differs' : 'values differ'}`, found)

/** Settings and samples of an experiment; those of older versions are in the session's folder, under a name without the target. */
export async function recordOf(
  store: Store,
  session: OptimizationAutomationSession,
  { targetId, change, samples: inDocument }: Pick<StoredVerdict, 'targetId' | 'change' | 'samples'>,
): Promise<ExperimentRecord | null> {
  const id = experimentId(session.id, targetId, change)
  const settings = await store.experiments.find<ExperimentSettings>(id)
  if (settings) return withSamples(settings, await store.samples.ofExperiment(id))
  const record = await readArtifact(experimentArtifact(path.join(session.stateFolder, targetId), change)).catch(
    () => null,
  )
  if (!record) return null
  const older = await store.samples.ofExperiment(`${session.id}/${change}`)
  return withSamples(record, older.length > 0 ? older : inDocument)
}

export const withSamples = (
  record: ExperimentRecord | ExperimentSettings,
  samples: readonly PairedSample[],
): ExperimentRecord => ({
  ...record,
  input: { ...record.input, samples },
})

export const check = (
  subject: string,
  outcome: Check['outcome'],
  says: string,
  found: readonly Difference[] = [],
): Check => ({ subject, outcome, says, differences: found })
