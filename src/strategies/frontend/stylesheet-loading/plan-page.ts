import { servedPath, type TextOf } from '../../html/served-texts.js'
import type { StylesheetLoading } from './configuration.js'
import type { InlinedSheet } from './edit-page.js'
import { type PageSheet, readPage } from './page-sheets.js'
import { allowsInline } from './policy.js'
import { usedStyles, wordsOf } from './used-styles.js'

export interface PlannedPage {
  readonly inlined: readonly InlinedSheet[]
  /** Bytes of the sheets, and of what is put into the page. */
  readonly bytes: number
  readonly inlinedBytes: number
  readonly refusals: readonly { readonly subject: string; readonly reason: string }[]
}

const kilobytes = (bytes: number): string => `${(bytes / 1000).toFixed(1)} kB`

const sheetOf = async (
  sheet: PageSheet,
  page: string,
  names: Parameters<typeof usedStyles>[1],
  textOf: TextOf,
): Promise<{ readonly inlined: InlinedSheet; readonly bytes: number } | string> => {
  const from = servedPath(page, sheet.href)
  const text = from === null ? null : await textOf(page, sheet.href)
  if (from === null || text === null) return 'is not the site’s own: it is not known what it holds'
  if (sheet.media !== null && /['"\\]/.test(sheet.media)) return 'is for screens that cannot be named in a handler'
  const used = await usedStyles(text, names, { from, page, read: path => textOf(page, path) })
  if (typeof used === 'string') return used
  // For what it is now, it stays for: the conditions of the link hold for what is put into the page as well.
  const css = sheet.media === null || used.text === '' ? used.text : `@media ${sheet.media}{${used.text}}`
  return { inlined: { sheet, css }, bytes: Buffer.byteLength(text) }
}

/** What of a page's style sheets goes into the page; a page that would gain too little, or grow too much, stays as it is. */
export const planPage = async (
  html: string,
  page: string,
  { maximum, minimumLeftOut }: StylesheetLoading['inlined'],
  textOf: TextOf,
): Promise<PlannedPage> => {
  const styled = readPage(html)
  const none = (reason: string): PlannedPage => ({
    inlined: [],
    bytes: 0,
    inlinedBytes: 0,
    refusals: [{ subject: page, reason }],
  })
  if (styled.sheets.length === 0) return none('waits for no style sheet')
  if (styled.policy !== null && !allowsInline(styled.policy))
    return none('has a Content Security Policy that keeps styles or handlers out of it')
  const texts = await Promise.all(styled.scripts.map(src => textOf(page, src)))
  const names = { ...styled, words: wordsOf([...styled.code, ...texts.filter(text => text !== null)]) }
  const refusals: PlannedPage['refusals'][number][] = []
  const inlined: InlinedSheet[] = []
  let bytes = 0
  for (const sheet of styled.sheets) {
    const found = await sheetOf(sheet, page, names, textOf)
    if (typeof found === 'string') {
      refusals.push({ subject: `${page}: ${sheet.href}`, reason: found })
      continue
    }
    inlined.push(found.inlined)
    bytes += found.bytes
  }
  const inlinedBytes = inlined.reduce((sum, { css }) => sum + Buffer.byteLength(css), 0)
  const left: PlannedPage = { inlined: [], bytes, inlinedBytes, refusals }
  const refused = (reason: string): PlannedPage => ({ ...left, refusals: [...refusals, { subject: page, reason }] })
  if (inlined.length === 0) return left
  if (inlinedBytes > maximum)
    return refused(`may use ${kilobytes(inlinedBytes)} of its style sheets, more than ${kilobytes(maximum)}`)
  if (1 - inlinedBytes / bytes < minimumLeftOut)
    return refused(
      `may use ${kilobytes(inlinedBytes)} of the ${kilobytes(bytes)} of its style sheets: too little could come later`,
    )
  return { inlined, bytes, inlinedBytes, refusals }
}
