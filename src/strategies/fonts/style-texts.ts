import type { Root } from 'postcss'
import type { Refusal } from '../../model/actuator.js'
import type { ReadableWorkspace } from '../../model/change.js'
import { parsePage } from '../html/insert-in-head.js'
import { readSheet } from './font-faces.js'

/** Styles of a file of the project: a style sheet, or what a `<style>` of a page holds. */
export interface StyleText {
  readonly path: string
  /** The whole file. */
  readonly text: string
  /** Where its styles begin in it; offsets of `root` count from there. */
  readonly start: number
  readonly root: Root
}

/** Styles within pages that a template engine fills in cannot be told from what it puts there. */
const TEMPLATE = /<%|\{\{|\{%|<\?php/

const stylesOfPage = (path: string, text: string): StyleText[] =>
  parsePage(text).elements.flatMap(({ tagName, sourceCodeLocation }) => {
    const [from, to] = [sourceCodeLocation?.startTag?.endOffset, sourceCodeLocation?.endTag?.startOffset]
    if (tagName !== 'style' || from === undefined || to === undefined) return []
    const css = text.slice(from, to)
    const root = TEMPLATE.test(css) ? null : readSheet(css, `${path}.css`)
    return root === null ? [] : [{ path, text, start: from, root }]
  })

/** All styles of the project's own files, those of packages left out. */
export const readStyleTexts = async (
  workspace: ReadableWorkspace,
): Promise<{ readonly styles: readonly StyleText[]; readonly refusals: readonly Refusal[] }> => {
  const styles: StyleText[] = []
  const refusals: Refusal[] = []
  for (const path of await workspace.list(['**/*.{css,scss,less}'])) {
    const text = await workspace.readText(path)
    const root = readSheet(text, path)
    if (root !== null) styles.push({ path, text, start: 0, root })
    else if (/@font-face/i.test(text)) refusals.push({ subject: path, reason: 'it cannot be read as a style sheet' })
  }
  for (const path of await workspace.list(['**/*.{html,htm}'])) {
    const text = await workspace.readText(path)
    if (/<style/i.test(text)) styles.push(...stylesOfPage(path, text))
  }
  return { styles, refusals }
}
