import type { WorkPicture } from '../plan/encode-pictures.js'
import type { ImportPlan } from '../plan/imports.js'
import type { Project, SourceText } from '../plan/project.js'
import { makeResolver, type Resolve } from '../plan/resolve.js'
import { codeSites } from './code-sites.js'
import { hasTags, isComponent } from './component-code.js'
import { markupSites } from './markup-sites.js'
import { readProgram } from './program.js'
import { sheetSites, styleBlocks } from './sheet-sites.js'
import type { Site } from './site.js'

/** Files whose attributes are read as text, beside pages. */
const MARKUP = /\.(?:vue|svelte|pug|php|erb|haml|slim|cshtml|jsp)$/
/** Tests, stories and types name pictures that no visitor sees. */
const ASIDE = /(?:^|\/)(?:tests?|__tests__|__mocks__|spec|cypress|e2e)\/|\.(?:test|spec|stories|d)\.[cm]?[jt]sx?$/

/**
 * Every place that names one of these pictures, as far as it is found.
 *
 * @param texts what the project's files hold now, where that is not what they held
 * @param all the pictures of the project, among which a reference means one
 */
export const findSites = (
  project: Project,
  texts: ReadonlyMap<string, string>,
  works: readonly WorkPicture[],
  all: readonly WorkPicture['file'][],
  imports: Pick<ImportPlan, 'bundles'>,
): Site[] => {
  const resolve = resolverOf(works, all)
  const now = ({ path, text }: SourceText): SourceText => ({ path, text: texts.get(path) ?? text })
  const isHelper = ({ text }: SourceText): boolean => text.startsWith('// Smaller encodings of pictures')
  const modules = project.modules.map(now).filter(m => !ASIDE.test(m.path) && !isHelper(m))
  const markup = [...project.pages, ...project.others.filter(o => MARKUP.test(o.path))].map(now)
  const program = readProgram([...modules, ...markup.filter(m => hasTags(m.path))], markup)
  const pagesAreBundled = project.packages['html-loader'] !== undefined
  return [
    ...codeSites(program, works, resolve),
    ...markup.flatMap(source =>
      markupSites(source, resolve, { bundled: isComponent(source.path) ? imports.bundles : pagesAreBundled }),
    ),
    ...markup.flatMap(source =>
      styleBlocks(source.text).flatMap(({ text, at, language }) =>
        sheetSites({ path: source.path, text }, resolve, imports.bundles && isComponent(source.path), at, language),
      ),
    ),
    ...project.sheets.map(now).flatMap(sheet => sheetSites(sheet, resolve, imports.bundles)),
  ]
}

const resolverOf = (works: readonly WorkPicture[], all: readonly WorkPicture['file'][]): Resolve<WorkPicture> => {
  const byPath = new Map(works.map(work => [work.file.path, work]))
  const find = makeResolver(all.map(file => ({ file })))
  return (reference, from) => byPath.get(find(reference, from)?.file.path ?? '') ?? null
}
