import { posix } from 'node:path'
import semver from 'semver'
import { ModuleGraph } from '../../../instruments/bundle/module-graph.js'
import { type Compilation, readCompilation } from '../../../instruments/bundle/webpack/compilation.js'
import type { ActuatorContext } from '../../../model/actuator.js'
import type { ReadableWorkspace } from '../../../model/change.js'
import { TunewrightError } from '../../../model/errors.js'
import type { BundleObservation } from '../../../model/observation.js'
import { valuesIn } from '../../build-config/configuration-object.js'
import { readPackage } from '../../build-config/dev-server.js'
import { findConfig, findViteConfig } from '../../build-config/find-config.js'
import { furtherScriptHazard, furtherSheetHazard } from '../../build-config/webpack-pages.js'
import { InstalledPackages } from '../../source/packages.js'
import { SourceTree } from '../../source/source-tree.js'
import { type ModuleOutput, planModuleOutput } from './module-output/plan.js'

export type Context = ActuatorContext<'webpack-optimization'>

/** The project as this strategy sees it: read once, the same for a proposal and for carrying it out. */
export interface Project {
  readonly tree: SourceTree
  readonly packages: InstalledPackages
  readonly bundler: BundleObservation['bundler']
  readonly version: string
  /** webpack's own account of the build; null where another bundler made it. */
  readonly compilation: Compilation | null
  /** Whether `import()` makes a file of its own. */
  readonly codeSplitting: boolean
  /** Where it makes none: what has the build make several files, or why it is left as it is. */
  readonly moduleOutput: ModuleOutput | string | null
  /** Path of the configuration of webpack or Vite, or null where it is not part of the project. */
  readonly config: string | null
  /** Whether a configuration of Vite says itself which modules share a file. */
  readonly namesChunks: boolean
  readonly html: { readonly pluginVersion: string | null; readonly templates: readonly string[] }
}

/** @throws TunewrightError TARGET_UNSUPPORTED where no bundler that is read made anything for browsers. */
export const readProject = async (context: Context, workspace: ReadableWorkspace): Promise<Project> => {
  const { bundle } = context.observation
  const { bundleStatistics, root } = context.baseline
  const compilation = bundleStatistics === null ? null : await readCompilation(bundleStatistics)
  if (!bundle) {
    throw new TunewrightError(
      'TARGET_UNSUPPORTED',
      'Code splitting needs a build for browsers by webpack 4 or 5, Vite, Rollup, Rolldown or esbuild.',
      { remedy: 'Give the target a build command that runs one of them, or leave the strategy out.' },
    )
  }
  if (bundle.bundler === 'unknown') {
    throw new TunewrightError(
      'TARGET_UNSUPPORTED',
      'The bundler of this build is not one that says which module imports which: what a split would take along cannot be known.',
      { remedy: 'Build with webpack 4 or 5, Vite, Rollup, Rolldown or esbuild, or leave the strategy out.' },
    )
  }
  const packages = new InstalledPackages(root)
  const plugins = compilation?.options.plugins.filter(plugin => plugin.name === 'HtmlWebpackPlugin') ?? []
  const templates = plugins
    .map(plugin => plugin.options?.template?.split('!').at(-1))
    .filter(one => typeof one === 'string')
  const tree = await SourceTree.read(new ModuleGraph(bundle), workspace)
  const config = await configOf(compilation, bundle.bundler, context, workspace)
  return {
    tree,
    packages,
    bundler: bundle.bundler,
    version: bundle.bundlerVersion,
    compilation,
    codeSplitting: bundle.codeSplitting,
    moduleOutput: bundle.codeSplitting ? null : await planModuleOutput(context, tree, packages, workspace),
    config,
    namesChunks:
      bundle.bundler === 'vite' && config !== null && /\bmanualChunks\b/.test(await workspace.readText(config)),
    html: {
      pluginVersion: plugins.length > 0 ? await packages.version('html-webpack-plugin') : null,
      templates: templates.map(template => posix.normalize(template.replaceAll('\\', '/'))),
    },
  }
}

const configOf = async (
  compilation: Compilation | null,
  bundler: Project['bundler'],
  { target, baseline }: Context,
  workspace: ReadableWorkspace,
): Promise<string | null> => {
  if (compilation !== null) return findConfig(compilation, baseline.root, workspace)
  return bundler === 'vite' ? findViteConfig(await scriptsOf(target.build?.command ?? '', workspace), workspace) : null
}

/** What a command runs: with the scripts of `package.json`, where it may be one of them. */
const scriptsOf = async (command: string, workspace: ReadableWorkspace): Promise<string> => {
  const text = (await workspace.exists('package.json')) ? await workspace.readText('package.json') : '{}'
  const { scripts } = readPackage(text)
  return [command, ...Object.values(scripts).filter(script => /\bvite build\b/.test(script))].join('\n')
}

/** Own modules of the bundle whose text matches, as a path, or null. */
export const findInSources = (project: Project, pattern: RegExp): string | null => {
  for (const file of project.tree.files.values()) if (pattern.test(file.text)) return file.path
  return null
}

/** Frameworks that render the pages before browsers do, by the package that they are. */
const SERVER_RENDERERS: Readonly<Record<string, string>> = {
  next: 'Next.js',
  gatsby: 'Gatsby',
  nuxt: 'Nuxt',
  '@remix-run/react': 'Remix',
  '@react-router/dev': 'React Router’s framework',
  '@docusaurus/core': 'Docusaurus',
  astro: 'Astro',
}

