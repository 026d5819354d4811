import { parse, type Token, type DefaultTreeAdapterTypes as Tree } from 'parse5'
import { attribute, elements, shownElements } from '../../html/elements.js'

/** A style sheet that a page waits for before anything is painted. */
export interface PageSheet {
  readonly href: string
  /** For which screens it is; null: for all. */
  readonly media: string | null
  readonly location: Token.LocationWithAttributes
}

export interface StyledPage {
  /** In the order of the cascade. */
  readonly sheets: readonly PageSheet[]
  readonly scripts: readonly string[]
  /** Code in the page. */
  readonly code: readonly string[]
  /** Names that selectors can find in it. */
  readonly tags: ReadonlySet<string>
  readonly classes: ReadonlySet<string>
  readonly ids: ReadonlySet<string>
  readonly attributes: ReadonlySet<string>
  /** The page's own Content Security Policy; null where it has none. */
  readonly policy: string | null
}

const isSheet = (element: Tree.Element): boolean => {
  const rel = (attribute(element, 'rel') ?? '').toLowerCase().split(/\s+/)
  return element.tagName === 'link' && rel.includes('stylesheet') && !rel.includes('alternate')
}

const holdsUp = (element: Tree.Element): boolean =>
  isSheet(element) && attribute(element, 'disabled') === undefined && attribute(element, 'media')?.trim() !== 'print'

/** What a page's HTML says of its styles. */
export const readPage = (source: string): StyledPage => {
  const document = parse(source, { sourceCodeLocationInfo: true })
  const shown = shownElements(document)
  const all = elements(document)
  const head = shown.find(({ tagName }) => tagName === 'head')
  const inHead = new Set(head === undefined ? [] : shownElements(head))
  const sheets = shown.flatMap((element): PageSheet[] => {
    const href = attribute(element, 'href')
    const location = element.sourceCodeLocation
    if (!inHead.has(element) || !holdsUp(element) || href === undefined || !location) return []
    const media = attribute(element, 'media')?.trim() ?? ''
    return [{ href, media: media === '' || media === 'all' ? null : media, location }]
  })
  const scripts = shown.filter(({ tagName }) => tagName === 'script')
  const policy = shown.find(
    one => one.tagName === 'meta' && /^content-security-policy$/i.test(attribute(one, 'http-equiv') ?? ''),
  )
  return {
    sheets,
    scripts: scripts.flatMap(script => attribute(script, 'src') ?? []),
    code: [
      ...scripts.flatMap(({ childNodes }) => childNodes.map(node => ('value' in node ? node.value : ''))),
      ...all.flatMap(({ attrs }) => attrs.filter(({ name }) => name.startsWith('on')).map(({ value }) => value)),
    ],
    tags: new Set(all.map(({ tagName }) => tagName)),
    classes: new Set(all.flatMap(element => (attribute(element, 'class') ?? '').split(/\s+/))),
    ids: new Set(all.flatMap(element => attribute(element, 'id') ?? [])),
    attributes: new Set(all.flatMap(({ attrs }) => attrs.map(({ name }) => name))),
    policy: policy === undefined ? null : (attribute(policy, 'content') ?? ''),
  }
}
