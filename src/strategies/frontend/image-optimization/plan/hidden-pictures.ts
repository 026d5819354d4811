import MagicString from 'magic-string'
import type { DefaultTreeAdapterTypes as Tree } from 'parse5'
import type { Observation } from '../../../../model/observation.js'
import type { TargetSystem } from '../../../../model/target.js'
import { shownElements } from '../../../html/elements.js'
import { parseMarkup } from '../../../html/parse-markup.js'
import { pagesMadeOf } from './attribution.js'
import { changesItsAddress } from './own-attributes.js'
import type { SourceText } from './project.js'

/** What pages asked for and showed, by their pathnames. */
interface Seen {
  /** By every look at the page. */
  readonly asked: ReadonlySet<string>
  /** By any. */
  readonly shown: ReadonlySet<string>
}

/** What all looks at the pages that a file is have in common; null where it is none that was looked at. */
const seenOf = (ids: readonly string[], { pages, otherViews }: Observation): Seen | null => {
  const looks = [...pages.map(({ survey }) => survey), ...otherViews].filter(({ page }) => ids.includes(page))
  const [first, ...others] = looks.map(({ requests }) => new Set(requests.map(({ url }) => url)))
  if (first === undefined) return null
  return {
    asked: new Set([...first].filter(url => others.every(urls => urls.has(url)))),
    shown: new Set(looks.flatMap(({ images }) => images.map(({ url }) => url))),
  }
}

/**
 * Pictures that a page fetches with everything else and shows to nobody before something is opened (a dialogue, a tab): they are fetched when they are shown. Only in
 * projects that are served as they lie, where a file is known to be a page.
 */
export const laterPictures = (
  source: SourceText,
  { target, observation }: { readonly target: TargetSystem; readonly observation: Observation },
): { readonly text: string; readonly details: readonly string[] } => {
  const unchanged = { text: source.text, details: [] }
  const pages = target.pages.filter(({ id }) => pagesMadeOf(source.path, target)?.ids.includes(id))
  const seen = seenOf(
    pages.map(({ id }) => id),
    observation,
  )
  if (seen === null) return unchanged
  const isHidden = (src: string): boolean =>
    pages.every(({ path }) => {
      const { pathname, search, origin } = new URL(src, new URL(path, 'http://page.invalid'))
      return origin === 'http://page.invalid' && seen.asked.has(pathname + search) && !seen.shown.has(pathname + search)
    })
  const output = new MagicString(source.text)
  const details: string[] = []
  for (const node of shownElements(parseMarkup(source.text))) {
    const src = node.tagName === 'img' ? sourceOf(node) : null
    if (src === null || !node.sourceCodeLocation || !isHidden(src)) continue
    output.appendLeft(node.sourceCodeLocation.startOffset + '<img'.length, ' loading="lazy"')
    details.push(`${source.path}: ${src} loading=lazy: no page shows it before something is opened`)
  }
  return { text: output.toString(), details }
}

/** The one address that an image has from the start; null where there are others, or where it says itself when it is fetched. */
const sourceOf = ({ attrs }: Tree.Element): string | null => {
  const attributes = new Map(attrs.map(({ name, value }) => [name, value]))
  if (['loading', 'srcset', 'fetchpriority'].some(name => attributes.has(name))) return null
  if (changesItsAddress(attributes) !== null) return null
  const src = attributes.get('src')
  return src !== undefined && URL.canParse(src, 'http://page.invalid') ? src : null
}
