import type { Effect } from '../model/experiment.js'
import type { MetricName } from '../model/metrics.js'
import type { ValidationCriterion } from '../model/strategy.js'
import { pagesOf } from './decision-input.js'
import type { ExperimentOptions } from './experiment-options.js'
import { effectOf } from './requirement.js'
import { lookAtPlace } from './resting.js'
import { type ExperimentOutcome, runExperiment } from './run-experiment.js'
import { lookAt } from './sequential/looks.js'
import { weightedSeries } from './series.js'

/** Fewer bytes, felt or not, that make the whole worth keeping: by at least the margin that a felt metric needs. */
export const SAVINGS: readonly ValidationCriterion[] = [
  { metric: 'total-transfer-size', improvement: 0.02 },
  { metric: 'bundle-size', improvement: 0.02 },
  { metric: 'initial-bundle-size', improvement: 0.02 },
  { metric: 'visit-script-size', improvement: 0.02 },
]

const HEADLINES: readonly MetricName[] = [
  'first-contentful-paint',
  'largest-contentful-paint',
  'cumulative-layout-shift',
  'total-blocking-time',
  'interaction-to-next-paint',
  'next-page-paint',
  'load-time',
  'main-thread-time',
]

export interface WholeOptions extends Omit<ExperimentOptions, 'criteria' | 'rollbackTriggers' | 'savings'> {
  /** What is demanded of it besides (default: nothing). */
  readonly criteria?: ExperimentOptions['criteria']
  readonly rollbackTriggers?: ExperimentOptions['rollbackTriggers']
  /** Of each headline's interval, over all looks (default 0.95). */
  readonly confidence?: number
}

export interface WholeOutcome extends ExperimentOutcome {
  /** Effects over pages by traffic, per profile, with intervals at the confidence asked for. */
  readonly headline: readonly Effect[]
}

/**
 * One whole system against another, whatever makes them differ: nothing broken, every guard held, and (unless `aim` is only `not-worse`) a gain in
 * a felt metric or in bytes. `kept` means: proved as a whole.
 * @throws as `runExperiment`
 */
export async function proveWhole(o: WholeOptions): Promise<WholeOutcome> {
  const outcome = await runExperiment({
    ...o,
    criteria: o.criteria ?? [],
    rollbackTriggers: o.rollbackTriggers ?? [],
    savings: SAVINGS,
  })
  return { ...outcome, headline: headlineEffects(outcome, o.confidence) }
}

/** Of each headline's interval, over all looks, where nobody asks for another. */
const CONFIDENCE = 0.95

/** Effects over pages by traffic, per profile, from the record of an experiment. */
export function headlineEffects(
  { record }: Pick<ExperimentOutcome, 'record'>,
  confidence: number = CONFIDENCE,
): Effect[] {
  const { input } = record
  const look = lookAt(input.blocks, input.maxBlocks)
  if (look === null) return []
  return input.profiles.flatMap(profile =>
    HEADLINES.flatMap(name => {
      const own = lookAtPlace(look, input, { page: '*', profile })
      const pages = pagesOf(name, input)
      const series = weightedSeries(input.samples, { metric: name, profile, blocks: own.blocks, pages })
      return series === null ? [] : [effectOf(series, (1 - confidence) / 2, own)]
    }),
  )
}
