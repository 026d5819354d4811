import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import semver from 'semver'
import { pageWriter } from '../../../instruments/bundle/webpack/hazards.js'
import type { Refusal } from '../../../model/actuator.js'
import type { ReadableWorkspace } from '../../../model/change.js'
import { decoded, withoutQuery } from '../../../model/pathname.js'
import type { PageTarget } from '../../../model/target.js'
import { extendConfig } from '../../build-config/extend-config.js'
import { InstalledFiles } from '../../build-config/installed-files.js'
import { type BuildConfiguration, readBuildConfiguration } from '../../build-config/read-build.js'
import type { PaintWait } from '../../html/first-paint-wait.js'
import { observedPages } from '../../html/observed-pages.js'
import { showsSomething } from '../../html/shows-something.js'
import type { Context } from './context.js'
import { helperOf, type PageBundler } from './helper/helper-source.js'
import { isDrawn, siteFile, withUsedStyles } from './helper/used-styles.mjs'
import { waitForSheets, waitOfDrawn } from './predict.js'

/** A page whose HTML the bundler writes, with what it may use of its style sheets. */
export interface BuiltPage {
  /** Below the folder that is served. */
  readonly file: string
  readonly page: string
  /** Bytes of the sheets, and of what is put into the page. */
  readonly bytes: number
  readonly inlinedBytes: number
  readonly wait: PaintWait
}

export interface BuiltPages {
  readonly pages: readonly BuiltPage[]
  readonly refusals: readonly Refusal[]
}

/** What of a build makes its pages hold their styles: the configuration passed through the helper. */
export interface ExtendedBuild {
  readonly bundler: PageBundler
  readonly config: { readonly path: string; readonly text: string }
}

export const STYLES_OF = 'Pages are given their styles in'

/** The oldest Vite whose plugins may have their turn once all others have written their files. */
const OLDEST_VITE = '4.0.0'

const pageBundler = (bundler: string): PageBundler | null =>
  bundler === 'vite' || bundler === 'webpack' ? bundler : null

/** @returns why the build cannot have its pages hold their styles, as the end of a sentence */
export const extendedBuild = async (
  { bundle, compilation, configs }: BuildConfiguration,
  root: string,
): Promise<ExtendedBuild | string> => {
  const bundler = pageBundler(bundle.bundler)
  if (bundler === null) return `${bundle.bundler} builds it, which writes no pages`
  const [first] = configs
  if (!first) return `the configuration by which ${bundle.bundler} builds it is no file of the project`
  if (bundler === 'vite') {
    const version = await new InstalledFiles(root).version('vite')
    if (version === null || semver.lt(version, OLDEST_VITE))
      return `it is built by Vite ${version ?? ''}, too old a one`
  } else {
    const writer = compilation && pageWriter(compilation)
    if (writer) return `${writer} writes the pages itself`
    if (!compilation?.options.plugins.some(({ name }) => name === 'HtmlWebpackPlugin'))
      return 'no html-webpack-plugin writes its pages'
  }
  const helper = helperOf(bundler)
  if (first[1].includes(helper.pass)) return `${first[0]} has pages hold their styles already`
  const text = extendConfig(first[0], first[1], helper)
  return text === null ? `what ${first[0]} exports cannot be passed on` : { bundler, config: { path: first[0], text } }
}

/** Files in which a page may lie, below the folder that is served. */
const filesOf = (path: string, base: string): readonly string[] => {
  const bare = decoded(withoutQuery(path)).slice(base.length).replace(/^\//, '')
  if (bare === '' || bare.endsWith('/')) return [`${bare}index.html`]
  return /\.html?$/.test(bare) ? [bare] : [`${bare}.html`, `${bare}/index.html`]
}

const textAt = (file: string): string | null => {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return null
  }
}

const builtPage = (page: PageTarget, context: Context): BuiltPage | Refusal | null => {
  const { target, baseline, observation, configuration } = context
  if (target.serve.kind !== 'static') return null
  const { folder, fallback, base = '' } = target.serve
  const root = join(baseline.root, folder)
  const textOf = (name: string | null): string | null => (name === null ? null : textAt(join(root, name)))
  const file = [...filesOf(page.path, base), fallback].find(name => name !== undefined && textOf(name) !== null)
  const html = file === undefined ? null : textOf(file)
  if (file === undefined || html === null) return null
  const refuse = (reason: string): Refusal => ({ subject: page.path, reason })
  if (!isDrawn(html)) {
    if (file === fallback)
      return refuse(`is made from ${file}, which answers for every path, and what it shows is drawn by scripts`)
    if (!showsSomething(html)) return refuse('shows nothing before its scripts have drawn it')
  }
  const found = withUsedStyles(html, address => textOf(siteFile(address, file, base)), configuration.inlined)
  if (found.html === undefined) return refuse(found.reason)
  const views = observation.pages.filter(view => view.page.id === page.id)
  const wait = isDrawn(html) ? waitOfDrawn(views, found.inlined) : waitForSheets(views, found.inlined, html)
  return { file, page: page.path, bytes: found.bytes, inlinedBytes: found.inlined, wait }
}

/** Those of the measured pages that the bundler writes, and that may hold what they use of their style sheets. */
export const builtPages = (context: Context, others: ReadonlySet<string>): BuiltPages => {
  const found = observedPages(context.observation)
    .filter(({ id }) => !others.has(id))
    .flatMap(page => builtPage(page, context) ?? [])
  const pages = new Map(found.flatMap(one => ('file' in one ? [[one.file, one] as const] : [])))
  return { pages: [...pages.values()], refusals: found.filter(one => 'reason' in one) }
}

/** The build that writes the measured pages, where it can have them hold their styles; else why not, or null where none does. */
export const readPageBuild = async (
  context: Context,
  workspace: ReadableWorkspace,
): Promise<ExtendedBuild | Refusal | null> => {
  const { bundle } = context.observation
  if (!bundle || context.target.serve.kind !== 'static' || pageBundler(bundle.bundler) === null) return null
  const build = await extendedBuild(await readBuildConfiguration(context, workspace, STYLES_OF), context.baseline.root)
  return typeof build === 'string' ? { subject: bundle.bundler, reason: build } : build
}
