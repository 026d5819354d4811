import { html, parse, type Token, type DefaultTreeAdapterTypes as Tree } from 'parse5'
import { attribute, shownElements } from './elements.js'

/** A script of a page's HTML, as browsers take it. */
export interface PageScript {
  /**
   * `blocking`: what comes after it in the page waits for it; `waiting`: runs once the page is there, in the order of the document (`defer`,
   * modules); `asynchronous`: runs whenever it has come; `inline`: runs where it stands.
   */
  readonly kind: 'blocking' | 'waiting' | 'asynchronous' | 'inline'
  readonly src: string | null
  readonly code: string
  readonly inHead: boolean
  /** Whether something that can be seen comes after it. */
  readonly beforeContent: boolean
  /** Whether all that can be seen comes after it. */
  readonly beforeAllContent: boolean
  readonly location: Token.ElementLocation & { readonly startTag: Token.LocationWithAttributes }
}

export interface ScriptedPage {
  readonly scripts: readonly PageScript[]
  /** Code in attributes: what happens on a click, or when something has loaded. */
  readonly handlers: readonly string[]
  /** Where the head's end tag begins; null where none is written. */
  readonly headEnd: number | null
}

const SCRIPT_TYPE = /^(|(text|application)\/(x-)?(javascript|ecmascript)|text\/jscript)$/i

/** Not shown by themselves. */
const UNSEEN = new Set([
  'script',
  'style',
  'link',
  'meta',
  'title',
  'base',
  'noscript',
  'template',
  'html',
  'head',
  'body',
])

const kindOf = (element: Tree.Element): PageScript['kind'] | null => {
  const type = (attribute(element, 'type') ?? '').trim()
  const src = attribute(element, 'src')
  if (attribute(element, 'nomodule') !== undefined) return null
  if (type.toLowerCase() === 'module') return attribute(element, 'async') === undefined ? 'waiting' : 'asynchronous'
  if (!SCRIPT_TYPE.test(type)) return null
  if (src === undefined) return 'inline'
  if (attribute(element, 'async') !== undefined) return 'asynchronous'
  return attribute(element, 'defer') === undefined ? 'blocking' : 'waiting'
}

const codeOf = (element: Tree.Element): string =>
  element.childNodes.map(node => ('value' in node ? node.value : '')).join('')

const isBelow = (element: Tree.Element, tagName: string): boolean => {
  for (let up: Tree.ParentNode | null = element.parentNode; up && 'parentNode' in up; up = up.parentNode)
    if ('tagName' in up && up.tagName === tagName) return true
  return false
}

/** The scripts of a page that run, in the order of the document. */
export const readPage = (source: string): ScriptedPage => {
  const document = parse(source, { sourceCodeLocationInfo: true })
  const all = shownElements(document).filter(element => element.namespaceURI === html.NS.HTML)
  const isSeen = (element: Tree.Element): boolean => !UNSEEN.has(element.tagName) && !isBelow(element, 'head')
  const [firstSeen, lastSeen] = [all.findIndex(isSeen), all.findLastIndex(isSeen)]
  const scripts = all.flatMap((element, index): PageScript[] => {
    const location = element.sourceCodeLocation
    const kind = element.tagName === 'script' ? kindOf(element) : null
    if (kind === null || !location?.startTag) return []
    return [
      {
        kind,
        src: attribute(element, 'src') ?? null,
        code: codeOf(element),
        inHead: isBelow(element, 'head'),
        beforeContent: index < lastSeen,
        beforeAllContent: index < firstSeen,
        location: { ...location, startTag: location.startTag },
      },
    ]
  })
  const handlers = all.flatMap(element =>
    element.attrs.flatMap(({ name, value }) =>
      /^on/.test(name) || (name === 'href' && /^\s*javascript:/i.test(value)) ? [value] : [],
    ),
  )
  const head = all.find(element => element.tagName === 'head')
  return { scripts, handlers, headEnd: head?.sourceCodeLocation?.endTag?.startOffset ?? null }
}

/** Whether scripts keep a page from being painted at all: one at its end holds nothing back that stands before it. */
export const scriptsHoldFirstPaint = (source: string): boolean =>
  readPage(source).scripts.some(({ kind, beforeAllContent }) => kind === 'blocking' && beforeAllContent)
