import type { Candidate } from '../../model/actuator.js'
import type { BuiltArm } from '../../model/change.js'
import { type MetricName, metric } from '../../model/metrics.js'
import type { OptimizationStrategy } from '../../model/strategy.js'
import { bundleTargetMetrics } from '../build.js'
import type { TargetRuntime } from '../runtime.js'

/** Both count what a first visit loads; the one as the bundler tells it, the other as the browser does. */
const OF_THE_FIRST_LOAD = ['initial-bundle-size', 'bundle-size'] as const

/** A browser may count a little else than the bundler: only what is far from enough is settled by the build. */
const FAR = 0.5

const percent = (share: number): string => `${Math.round(share * 1000) / 10} %`

/** So many times what is demanded has to be predicted for the build of a change to be no question any more. */
const SURELY = 2

const demandOf = ({ validation }: Pick<OptimizationStrategy, 'validation'>) =>
  validation.criteria
    .filter(criterion => 'improvement' in criterion)
    .find(criterion => OF_THE_FIRST_LOAD.some(name => name === criterion.metric))

type Predicted = Pick<Candidate, 'predicted'>

/** By what share a metric is expected to be less with all of them. */
const expectedLess = (name: MetricName, candidates: readonly Predicted[]): number =>
  1 - candidates.reduce((left, { predicted }) => left * Math.max(0, 1 + (predicted[name] ?? 0) / 100), 1)

/**
 * Whether a change has to be built by itself, to see whether it comes near what its strategy demands of the JavaScript of a first visit: that is held against the whole, so
 * what others do for it counts.
 * @param others those that the whole has already
 */
export const isToBeCounted = (
  strategy: Pick<OptimizationStrategy, 'validation'>,
  candidate: Predicted,
  others: readonly Predicted[],
): boolean => {
  const demand = demandOf(strategy)
  return demand !== undefined && expectedLess(demand.metric, [...others, candidate]) < SURELY * demand.improvement
}

/**
 * Whether a change is predicted to fall far short of what its strategy demands of the JavaScript of a first visit: whatever the others do, it adds next to nothing.
 * @returns why it is left out, as a sentence; null where it is not, or nothing is predicted of it
 */
export const expectedShort = (
  strategy: Pick<OptimizationStrategy, 'validation'>,
  candidate: Predicted,
): string | null => {
  const demand = demandOf(strategy)
  if (demand === undefined || candidate.predicted[demand.metric] === undefined) return null
  const less = expectedLess(demand.metric, [candidate])
  if (less >= FAR * demand.improvement) return null
  return `${metric(demand.metric).title} is expected to become ${percent(Math.max(0, less))} better by it, and ${percent(demand.improvement)} is demanded.`
}

/**
 * Whether a change falls far short of what its strategy demands of the JavaScript of a first visit, as its own build shows: as a part of the whole it would cost
 * the others their proof.
 * @returns why it is left out, as a sentence; null where it does not, or nothing is known
 */
export async function shortOfCount(
  runtime: Pick<TargetRuntime, 'bundle'>,
  strategy: Pick<OptimizationStrategy, 'validation'>,
  before: BuiltArm,
  after: BuiltArm,
): Promise<string | null> {
  const demand = demandOf(strategy)
  if (demand === undefined) return null
  // With several entries it is the pages that say which of them count.
  const [was, is] = [await runtime.bundle(before), await runtime.bundle(after)].map(bundle =>
    bundle?.entrypoints.length === 1 ? bundleTargetMetrics(bundle)['initial-bundle-size'] : undefined,
  )
  if (was === undefined || is === undefined || was === 0) return null
  const better = 1 - is / was
  if (better >= FAR * demand.improvement) return null
  const became = better < 0 ? `${percent(-better)} worse` : `${percent(better)} better`
  return `${metric(demand.metric).title} became ${became} by it, as its build shows, and ${percent(demand.improvement)} is demanded.`
}
