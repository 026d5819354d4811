import { posix } from 'node:path'
import type { Bottleneck } from '../../model/diagnosis.js'
import { withoutQuery } from '../../model/pathname.js'
import type { OptimizationOpportunity } from '../../model/session.js'
import { escapePattern } from '../../system/escape-pattern.js'
import { withoutHash } from '../../system/without-hash.js'
import type { Point } from './point.js'
import { REMEDIES, type Remedy } from './remedies.js'

/** A file by its name without hash and ending, a package by its name. */
const needle = (subject: string): string => {
  if (!/[/.]/.test(subject) || subject.startsWith('@')) return subject
  const name = posix.basename(withoutHash(withoutQuery(subject)))
  return name.replace(/\.\w+$/, '')
}

/** Whether a text names the subject as a word of its own. */
const names = (text: string, subject: string): boolean => {
  const word = needle(subject)
  return word.length > 1 && new RegExp(`(?<![\\w-])${escapePattern(word)}(?![\\w-])`).test(text)
}

/** What it would change, in its own words; what it found besides it would leave. */
const saysOf = ({ candidates }: OptimizationOpportunity): string => JSON.stringify(candidates)

/** The change that its candidates are predicted to make, per cent; 0 where none betters it. */
const predicted = (
  { candidates }: OptimizationOpportunity,
  metrics: readonly (keyof (typeof candidates)[number]['predicted'] | null)[],
): number =>
  Math.min(
    0,
    ...candidates.flatMap(candidate => metrics.map(name => (name === null ? 0 : (candidate.predicted[name] ?? 0)))),
  )

/** Whether a strategy is for such things: as it says, or, where it says nothing, as it is predicted to do. */
const isFor = (opportunity: OptimizationOpportunity, { kind }: Point, { metric }: Remedy): boolean =>
  opportunity.addresses?.includes(kind) ?? (metric !== null && predicted(opportunity, [metric]) < 0)

/**
 * Says of a point which applicable strategy addresses it, or what to do by hand.
 * @param lighter what there is instead of the package that it is about, where that is known
 */
export function linked(
  point: Point,
  opportunities: readonly OptimizationOpportunity[],
  lighter?: string,
): Omit<Bottleneck, 'severity'> {
  const remedy = REMEDIES[point.kind]
  const { subject } = point
  const ours = opportunities.filter(opportunity => isFor(opportunity, point, remedy))
  const metrics = [point.metric, remedy.metric]
  const able = ours
    .filter(({ applicable }) => applicable)
    .map(opportunity => ({
      id: opportunity.strategy.id,
      change: predicted(opportunity, metrics),
      isMeant: subject !== undefined && names(saysOf(opportunity), subject),
      refusal:
        subject === undefined ? undefined : opportunity.refusals.find(refusal => names(refusal.subject, subject)),
    }))
  const willing = able.filter(({ isMeant, refusal }) => isMeant || (!refusal && !remedy.bySubject))
  const [best] = willing.toSorted((a, b) => Number(b.isMeant) - Number(a.isMeant) || a.change - b.change)
  if (best) return { ...point, strategyId: best.id }
  const refused = able.find(({ refusal }) => refusal)
  const unfit = ours.find(({ applicable, reason }) => !applicable && reason !== '')
  const notBy = refused
    ? { strategyId: refused.id, reason: refused.refusal!.reason }
    : unfit && { strategyId: unfit.strategy.id, reason: unfit.reason }
  return {
    ...point,
    strategyId: null,
    advice: lighter === undefined ? remedy.advice : `There is something lighter: ${lighter}.`,
    ...(notBy && { notBy }),
  }
}
