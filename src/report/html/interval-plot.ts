import type { Effect } from '../../model/experiment.js'
import { metric } from '../../model/metrics.js'
import { directionOf, isEffectKnown } from '../format.js'
import { html, type Markup } from './markup.js'

const WIDTH = 240
const HEIGHT = 18
const MARGIN = 6

/** What a guard tolerates for this metric on this page, in the effect's own scale; at least the relative tolerance. */
export function toleranceOf(effect: Effect, relative: number): number {
  const floor = metric(effect.metric).toleranceFloor
  const share = relative * Math.abs(effect.baseline)
  const absolute = Math.max(floor, share)
  if (effect.scale === 'absolute') return absolute
  return effect.baseline === 0 ? relative : absolute / Math.abs(effect.baseline)
}

/** From where to where a plot reaches; zero lies within. */
export interface Scale {
  readonly from: number
  readonly to: number
}

/** A scale that several relative effects share, so that they can be compared by eye. */
export function sharedScale(effects: readonly Effect[], tolerance: number): Scale {
  const relative = effects.filter(effect => effect.scale === 'relative' && isEffectKnown(effect))
  const bounds = relative.flatMap(effect => [effect.low, effect.high]).filter(Number.isFinite)
  return { from: Math.min(-tolerance, ...bounds), to: Math.max(tolerance, ...bounds) }
}

/**
 * An effect as a point with its interval around zero, on a band that shows what is tolerated; nothing where the interval tells nothing yet. The
 * figures stand beside it, so it is hidden from screen readers.
 */
export function intervalPlot(effect: Effect, shared: Scale, tolerance: number): Markup | null {
  if (!isEffectKnown(effect)) return null
  const { from, to } = effect.scale === 'relative' ? shared : ownScale(effect, tolerance)
  const x = (value: number) => {
    const share = Math.min(1, Math.max(0, (value - from) / (to - from)))
    return Number((MARGIN + share * (WIDTH - 2 * MARGIN)).toFixed(1))
  }
  const zero = x(0)
  const low = x(Number.isFinite(effect.low) ? effect.low : from)
  const high = x(Number.isFinite(effect.high) ? effect.high : to)
  const middle = HEIGHT / 2
  const tone = effect.low <= 0 && effect.high >= 0 ? 'same' : directionOf(effect.metric, effect.estimate)
  const band = Number((x(tolerance) - x(-tolerance)).toFixed(1))
  return html`<svg class="plot" viewBox="0 0 ${WIDTH} ${HEIGHT}" preserveAspectRatio="none" aria-hidden="true" focusable="false">
<rect class="band" x="${x(-tolerance)}" y="2" width="${band}" height="${HEIGHT - 4}"/>
<line class="axis" x1="0" x2="${WIDTH}" y1="${middle}" y2="${middle}"/>
<line class="zero" x1="${zero}" x2="${zero}" y1="1" y2="${HEIGHT - 1}"/>
<line class="${tone}" x1="${low}" x2="${high}" y1="${middle}" y2="${middle}" stroke-width="3"/>
<rect class="${tone}" x="${x(effect.estimate) - 2}" y="4" width="4" height="${HEIGHT - 8}"/>
</svg>`
}

const ownScale = (effect: Effect, tolerance: number): Scale => ({
  from: Math.min(-1.5 * tolerance, -1e-9, effect.low),
  to: Math.max(1.5 * tolerance, 1e-9, effect.high),
})
