import type { ReadableWorkspace } from '../../../../model/change.js'
import type { Observation } from '../../../../model/observation.js'
import type { TextOf } from '../../../html/served-texts.js'
import type { SourceText } from '../../../markup/source-text.js'
import { readStyles, type StyleKnowledge } from '../../../markup/style-knowledge.js'
import { isComponentFile, stylesOfComponent } from '../../../source/vue.js'

/** What style sheets say of elements of one file. */
export type SheetsFor = (file: string) => StyleKnowledge

/**
 * Reads what may style components: the project's own sheets, those that its pages load once built, and the styles that stand in pages and components. What a
 * component keeps to itself holds for its own elements alone.
 * @param pages the HTML files of the measured pages
 */
export const readSheets = async (
  observation: Observation,
  modules: readonly SourceText[],
  pages: readonly SourceText[],
  textOf: TextOf,
  workspace: ReadableWorkspace,
): Promise<SheetsFor> => {
  const paths = await workspace.list(['**/*.{css,scss,less}'])
  const sources = await Promise.all(paths.map(async path => ({ path, text: await workspace.readText(path) })))
  const addresses = new Map(
    observation.pages.flatMap(({ page, survey }) =>
      survey.requests.flatMap(({ kind, url }) => (kind === 'stylesheet' ? [[url, page.path] as const] : [])),
    ),
  )
  const built: SourceText[] = []
  for (const [url, page] of addresses) {
    const text = await textOf(page, url)
    if (text !== null) built.push({ path: 'built.css', text })
  }
  const inPages = pages.flatMap(({ text }) =>
    [...text.matchAll(/<style\b[^>]*>([\s\S]*?)<\/style>/gi)].map(found => ({ path: 'page.css', text: found[1]! })),
  )
  const components = modules
    .filter(({ path }) => isComponentFile(path))
    .flatMap(({ path, text }) =>
      stylesOfComponent(text).map(style => ({
        file: path,
        own: style.own,
        sheet: { path: `${path}.${style.language}`, text: style.text },
      })),
    )
  const general = [...sources, ...built, ...inPages, ...components.flatMap(one => (one.own ? [] : [one.sheet]))]
  const ofAll = readStyles(general, [])
  const read = new Map<string, StyleKnowledge>()
  return file => {
    const own = components.flatMap(one => (one.own && one.file === file ? [one.sheet] : []))
    const known = read.get(file) ?? (own.length === 0 ? ofAll : readStyles([...general, ...own], []))
    read.set(file, known)
    return known
  }
}
