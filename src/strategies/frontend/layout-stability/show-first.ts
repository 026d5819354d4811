import { parse, type DefaultTreeAdapterTypes as Tree } from 'parse5'
import type { Refusal } from '../../../model/actuator.js'
import type { LayoutShiftRecord, PageSurvey, StartedSlider } from '../../../model/observation.js'
import { attribute, shownElements } from '../../html/elements.js'

/** A slider of which the first slide alone is shown until it has started. */
export type ShownFirst = Pick<StartedSlider, 'selector' | 'started' | 'slides' | 'below' | 'clips'>

/** Names that stand in a selector as they are. */
const PLAIN = /^[#.][A-Za-z_][\w-]*$/

const namedBy = (selector: string, elements: readonly Tree.Element[]): readonly Tree.Element[] => {
  const name = selector.slice(1)
  return elements.filter(one =>
    selector.startsWith('#')
      ? attribute(one, 'id') === name
      : (attribute(one, 'class') ?? '').split(/\s+/).includes(name),
  )
}

/** Whether a shift is, by what moved, that of a slider that starts. */
export const isOfSlider = (
  { culprits }: Pick<LayoutShiftRecord, 'culprits'>,
  { below }: Pick<StartedSlider, 'below'>,
) => culprits.some(moved => below.some(selector => moved === selector || moved.startsWith(`${selector} > `)))

/**
 * The rules that show it so, without what they hold for. `overflow: hidden` cuts at whole pixels of the screen. Where the box ends between two, that is a row or a column of the first slide's picture, which the track of the started
 * slider shows whole: larger than all before, the picture is then the largest contentful paint once more, when the script has run and not when it was painted.
 */
export const rulesOf = ({ selector, started, clips }: ShownFirst): string[] => {
  const until = `${selector}:not(.${started})`
  return [
    `${until} > :nth-child(n + 2) { display: none }`,
    ...(clips ? [`${until} { display: flow-root; overflow: clip; overflow-clip-margin: 1px }`] : []),
  ]
}

/**
 * Elements of a page that stand one below the other until a script makes a slider of them, which pulls up everything below. Only where each view of each page that is
 * made from the file showed that in the end the first is to be seen alone, in a box of its height: until then the others are not shown either. The class that the
 * script gives says when it has begun. Where it never does, the others stay away: so it holds where scripts run alone.
 */
export const showFirst = (
  html: string,
  file: string,
  surveys: readonly PageSurvey[],
): { readonly shown: readonly ShownFirst[]; readonly refusals: readonly Refusal[] } => {
  const refusals: Refusal[] = []
  const shown: ShownFirst[] = []
  const all = new Map(surveys.flatMap(({ sliders = [] }) => sliders.map(one => [one.selector, one] as const)))
  const elements = all.size === 0 ? [] : shownElements(parse(html))
  for (const { selector, started, slides, below } of all.values()) {
    const refuse = (reason: string): void => void refusals.push({ subject: `${file}: ${selector}`, reason })
    const own = PLAIN.test(selector) && PLAIN.test(`.${started}`) ? namedBy(selector, elements) : []
    if (own.length !== 1) {
      refuse(own.length === 0 ? 'it is not in the page’s HTML: a script puts it in' : 'others have its name')
      continue
    }
    const inHtml = own[0]!.childNodes.filter(node => 'tagName' in node).length
    const views = surveys.map(({ sliders = [] }) => sliders.find(one => one.selector === selector))
    if (views.some(one => one === undefined)) refuse('it shows more than its first slide in some view')
    else if (views.some(one => one!.started !== started))
      refuse('what says that it has started differs from view to view')
    else if (inHtml !== slides || views.some(one => one!.slides !== slides))
      refuse('its slides are not those of the page’s HTML')
    else shown.push({ selector, started, slides, below, clips: views.every(one => one!.clips) })
  }
  return { shown, refusals }
}
