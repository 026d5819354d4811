import type { ReplacedFrame } from '../../model/actuator.js'
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
  /** Frames that show something else by the user's order. */
  readonly replaced?: readonly ReplacedFrame[]
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

/**
 * Which of several it is likely that the whole was not upheld for, the likeliest first: where a demand is not met, those that make it; where one was not decided, those that
 * make it, if others do not; then all others. Among each, those of more risk come first, and of those that are as risky the later ones.
 * @param changes oldest first
 */
export function suspectsOf(
  verdict: Pick<Verdict, 'judgements' | 'outcome'>,
  changes: readonly UntimedChange[],
): readonly UntimedChange[] {
  const unmet = demanding(verdict, 'unmet', changes)
  const undecided = verdict.outcome === 'inconclusive' ? demanding(verdict, 'undecided', changes) : []
  const first = unmet.length > 0 ? unmet : undecided
  const byRisk = [...changes].reverse().sort((a, b) => RISKS.indexOf(b.risk) - RISKS.indexOf(a.risk))
  return [...byRisk.filter(change => first.includes(change)), ...byRisk.filter(change => !first.includes(change))]
}
