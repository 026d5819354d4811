import { posix } from 'node:path'
import MagicString from 'magic-string'
import { parse } from 'parse5'
import type { Refusal } from '../../../model/actuator.js'
import type { ReadableWorkspace } from '../../../model/change.js'
import { withoutQuery } from '../../../model/pathname.js'
import { attribute, shownElements } from '../../html/elements.js'
import { firstDifference } from './same-rules.js'

/** An address in a page, with what it becomes. */
export interface TwinReference {
  readonly start: number
  readonly end: number
  readonly from: string
  readonly to: string
  /** Bytes of both files, as they are. */
  readonly bytes: readonly [whole: number, twin: number]
}

const isSheet = (rel: string): boolean => /(^|\s)stylesheet(\s|$)/i.test(rel)

const twinOf = (path: string): string => path.replace(/\.css$/, '.min.css')

/** The file of the site that a page's address names; null for what another host serves. */
const fileOf = (page: string, folder: string, address: string): string | null => {
  if (/^([a-z]+:)?\/\//i.test(address) || /^[a-z]+:/i.test(address)) return null
  const path = decodeURI(withoutQuery(address))
  const file = posix.normalize(path.startsWith('/') ? posix.join(folder, path) : posix.join(posix.dirname(page), path))
  return file.startsWith('..') ? null : file
}

/**
 * Style sheets of a page whose minified twin lies beside them and says the same.
 *
 * @param page path of its HTML in the project
 * @param folder from which the site is served
 */
export const twinReferences = async (
  page: string,
  html: string,
  folder: string,
  workspace: ReadableWorkspace,
): Promise<{ references: TwinReference[]; refusals: Refusal[] }> => {
  const references: TwinReference[] = []
  const refusals: Refusal[] = []
  const shown = shownElements(parse(html, { sourceCodeLocationInfo: true }))
  if (shown.some(({ tagName }) => tagName === 'base')) {
    return { references, refusals: [{ subject: page, reason: 'has a <base>, from which its addresses are meant' }] }
  }
  for (const element of shown) {
    const href = attribute(element, 'href')
    if (element.tagName !== 'link' || !isSheet(attribute(element, 'rel') ?? '') || href === undefined) continue
    const file =
      /\.css$/.test(withoutQuery(href)) && !/\.min\.css$/.test(withoutQuery(href)) ? fileOf(page, folder, href) : null
    if (file === null || !(await workspace.exists(file)) || !(await workspace.exists(twinOf(file)))) continue
    const [whole, twin] = [await workspace.readText(file), await workspace.readText(twinOf(file))]
    const location = element.sourceCodeLocation?.attrs?.href
    const reason =
      attribute(element, 'integrity') !== undefined
        ? 'is named with its hash (integrity)'
        : Buffer.byteLength(twin) >= Buffer.byteLength(whole)
          ? `${twinOf(file)} is no smaller`
          : firstDifference(whole, twin)
    if (reason !== null || !location) {
      const said =
        reason === null ? 'its address is nowhere in the page' : `${twinOf(file)} beside it is not the same: ${reason}`
      refusals.push({ subject: file, reason: attribute(element, 'integrity') === undefined ? said : (reason ?? said) })
      continue
    }
    const written = html.slice(location.startOffset, location.endOffset)
    const at = written.lastIndexOf('.css')
    const start = location.startOffset + at
    references.push({
      start,
      end: start + '.css'.length,
      from: file,
      to: twinOf(file),
      bytes: [Buffer.byteLength(whole), Buffer.byteLength(twin)],
    })
  }
  return { references, refusals }
}

/** The page with its style sheets named by their twins. */
export const namedByTwins = (html: string, references: readonly TwinReference[]): string => {
  const text = new MagicString(html)
  for (const { start, end } of references) text.update(start, end, '.min.css')
  return text.toString()
}
