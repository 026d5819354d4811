import { defaultTreeAdapter as adapter, parse, type DefaultTreeAdapterTypes as Tree } from 'parse5'
import type { Refusal } from '../../../model/actuator.js'
import type { PageSurvey } from '../../../model/observation.js'
import { attribute, shownElements } from '../../html/elements.js'
import type { PageShift } from './page-shifts.js'

export interface ReservedHeight {
  readonly id: string
  /** CSS pixels. */
  readonly height: number
}

export interface ReservedHeights {
  readonly reserved: readonly ReservedHeight[]
  readonly refusals: readonly Refusal[]
}

export const ruleOf = ({ id, height }: ReservedHeight): string => `#${id} { min-height: ${height}px }`

/** Ids that stand in a selector as they are. */
const PLAIN_ID = /^[A-Za-z_][\w-]*$/
/** Offset heights are whole pixels: two that differ by rounding alone are one. */
const SAME = 1

const holdsNothing = (element: Tree.Element): boolean =>
  element.childNodes.every(
    node => adapter.isCommentNode(node) || (adapter.isTextNode(node) && node.value.trim() === ''),
  )

const heightOf = (
  id: string,
  shifts: readonly PageShift[],
  surveys: readonly PageSurvey[],
  least: number,
): number | string => {
  const filled = surveys.map(survey => survey.filled?.find(one => one.id === id))
  const known = filled.filter(one => one !== undefined)
  if (known.length < surveys.length) return 'it is not filled in every view, or its height is not its own there'
  if (known.some(({ controls }) => controls))
    return 'it holds something to press: once it is closed, its place would stay'
  const heights = known.map(({ minHeight }) => minHeight)
  const [low, high] = [Math.min(...heights), Math.max(...heights)]
  if (high - low >= SAME) return `its height differs from view to view (${low} to ${high} px)`
  if (low < least) return `its ${low} px are less than is reserved`
  // In all loads as well: what is higher by its margins is the same.
  const moved = shifts.flatMap(shift => shift.heights)
  if (moved.length > 0 && Math.max(...moved) - Math.min(...moved) >= SAME) return 'its height differs from load to load'
  return low
}

/**
 * The heights of elements that push a page down when a script fills them. Only where nothing but that height was ever seen: in every load, and in
 * every view of every page that is made from the file.
 *
 * @param shifts of the pages that are made from the file
 */
export const reserveHeights = (
  html: string,
  file: string,
  shifts: readonly PageShift[],
  surveys: readonly PageSurvey[],
  least: number,
): ReservedHeights => {
  const late = shifts.filter(({ cause, pusher }) => cause === 'block' && pusher !== undefined)
  if (late.length === 0) return { reserved: [], refusals: [] }
  const shown = shownElements(parse(html))
  const refusals: Refusal[] = []
  const reserved: ReservedHeight[] = []
  for (const pusher of [...new Set(late.map(shift => shift.pusher!))].sort()) {
    const refuse = (reason: string): void => void refusals.push({ subject: `${file}: ${pusher}`, reason })
    const id = pusher.startsWith('#') ? pusher.slice(1) : ''
    if (!PLAIN_ID.test(id)) {
      refuse('it has no id by which a rule could mean it alone')
      continue
    }
    const own = shown.filter(one => attribute(one, 'id') === id)
    if (own.length !== 1) {
      refuse(own.length === 0 ? 'it is not in the page’s HTML: a script puts it in' : 'its id is not its own')
      continue
    }
    if (!holdsNothing(own[0]!) || attribute(own[0]!, 'hidden') !== undefined) {
      refuse('its HTML holds something already: it may be hidden at first')
      continue
    }
    const height = heightOf(
      id,
      late.filter(shift => shift.pusher === pusher),
      surveys,
      least,
    )
    if (typeof height === 'string') refuse(height)
    else reserved.push({ id, height })
  }
  return { reserved, refusals }
}
