import { posix } from 'node:path'
import MagicString from 'magic-string'
import { decoded, withoutQuery } from '../../../model/pathname.js'
import { attribute } from '../../html/elements.js'
import { parsePage } from '../../html/insert-in-head.js'
import { beside } from './write-faces.js'

const named = (href: string): string => posix.basename(decoded(withoutQuery(href)))

/** A page that asks in its head for a font's old file asks for the new one in its place; null where it does not. */
export const withPreloads = (html: string, renamed: ReadonlyMap<string, string>): string | null => {
  const edited = new MagicString(html)
  for (const element of parsePage(html).elements) {
    const href = attribute(element, 'href')
    const to = href === undefined ? undefined : renamed.get(named(href))
    const places = element.sourceCodeLocation?.attrs
    if (element.tagName !== 'link' || attribute(element, 'rel') !== 'preload' || to === undefined || !places) continue
    const replace = (name: string, value: string): void => {
      const place = places[name]
      if (place) edited.update(place.startOffset, place.endOffset, `${name}="${value.replaceAll('&', '&amp;')}"`)
    }
    replace('href', beside(href!, to))
    replace('type', 'font/woff2')
  }
  return edited.hasChanged() ? edited.toString() : null
}

/** Whether a page names a file elsewhere than in such a preload. */
export const namesOtherwise = (html: string, name: string): boolean => {
  const edited = new MagicString(html)
  for (const element of parsePage(html).elements) {
    const place = element.sourceCodeLocation
    const href = attribute(element, 'href')
    const isPreload = element.tagName === 'link' && attribute(element, 'rel') === 'preload' && href !== undefined
    const isStyle = element.tagName === 'style'
    if (place && ((isPreload && named(href) === name) || isStyle)) edited.remove(place.startOffset, place.endOffset)
  }
  return edited.toString().includes(name)
}
