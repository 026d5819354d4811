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

/** Those that demand what came out so. */
function demanding(
  { judgements }: Pick<Verdict, 'judgements'>,
  outcome: Verdict['judgements'][number]['outcome'],
  changes: readonly UntimedChange[],
): readonly UntimedChange[] {
  const requirements = judgements
    .filter(judgement => judgement.kind === 'criterion' && judgement.outcome === outcome)
    .map(({ requirement }) => requirement)
  const isMeant = ({ metric: name }: ValidationCriterion): boolean =>
    name !== 'no-functionality-regression' &&
    requirements.some(requirement => requirement.startsWith(metric(name).title))
  return changes.filter(({ criteria }) => criteria.some(isMeant))
}

const latestOfMostRisk = (changes: readonly UntimedChange[]): UntimedChange => {
  const most = Math.max(...changes.map(({ risk }) => RISKS.indexOf(risk)))
  return changes.findLast(({ risk }) => RISKS.indexOf(risk) === most)!
}

/**
 * Which of several it is most likely that the whole was not upheld for: where a demand is not met, one that makes it; where one was not decided, one that makes it,
 * if others do not; else, of a whole that was rejected, the one of the most risk. Of those that are as risky, the latest.
 * @param changes oldest first, at least one
 * @returns null where nothing speaks against a part of an undecided whole
 */
export function suspectOf(
  verdict: Pick<Verdict, 'judgements' | 'outcome'>,
  changes: readonly UntimedChange[],
): UntimedChange | null {
  const unmet = demanding(verdict, 'unmet', changes)
  if (unmet.length > 0) return latestOfMostRisk(unmet)
  if (verdict.outcome !== 'inconclusive') return latestOfMostRisk(changes)
  const undecided = demanding(verdict, 'undecided', changes)
  return undecided.length > 0 && undecided.length < changes.length ? latestOfMostRisk(undecided) : null
}
