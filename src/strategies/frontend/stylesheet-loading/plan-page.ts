import { wordsOf } from '../../html/rule-names.js'
import { servedPath, type TextOf } from '../../html/served-texts.js'
import type { StylesheetLoading } from './configuration.js'
import type { InlinedSheet } from './edit-page.js'
import { type PageSheet, readPage } from './page-sheets.js'
import { allowsInline } from './policy.js'
import { usedStyles } from './used-styles.js'

export interface PlannedPage {
  readonly inlined: readonly InlinedSheet[]
  /** Bytes of the sheets, and of what is put into the page. */
  readonly bytes: number
  readonly inlinedBytes: number
  readonly refusals: readonly { readonly subject: string; readonly reason: string }[]
}

const kilobytes = (bytes: number): string => `${(bytes / 1000).toFixed(1)} kB`

/** What may be used of a sheet. */
interface UsedSheet {
  readonly sheet: PageSheet
  /** What the page and its scripts have names for. */
  readonly css: string
  /** What the page itself has names for. */
  readonly own: string
  /** Of the whole sheet. */
  readonly bytes: number
}

const NO_WORDS: ReadonlySet<string> = new Set()

const sheetOf = async (
  sheet: PageSheet,
  page: string,
  names: Parameters<typeof usedStyles>[1],
  textOf: TextOf,
): Promise<UsedSheet | string> => {
  const from = servedPath(page, sheet.href)
  const text = from === null ? null : await textOf(page, sheet.href)
  if (from === null || text === null) return 'is not the site’s own: it is not known what it holds'
  if (sheet.media !== null && /['"\\]/.test(sheet.media)) return 'is for screens that cannot be named in a handler'
  const places = { from, page, read: (path: string) => textOf(page, path) }
  const used = await usedStyles(text, names, places)
  if (typeof used === 'string') return used
  const own = await usedStyles(text, { ...names, words: NO_WORDS }, places)
  if (typeof own === 'string') return own
  // For what it is now, it stays for: the conditions of the link hold for what is put into the page as well.
  const forItsMedia = (css: string): string =>
    sheet.media === null || css === '' ? css : `@media ${sheet.media}{${css}}`
  return { sheet, css: forItsMedia(used.text), own: forItsMedia(own.text), bytes: Buffer.byteLength(text) }
}

/** What scripts have names for in a sheet of a widget of theirs is small, and what they show is not to be without it. */
const SMALL = 4_000

/**
 * What goes into the page of each sheet: all that the page and its scripts have names for; where that is more than so much, of the sheets in which scripts make a
 * great difference only what the page has names for.
 */
const chooseStyles = (sheets: readonly UsedSheet[], most: number): readonly InlinedSheet[] => {
  const isTooMuch = sheets.reduce((sum, { css }) => sum + Buffer.byteLength(css), 0) > most
  return sheets.map(({ sheet, css, own }) => ({
    sheet,
    css: isTooMuch && Buffer.byteLength(css) - Buffer.byteLength(own) > SMALL ? own : css,
  }))
}

/** What of a page's style sheets goes into the page; a page that would gain too little, or grow too much, stays as it is. */
export const planPage = async (
  html: string,
  page: string,
  { maximum, forScripts, minimumLeftOut }: StylesheetLoading['inlined'],
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
  const sheets: UsedSheet[] = []
  for (const sheet of styled.sheets) {
    const found = await sheetOf(sheet, page, names, textOf)
    if (typeof found === 'string') {
      refusals.push({ subject: `${page}: ${sheet.href}`, reason: found })
      continue
    }
    sheets.push(found)
  }
  const inlined = chooseStyles(sheets, forScripts)
  const bytes = sheets.reduce((sum, sheet) => sum + sheet.bytes, 0)
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
