import MagicString from 'magic-string'
import { insertInHead, parsePage } from '../../html/insert-in-head.js'
import { readPage } from '../../html/page-scripts.js'
import type { Edited } from './edit-page.js'

/** What of a page goes into the worker. */
export interface WorkerEdit {
  /** Addresses of tags, as written. */
  readonly tags: readonly string[]
  /** Code of the page that goes with them, as written. */
  readonly setUp: readonly string[]
  /** Functions whose calls are handed on. */
  readonly forward: readonly string[]
  /** Where the library is, as the page names it. */
  readonly library: string
}

const TYPE = 'type="text/partytown"'

const asCode = (value: unknown): string => JSON.stringify(value).replaceAll('<', '\\u003c')

/** Marks scripts as the worker's, and puts into the head, before all that is loaded, what starts it. */
export const moveToWorker = (html: string, { tags, setUp, forward, library }: WorkerEdit, snippet: string): Edited => {
  const { scripts } = readPage(html)
  const text = new MagicString(html)
  const moved = scripts.filter(({ src, code }) => (src === null ? setUp.includes(code) : tags.includes(src)))
  if (tags.some(src => !moved.some(one => one.src === src))) return 'has not all of these tags'
  if (setUp.some(code => !moved.some(one => one.src === null && one.code === code))) return 'has not all of that code'
  for (const { src, location } of moved) {
    const own = location.startTag.attrs?.type
    if (own) text.update(own.startOffset, own.endOffset, TYPE)
    else text.appendLeft(location.startOffset + '<script'.length, ` ${TYPE}`)
    // Within the worker a function of a script is its own.
    if (src === null) text.appendLeft(location.endTag?.startOffset ?? location.endOffset, '\n;window.gtag = gtag\n')
  }
  // Without it the library lets tags run in the page; their queues are then to stay what they are.
  const options = `if (window.crossOriginIsolated || navigator.serviceWorker) partytown = { lib: new URL(${asCode(library)}, location.href).pathname, forward: ${asCode(forward)} }`
  return insertInHead(parsePage(text.toString()), [`<script>${options}</script>`, `<script>${snippet}</script>`])
}
