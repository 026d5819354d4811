import MagicString from 'magic-string'
import type { PageSheet } from './page-sheets.js'

/** A sheet, and what of it goes into the page. */
export interface InlinedSheet {
  readonly sheet: PageSheet
  readonly css: string
}

const quoted = (value: string): string => value.replaceAll('&', '&amp;').replaceAll('"', '&quot;')

/**
 * Puts styles into a page right before the links of their sheets, so that the order of the cascade stays, and lets the links load without holding up
 * the page: for a printer first, for all screens as soon as they are there, and at once where there are no scripts.
 */
export const editPage = (html: string, inlined: readonly InlinedSheet[]): string => {
  const text = new MagicString(html)
  const newline = html.includes('\r\n') ? '\r\n' : '\n'
  for (const { sheet, css } of inlined) {
    const { startOffset, endOffset, attrs } = sheet.location
    const lineStart = html.lastIndexOf('\n', startOffset - 1) + 1
    const indent = html.slice(lineStart, startOffset)
    const gap = /^\s*$/.test(indent) ? newline + indent : ''
    const original = html.slice(startOffset, endOffset)
    const style = css === '' ? '' : `<style>${css}</style>${gap}`
    text.appendLeft(startOffset, style)
    const media = quoted(sheet.media ?? 'all')
    const swap = `media="print" onload="this.onload=null;this.media='${media}'"`
    const present = attrs?.media
    if (present) text.update(present.startOffset, present.endOffset, swap)
    else text.appendLeft(startOffset + '<link'.length, ` ${swap}`)
    text.appendRight(endOffset, `${gap}<noscript>${original}</noscript>`)
  }
  return text.toString()
}
