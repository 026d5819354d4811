import MagicString from 'magic-string'
import type { DefaultTreeAdapterTypes as Tree } from 'parse5'
import { attribute } from '../../html/elements.js'
import { insertInHead, parsePage } from '../../html/insert-in-head.js'
import { selectorOf } from '../../html/selector-of.js'

/** Where tags stand: before all that a page loads, before its modules (and after an import map), or at the end of its head. */
export type Place = 'first' | 'modules' | 'end'

const isModule = (one: Tree.Element): boolean =>
  one.tagName === 'script' && /^\s*module\s*$/i.test(attribute(one, 'type') ?? '')

/** The text of a page's new HTML, or why it cannot be: as a sentence's end. */
export type Edited = { readonly text: string } | string

/** Adds tags to a page's head; the rest of the text stays as it is. */
export const addTags = (html: string, tags: readonly string[], place: Place): Edited => {
  if (tags.some(tag => html.includes(tag))) return 'has these hints already'
  const page = parsePage(html)
  if (place === 'first') return insertInHead(page, tags)
  if (place === 'end') return insertInHead(page, tags, () => false)
  const head = page.elements.find(({ tagName }) => tagName === 'head')
  const map = page.elements.find(one => one.tagName === 'script' && attribute(one, 'type') === 'importmap')
  const end = head?.sourceCodeLocation?.endTag?.startOffset ?? 0
  if (map && (map.sourceCodeLocation?.startOffset ?? 0) > end)
    return 'has its import map after its head: nothing may be loaded by name before that'
  return insertInHead(page, tags, isModule)
}

/** Lets a picture get ahead of others. @param selector the lab's word for its element */
export const givePriority = (html: string, selector: string): Edited => {
  const { elements } = parsePage(html)
  const images = elements.filter(one => one.tagName === 'img')
  const [image, ...others] = images.filter(one => selectorOf(one, elements) === selector)
  if (image === undefined || others.length > 0)
    return 'has no element where its largest picture is shown: a script makes it'
  if (attribute(image, 'fetchpriority') !== undefined) return 'says already how soon its largest picture is to come'
  if (attribute(image, 'loading') === 'lazy') return 'has its largest picture loaded lazily'
  const start = image.sourceCodeLocation?.startOffset
  if (start === undefined || !/^<img\s/i.test(html.slice(start))) return 'has a tag that is not understood'
  return { text: new MagicString(html).appendLeft(start + '<img'.length, ' fetchpriority="high"').toString() }
}
