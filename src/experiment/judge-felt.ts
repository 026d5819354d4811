import { metric } from '../model/metrics.js'
import { type DecisionInput, FELT_ABSOLUTE_MARGIN, FELT_MARGIN } from './decision-input.js'
import { type Assessed, awaiting, improvementLimit, judge } from './requirement.js'
import type { Look } from './sequential/looks.js'
import { weightedSeries } from './series.js'
import { formatValue } from './wording.js'

/**
 * Whether a visitor would feel it: some felt metric better by at least the margin, over pages by traffic, on some profile. Any one will do, so
 * α is divided by how many may be chosen from (Bonferroni).
 */
export function judgeFelt(input: DecisionInput, look: Look | null): readonly Assessed[] {
  const alpha = input.alpha / Math.max(1, input.felt.length * input.profiles.length)
  return input.felt.flatMap(name =>
    input.profiles.map(profile => {
      const absolute = FELT_ABSOLUTE_MARGIN[name]
      const requirement = `${metric(name).title} felt better on ${profile}: by at least ${100 * FELT_MARGIN} %${absolute === undefined ? '' : ` and ${formatValue(name, absolute)}`}`
      if (look === null) return awaiting('felt', requirement, 'no timed block yet')
      const series = weightedSeries(input.samples, { metric: name, profile, blocks: look.blocks, pages: input.pages })
      if (series === null) return { ...awaiting('felt', requirement, 'not measured in every block'), unmeasured: true }
      const relative = improvementLimit(series, FELT_MARGIN)
      const limit = series.comparison === 'difference' ? Math.min(relative, -(absolute ?? 0)) : relative
      return judge({ kind: 'felt', requirement, series, limit, alpha }, look)
    }),
  )
}