const serverRenderer = async ({ packages }: Project): Promise<string | null> => {
  for (const [name, title] of Object.entries(SERVER_RENDERERS))
    if ((await packages.version(name)) !== null) return title
  return null
}

/** Why components cannot be lazy in this project at all, or null. */
export const lazyHazard = async (project: Project, workspace: ReadableWorkspace): Promise<string | null> => {
  if (typeof project.moduleOutput === 'string')
    return `what import() names is put into the same file by this build, and it is left so: ${project.moduleOutput}`
  const react = await project.packages.version('react')
  const router = await project.packages.version('vue-router')
  if (react === null && router === null)
    return 'Neither React nor vue-router is among the packages: only what they load when it is shown is handled'
  if (react !== null && semver.lt(react, '16.6.0')) return `React ${react} has no lazy components (16.6.0 has)`
  const writer = await serverRenderer(project)
  if (writer !== null)
    return `${writer} renders the pages on a server and gives each route a chunk of its own; lazy components would have to be known there too`
  const hydrated = findInSources(project, /\bhydrate(Root)?\s*\(|\bcreateSSRApp\s*\(/)
  if (hydrated)
    return `${hydrated} takes over markup that a server has rendered; lazy components would have to be known there too`
  for (const path of await workspace.list(['**/*.{js,jsx,ts,tsx,mjs,cjs}'])) {
    if (/(^|\/)(tests?|__tests__|spec|cypress|e2e|node_modules)\/|\.(test|spec|stories)\./.test(path)) continue
    if (/react-dom\/server|@?vue\/server-renderer/.test(await workspace.readText(path)))
      return `${path} renders the pages on a server`
  }
  return null
}

/** Why a build by another bundler is left as it is configured. */
export const onlyWebpack = ({ bundler }: Project): string =>
  `this is a build by ${bundler}: only webpack’s chunks of the first load are cut further`

/** Why chunks of the first load cannot be cut further, or null. */
export const initialSplitHazard = (project: Project): string | null =>
  project.compilation === null
    ? onlyWebpack(project)
    : furtherScriptHazard(project.compilation, project.html.pluginVersion)

/** Why packages and shared modules cannot get chunks of their own, or null: beside what holds for scripts, styles would go with them. */
export const chunkGroupsHazard = (project: Project): string | null =>
  initialSplitHazard(project) ?? (project.compilation && furtherSheetHazard(project.compilation))

/** Why a page cannot ask early for the chunks of what it has elements for, or null. */
export const earlyElementHazard = (project: Project): string | null => {
  const split = initialSplitHazard(project)
  if (split !== null) return split
  return semver.lt(project.html.pluginVersion ?? '0.0.0', '5.0.0')
    ? 'html-webpack-plugin before 5.0.0 does not say where the chunks will lie'
    : null
}

/** Why pages that Vite makes cannot be given a script that asks for their chunks, or null. */
const viteHazard = async ({ config, version }: Project, workspace: ReadableWorkspace): Promise<string | null> => {
  if (config === null) return 'the configuration of Vite is not a file of the project'
  if (semver.lt(semver.coerce(version) ?? '0.0.0', '5.0.0'))
    return `Vite ${version} hands pages on in another way (5.0.0 does not)`
  const based = valuesIn(config, await workspace.readText(config), 'base').find(
    ({ value, within }) => within === '' && !(value.type === 'StringLiteral' && value.value === '/'),
  )
  return based ? `${config} has the pages below a base path` : null
}

/** Why what is written into pages cannot name their files, or null. */
const pagesHazard = async (project: Project, workspace: ReadableWorkspace): Promise<string | null> => {
  const { bundler, moduleOutput } = project
  if (bundler === 'vite') return viteHazard(project, workspace)
  if (moduleOutput === null || typeof moduleOutput === 'string') return earlyElementHazard(project)
  return typeof moduleOutput.early === 'string' ? moduleOutput.early : null
}

/** Why a page cannot ask for its route's chunks early, or null. */
export const earlyChunksHazard = async (project: Project, workspace: ReadableWorkspace): Promise<string | null> => {
  const early = await pagesHazard(project, workspace)
  if (early !== null) return early
  const router = findInSources(
    project,
    /\b(HashRouter|createHashRouter|MemoryRouter|createMemoryRouter|StaticRouter|createWebHashHistory|createMemoryHistory)\b/,
  )
  if (router) return `${router} uses a router that does not go by the path of the address`
  const vueRouter = findInSources(project, /\bnew (Vue)?Router\s*\(/)
  if (vueRouter && findInSources(project, /\bmode:\s*['"]history['"]/) === null)
    return `${vueRouter} uses a router that goes by the hash of the address`
  const based = findInSources(project, /\bbasename\b\s*[=:]|\bcreateWebHistory\(\s*['"`]\/?[^'"`/]/)
  if (based) return `${based} mounts the routes below a base path`
  for (const path of await workspace.list(['**/*.{html,ejs,js,mjs,cjs,ts,json,conf,yml,yaml,toml}'])) {
    if (/(^|\/)(node_modules|tests?|__tests__)\/|package-lock\.json$/.test(path)) continue
    if (/Content-Security-Policy|contentSecurityPolicy|\bhelmet\b/i.test(await workspace.readText(path))) {
      return `${path} sets a Content Security Policy, which may forbid the inline script this needs`
    }
  }
  return null
}
