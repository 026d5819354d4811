import { metric } from '../model/metrics.js'
import { type DecisionInput, FELT_ABSOLUTE_MARGIN, FELT_MARGIN, feltShare, pagesOf } from './decision-input.js'
import { type Assessed, awaiting, improvementLimit, judge } from './requirement.js'
import { lookAtPlace } from './resting.js'
import type { Look } from './sequential/looks.js'
import { weightedSeries } from './series.js'
import { formatValue } from './wording.js'

/**
 * Whether a visitor would feel it: some felt metric better by at least the margin, over pages by traffic, on some profile. Any one will do, so
 * α is shared out among them.
 */
export function judgeFelt(input: DecisionInput, look: Look | null): readonly Assessed[] {
  return input.felt.flatMap(name => {
    return input.profiles.map(profile => {
      const alpha = input.alpha * feltShare(name, profile, input)
      const absolute = FELT_ABSOLUTE_MARGIN[name]
      const requirement = `${metric(name).title} felt better on ${profile}: by at least ${100 * FELT_MARGIN} %${absolute === undefined ? '' : ` and ${formatValue(name, absolute)}`}`
      if (look === null) return awaiting('felt', requirement, 'no timed block yet')
      const own = lookAtPlace(look, input, { page: '*', profile })
      const series = weightedSeries(input.samples, {
        metric: name,
        profile,
        blocks: own.blocks,
        pages: pagesOf(name, input),
      })
      if (series === null) return { ...awaiting('felt', requirement, 'not measured in every block'), unmeasured: true }
      const relative = improvementLimit(series, FELT_MARGIN)
      const limit = series.comparison === 'difference' ? Math.min(relative, -(absolute ?? 0)) : relative
      return judge({ kind: 'felt', requirement, series, limit, alpha }, own)
    })
  })
}
