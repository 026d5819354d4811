import { METRIC_NAMES, type MetricName } from '../../model/metrics.js'
import type { AutomatedOptimizer, OptimizationTrigger } from '../../model/optimizer.js'
import {
  type ConditionExpression,
  type ConditionTerm,
  evaluateExpression,
  parseExpression,
  termsOf,
} from '../../model/schema/condition-expression.js'
import type { VisitCell, Visits } from '../../store/repositories/visits.js'
import { groupBy } from '../../system/group-by.js'
import { VISIT_COUNTS } from '../visits/measures.js'
import type { CauseAnswer } from './fire-once.js'
import { judgeTerm, type TermAnswer } from './judge-term.js'

/** How far back a condition looks that does not say: a day has all of a site's hours in it, ms. */
export const USUAL_WINDOW = 24 * 3_600_000

/** A comparison with what it came to, for people. */
export interface AnsweredTerm extends TermAnswer {
  readonly metric: MetricName
  readonly term: ConditionTerm
}

export interface TriggerAnswer extends CauseAnswer {
  readonly terms: readonly AnsweredTerm[]
}

type Continuous = Extract<OptimizationTrigger, { frequency: 'continuous' | 'build-time' }>

interface Asked {
  readonly optimizer: string
  readonly trigger: Continuous
  readonly expression: ConditionExpression
}

const continuousOf = (optimizers: readonly AutomatedOptimizer[]): readonly Asked[] =>
  optimizers.flatMap(({ id, triggers }) =>
    triggers.flatMap(trigger =>
      'frequency' in trigger && trigger.frequency === 'continuous'
        ? [{ optimizer: id, trigger, expression: parseExpression(trigger.condition) }]
        : [],
    ),
  )

const windowOf = ({ over }: ConditionTerm): number => over ?? USUAL_WINDOW

/** The text by which a trigger is told from others of its optimizer. */
export const triggerText = ({ metric, condition }: Pick<Continuous, 'metric' | 'condition'>): string =>
  `${metric} ${condition}`

/**
 * The continuous triggers of optimizers, held against what real visits told of a target up to now: of all pages and devices together, and of each page on each device, since what
 * is slow for some is hidden in a percentile of all. Visits of every arm of a rollout count.
 */
export async function answerTriggers(
  visits: Pick<Visits, 'read'>,
  { targetId, optimizers, now }: { targetId: string; optimizers: readonly AutomatedOptimizer[]; now: Date },
): Promise<readonly TriggerAnswer[]> {
  const asked = continuousOf(optimizers)
  const windows = new Set(asked.flatMap(({ expression }) => termsOf(expression).map(windowOf)))
  const told = new Map<number, ReadonlyMap<string, ReadonlyMap<string, VisitCell>>>()
  for (const window of windows) told.set(window, await slicesOf(visits, targetId, now, window))
  const slices = new Map([...told.values()].flatMap(of => [...of.keys()].map(key => [key, sliceOf(key)] as const)))
  return asked.flatMap(({ optimizer, trigger, expression }) =>
    [...slices].map(([key, slice]): TriggerAnswer => {
      const terms = new Map(
        termsOf(expression).map(term => {
          const answer = judgeTerm(told.get(windowOf(term))?.get(key) ?? new Map(), term, trigger.metric)
          return [term, { ...answer, term, metric: term.metric ?? trigger.metric }] as const
        }),
      )
      return {
        optimizer,
        trigger: triggerText(trigger),
        ...slice,
        holds: evaluateExpression(expression, term => terms.get(term)!.holds),
        terms: [...terms.values()],
      }
    }),
  )
}

const EVERYWHERE = JSON.stringify(['', ''])
const sliceOf = (key: string): { readonly page: string; readonly device: string } => {
  const [page, device] = JSON.parse(key) as [string, string]
  return { page, device }
}

/** Measures that visits tell and the counts that shares are made of. */
const SERIES: readonly string[] = [...METRIC_NAMES, ...VISIT_COUNTS]

async function slicesOf(
  visits: Pick<Visits, 'read'>,
  targetId: string,
  now: Date,
  window: number,
): Promise<ReadonlyMap<string, ReadonlyMap<string, VisitCell>>> {
  const query = { targetId, from: new Date(now.getTime() - window), to: now, series: SERIES }
  const [each, all] = await Promise.all([
    visits.read({ ...query, by: ['page', 'device'] }),
    visits.read({ ...query, by: [] }),
  ])
  const of = groupBy(each, ({ page, device }) => JSON.stringify([page, device]))
  const bySeries = (cells: readonly VisitCell[]) => new Map(cells.map(cell => [cell.series, cell]))
  return new Map([[EVERYWHERE, bySeries(all)], ...[...of].map(([key, cells]) => [key, bySeries(cells)] as const)])
}
