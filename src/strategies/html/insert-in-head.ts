import MagicString from 'magic-string'
import { defaultTreeAdapter as adapter, parse, type DefaultTreeAdapterTypes as Tree } from 'parse5'
import { attribute, elements } from './elements.js'

/** A page's HTML with places, and its elements in the order of the document. */
export interface ParsedPage {
  readonly html: string
  readonly elements: readonly Tree.Element[]
}

export const parsePage = (html: string): ParsedPage => ({
  html,
  elements: elements(parse(html, { sourceCodeLocationInfo: true })),
})

/** Whether an element of the head has something loaded, or run. */
const loads = (one: Tree.Element): boolean =>
  one.tagName === 'script' ||
  one.tagName === 'style' ||
  (one.tagName === 'link' && /stylesheet|preload|icon/.test(attribute(one, 'rel') ?? ''))

/**
 * Puts lines into a page's head, before the first thing that it loads; the rest of the text stays as it is.
 *
 * @param before the element of the head before the first of which they are put, where it is another; at the head's end where there is none
 * @returns the page's new text, or why it cannot be: as a sentence's end.
 */
export const insertInHead = (
  { html, elements: all }: ParsedPage,
  lines: readonly string[],
  before: (element: Tree.Element) => boolean = loads,
): { readonly text: string } | string => {
  const head = all.find(element => element.tagName === 'head')
  const location = head?.sourceCodeLocation
  if (!head || !location?.startTag) return 'has no <head> of its own: it is a part of a page'
  // Only what is in the head itself: what is in a template is not loaded.
  const first = head.childNodes.filter(adapter.isElementNode).find(before)
  const at = first?.sourceCodeLocation?.startOffset ?? location.endTag?.startOffset ?? location.startTag.endOffset
  const lineStart = html.lastIndexOf('\n', at - 1) + 1
  const indent = html.slice(lineStart, at)
  const alone = /^\s*$/.test(indent) && lineStart > 0
  const newline = html.includes('\r\n') ? '\r\n' : '\n'
  const inner = alone && !first ? `${indent}  ` : indent
  const text = new MagicString(html)
  if (!alone) text.appendLeft(at, lines.join(''))
  else if (first) text.appendLeft(at, lines.map(line => `${line}${newline}${inner}`).join(''))
  else text.appendLeft(lineStart, lines.map(line => `${inner}${line}${newline}`).join(''))
  return { text: text.toString() }
}
