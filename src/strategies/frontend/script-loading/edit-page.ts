import MagicString from 'magic-string'
import type { PageScript } from '../../html/page-scripts.js'
import type { Deferral } from './plan-deferral.js'

/** The whole line of an element where nothing else stands on it. */
const rangeOf = (html: string, { location }: PageScript): { start: number; end: number } => {
  const start = html.lastIndexOf('\n', location.startOffset - 1) + 1
  const newline = html.indexOf('\n', location.endOffset)
  const end = newline === -1 ? html.length : newline + 1
  const alone =
    /^\s*$/.test(html.slice(start, location.startOffset)) && /^\s*$/.test(html.slice(location.endOffset, end))
  return alone ? { start, end } : { start: location.startOffset, end: location.endOffset }
}

const TAG = '<script'.length

/**
 * The page with its scripts deferred: each by one attribute where it stands, or asked for at the end of the head. What waits is asked for after pictures in the first view,
 * unless it is to come ahead of them.
 *
 * @returns null where the head's end is not written out, so that nothing can be put there
 */
export const editPage = (
  html: string,
  { page, deferred, modules }: Deferral,
  { place, ahead }: { readonly place: 'in-place' | 'head'; readonly ahead: boolean },
): string | null => {
  const text = new MagicString(html)
  const waiting = ({ location }: PageScript): string =>
    ahead && !location.startTag?.attrs?.fetchpriority ? ' defer fetchpriority="high"' : ' defer'
  for (const { location } of modules) {
    const type = location.startTag.attrs?.type
    if (type) text.update(type.startOffset, type.endOffset, 'type="module"')
    else text.appendLeft(location.startOffset + TAG, ' type="module"')
  }
  for (const script of deferred) text.appendLeft(script.location.startOffset + TAG, waiting(script))
  const moved = place === 'head' ? deferred.filter(({ inHead }) => !inHead) : []
  if (moved.length === 0) return text.toString()
  if (page.headEnd === null) return null
  const newline = html.includes('\r\n') ? '\r\n' : '\n'
  const line = html.slice(html.lastIndexOf('\n', page.headEnd - 1) + 1, page.headEnd)
  const alone = /^\s*$/.test(line)
  const tags = moved.map(script => {
    const tag = html.slice(script.location.startOffset, script.location.endOffset)
    return `${tag.slice(0, TAG)}${waiting(script)}${tag.slice(TAG)}`
  })
  for (const script of moved) {
    const { start, end } = rangeOf(html, script)
    text.remove(start, end)
  }
  const indent = alone ? `${line}  ` : ''
  const at = alone ? page.headEnd - line.length : page.headEnd
  text.appendLeft(at, tags.map(tag => `${indent}${tag}${alone ? newline : ''}`).join(''))
  return text.toString()
}
