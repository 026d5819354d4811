import type { Verdict } from '../../model/experiment.js'
import { type MetricName, type MetricValues, metric } from '../../model/metrics.js'
import type { RiskLevel, RollbackTrigger, ValidationCriterion } from '../../model/strategy.js'

/** A change that is on the branch and was not timed by itself: the final proof has to show of the whole what its strategy demands. */
export interface UntimedChange {
  readonly sha: string
  readonly strategyId: string
  /** The strategy's, for people. */
  readonly name: string
  readonly risk: RiskLevel
  readonly criteria: readonly ValidationCriterion[]
  readonly rollbackTriggers: readonly RollbackTrigger[]
  /** What its actuator measured. */
  readonly measured: MetricValues
}

/** What is to be shown of several changes as one: everything that each demands. */
export interface Demands {
  readonly criteria: readonly ValidationCriterion[]
  readonly rollbackTriggers: readonly RollbackTrigger[]
  /** The worst that one of them measured. */
  readonly actuatorMeasured: MetricValues
}

const unique = <T>(values: readonly T[]): T[] => [
  ...new Map(values.map(value => [JSON.stringify(value), value] as const)).values(),
]

export const demandsOf = (changes: readonly UntimedChange[]): Demands => {
  const actuatorMeasured: MetricValues = {}
  for (const { measured } of changes) {
    for (const [name, value] of Object.entries(measured) as [MetricName, number][]) {
      const known = actuatorMeasured[name]
      const worse = metric(name).better === 'higher' ? Math.min : Math.max
      actuatorMeasured[name] = known === undefined ? value : worse(known, value)
    }
  }
  return {
    criteria: unique(changes.flatMap(({ criteria }) => criteria)),
    rollbackTriggers: unique(changes.flatMap(({ rollbackTriggers }) => rollbackTriggers)),
    actuatorMeasured,
  }
}

const RISKS: readonly RiskLevel[] = ['low', 'medium', 'high', 'critical']

/**
 * Which of several it is most likely that the whole was not upheld for: where a demand is not met, one that makes it; else the one of the most risk; of
 * those, the latest.
 * @param changes oldest first, at least one
 */
export function suspectOf(
  { judgements }: Pick<Verdict, 'judgements'>,
  changes: readonly UntimedChange[],
): UntimedChange {
  const missed = judgements
    .filter(({ kind, outcome }) => kind === 'criterion' && outcome === 'unmet')
    .map(({ requirement }) => requirement)
  const isMissed = ({ metric: name }: ValidationCriterion): boolean =>
    name !== 'no-functionality-regression' && missed.some(requirement => requirement.startsWith(metric(name).title))
  const demanding = changes.filter(({ criteria }) => criteria.some(isMissed))
  const among = demanding.length > 0 ? demanding : changes
  const most = Math.max(...among.map(({ risk }) => RISKS.indexOf(risk)))
  return among.findLast(({ risk }) => RISKS.indexOf(risk) === most)!
}
