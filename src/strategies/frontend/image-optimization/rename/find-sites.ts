import type { WorkPicture } from '../plan/encode-pictures.js'
import type { ImportPlan } from '../plan/imports.js'
import type { Project, SourceText } from '../plan/project.js'
import { makeResolver, type Resolve } from '../plan/resolve.js'
import { isHelperModule } from '../rewrite/helper-module.js'
import { codeSites } from './code-sites.js'
import { hasTags, isComponent } from './component-code.js'
import { markupSites } from './markup-sites.js'
import { type Program, readProgram } from './program.js'
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
  const listed = listedPictures(project, texts, resolve)
  const now = ({ path, text }: SourceText): SourceText => ({ path, text: texts.get(path) ?? text })
  const markup = markupOf(project).map(now)
  const pagesAreBundled = project.packages['html-loader'] !== undefined
  return [
    ...codeSites(programOf(project, now), works, resolve).map(site =>
      site.kind === 'module' && site.refused === null && listed.has(site.work) ? { ...site, refused: LISTED } : site,
    ),
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

/** The project's code, as its files are now. */
export const programOf = (project: Project, now: (source: SourceText) => SourceText): Program => {
  const modules = project.modules.map(now).filter(m => !ASIDE.test(m.path) && !isHelperModule(m.text))
  const markup = markupOf(project).map(now)
  return readProgram([...modules, ...markup.filter(m => hasTags(m.path))], markup)
}

const markupOf = (project: Project): readonly SourceText[] => [
  ...project.pages,
  ...project.others.filter(o => MARKUP.test(o.path)),
]

const LISTED = 'its smaller encodings are found by the address that it has there'

/** What the helper module imports: the same import elsewhere has to give the same address. */
const listedPictures = (
  project: Project,
  texts: ReadonlyMap<string, string>,
  resolve: Resolve<WorkPicture>,
): ReadonlySet<WorkPicture> => {
  const helpers = [...project.modules.map(m => [m.path, m.text] as const), ...texts].filter(([, text]) =>
    isHelperModule(text),
  )
  return new Set(
    helpers.flatMap(([file, text]) =>
      [...text.matchAll(/^import \w+ from '([^']+)'/gm)].flatMap(([, specifier]) => resolve(specifier!, file) ?? []),
    ),
  )
}

export const resolverOf = (
  works: readonly WorkPicture[],
  all: readonly WorkPicture['file'][],
): Resolve<WorkPicture> => {
  const byPath = new Map(works.map(work => [work.file.path, work]))
  const find = makeResolver(all.map(file => ({ file })))
  return (reference, from) => byPath.get(find(reference, from)?.file.path ?? '') ?? null
}
