import type { DefaultTreeAdapterTypes as Tree } from 'parse5'
import type { Refusal } from '../../../model/actuator.js'
import type { ShownFrame } from '../../../model/observation.js'
import { attribute } from '../../html/elements.js'
import { mentions } from '../../html/inline-code.js'
import type { ParsedPage } from '../../html/insert-in-head.js'
import { selectorOf } from '../../html/selector-of.js'
import { servedPath } from '../../html/served-texts.js'
import type { ServedView } from '../../html/served-views.js'
import { hostOf } from './vendors.js'

/** A frame in a page's HTML that nobody sees at first, in no view of it. */
export interface DistantFrame {
  /** The lab's word for its element in the page's HTML. */
  readonly selector: string
  readonly src: string
  /** Path on the page's own host, or the whole address. */
  readonly url: string
  /** Null for the page's own. */
  readonly host: string | null
  /** CSS pixels below what is seen at first: the least of all views. */
  readonly below: number
}

export interface FramePlan {
  readonly frames: readonly DistantFrame[]
  readonly refusals: readonly Refusal[]
}

/** What runs on a page, as far as it can be read: in the page itself, and all of it. */
export interface PageCode {
  readonly inline: readonly string[]
  readonly all: readonly string[]
}

/** Code that reaches into frames cannot wait for them … */
const REACHES = /\bcontent(?:Window|Document)\b/
/** … where it is the page's own: libraries can do so with any. There it is told by how the frames are found. */
const FINDS = /(?<!createElement)\(\s*(['"`])(?!<)[^'"`]{0,200}\biframe\b|\bwindow\.frames\b/

const addressOf = (path: string, src: string): string =>
  servedPath(path, src) ?? (src.startsWith('//') ? `https:${src}` : src)

/**
 * @param views every look at every page that is made from this HTML
 */
export const planFrames = (
  file: string,
  page: ParsedPage,
  views: readonly ServedView[],
  code: PageCode,
  minimumDistance: number,
): FramePlan => {
  const frames: DistantFrame[] = []
  const refusals: Refusal[] = []
  const targets = targetsOf(page)
  for (const element of page.elements.filter(({ tagName }) => tagName === 'iframe')) {
    const src = attribute(element, 'src') ?? ''
    const refuse = (reason: string): void => void refusals.push({ subject: `${file}: ${src || 'a frame'}`, reason })
    const found = distance(shownAs(element, page, views))
    const reason = attribute(element, 'loading') === undefined ? hindrance(element, targets, code) : LOADING
    if (reason !== null) refuse(reason)
    else if (typeof found === 'string') refuse(found)
    else if (found < minimumDistance)
      refuse(`it is ${Math.round(found)} px below what is seen at first: browsers would load it anyway`)
    else {
      const url = addressOf(views[0]!.path, src)
      frames.push({ selector: selectorOf(element, page.elements), src, url, host: hostOf(url), below: found })
    }
  }
  return { frames, refusals }
}

/** Whether a text has a selector with a class in it. */
const selects = (text: string, name: string): boolean =>
  new RegExp(`['"\`][^'"\`()]*\\.${name.replace(/[^\w-]/g, '\\\\?\\$&')}(?![\\w-])`).test(text)

const LOADING = 'it says already when it is loaded'

/** Names into which links or forms of a page lead. */
export const targetsOf = ({ elements }: ParsedPage): ReadonlySet<string> =>
  new Set(elements.flatMap(one => attribute(one, 'target') ?? []))

/** Why a frame has to come with the page, whenever that is, or null. */
export const hindrance = (element: Tree.Element, targets: ReadonlySet<string>, code: PageCode): string | null => {
  if ((attribute(element, 'src') ?? '') === '' || attribute(element, 'srcdoc') !== undefined) return 'it loads nothing'
  const name = attribute(element, 'name') ?? ''
  if (targets.has(name)) return 'links or forms lead into it'
  const called = [name, attribute(element, 'id') ?? ''].filter(one => one !== '')
  const classes = (attribute(element, 'class') ?? '').split(/\s+/).filter(one => one !== '')
  const uses = (text: string): boolean =>
    called.some(one => mentions(text, one)) || classes.some(one => selects(text, one))
  if (code.all.some(uses)) return 'a script of the page uses it'
  if (code.inline.some(text => REACHES.test(text)) || code.all.some(text => FINDS.test(text)))
    return 'a script of the page reaches into frames'
  return attribute(element, 'onload') === undefined ? null : 'something is done when it has loaded'
}

/** A frame as each look at each page shows it, or why that is not known. */
export const shownAs = (
  element: Tree.Element,
  page: ParsedPage,
  views: readonly ServedView[],
): readonly [ShownFrame, ...ShownFrame[]] | string => {
  const selector = selectorOf(element, page.elements)
  const src = attribute(element, 'src') ?? ''
  const all = views.flatMap(({ path, surveys }) =>
    surveys.map((survey): ShownFrame | undefined =>
      survey.frames?.find(frame => frame.selector === selector && addressOf(path, frame.url) === addressOf(path, src)),
    ),
  )
  const [first, ...others] = all.filter(one => one !== undefined)
  return first === undefined || 1 + others.length < all.length
    ? 'it is not shown in every view, or a script has put it elsewhere'
    : [first, ...others]
}

/** How far below what is seen at first it is, in the view where that is least, CSS pixels; or why it is not. */
const distance = (shown: ReturnType<typeof shownAs>): number | string => {
  if (typeof shown === 'string') return shown
  return shown.some(({ inFirstView }) => inFirstView)
    ? 'it is seen at first'
    : Math.min(...shown.map(({ below }) => below))
}
