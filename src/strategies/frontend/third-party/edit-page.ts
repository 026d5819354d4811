import MagicString from 'magic-string'
import { html as parse5 } from 'parse5'
import { attribute } from '../../html/elements.js'
import { parsePage } from '../../html/insert-in-head.js'
import { readPage } from '../../html/page-scripts.js'
import { selectorOf } from '../../html/selector-of.js'
import { srcdoc } from './stand-in.js'

/** The new text of a page, or why it cannot be: as a sentence's end. */
export type Edited = { readonly text: string } | string

/** Lets frames wait until they are scrolled to. @param selectors the lab's words for them */
export const waitForFrames = (html: string, selectors: readonly string[]): Edited => {
  const { elements } = parsePage(html)
  const text = new MagicString(html)
  for (const selector of selectors) {
    const [frame, ...others] = elements.filter(
      one => one.tagName === 'iframe' && selectorOf(one, elements) === selector,
    )
    const start = frame?.sourceCodeLocation?.startOffset
    if (frame === undefined || others.length > 0 || start === undefined || frame.namespaceURI !== parse5.NS.HTML)
      return `has no frame ${selector}`
    if (attribute(frame, 'loading') !== undefined) return `says already when its frame ${selector} is loaded`
    text.appendLeft(start + '<iframe'.length, ' loading="lazy"')
  }
  return { text: text.toString() }
}

/** Puts pages into frames, until their players are wanted. @param players the lab's words for the frames, and their pages */
export const standInFor = (
  html: string,
  players: readonly { readonly selector: string; readonly facade: string }[],
): Edited => {
  const { elements } = parsePage(html)
  const text = new MagicString(html)
  for (const { selector, facade } of players) {
    const [frame, ...others] = elements.filter(
      one => one.tagName === 'iframe' && selectorOf(one, elements) === selector,
    )
    const start = frame?.sourceCodeLocation?.startOffset
    if (frame === undefined || others.length > 0 || start === undefined || frame.namespaceURI !== parse5.NS.HTML)
      return `has no frame ${selector}`
    text.appendLeft(start + '<iframe'.length, ` ${srcdoc(facade)}`)
  }
  return { text: text.toString() }
}

const asCode = (value: string): string => JSON.stringify(value).replaceAll('<', '\\u003c')

/** What asks for a tag once the page is there, and nothing waits for it. */
const later = (attributes: readonly { readonly name: string; readonly value: string }[]): string => {
  const set = attributes.map(({ name, value }) => `s.setAttribute(${asCode(name)}, ${asCode(value)})`).join('; ')
  return `<script>addEventListener('load', () => setTimeout(() => { const s = document.createElement('script'); ${set}; document.head.append(s) }))</script>`
}

/** Lets tags come beside a page (`async`), or once it is there. @param sources their addresses as written */
export const freeTags = (html: string, sources: readonly string[], how: 'async' | 'after-load'): Edited => {
  const { scripts } = readPage(html)
  const { elements } = parsePage(html)
  const text = new MagicString(html)
  for (const src of sources) {
    const found = scripts.filter(one => one.src === src && one.kind === 'blocking')
    if (found.length === 0) return `has no tag ${src} that holds it up`
    for (const { location } of found) {
      if (how === 'async') {
        text.appendLeft(location.startOffset + '<script'.length, ' async')
        continue
      }
      const element = elements.find(one => one.sourceCodeLocation?.startOffset === location.startOffset)
      if (element === undefined) return `has a tag ${src} that is not understood`
      text.update(location.startOffset, location.endOffset, later(element.attrs))
    }
  }
  return { text: text.toString() }
}
