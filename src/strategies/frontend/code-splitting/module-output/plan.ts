import { readFile } from 'node:fs/promises'
import { posix } from 'node:path'
import MagicString from 'magic-string'
import { type WrittenBuild, writtenBuilds } from '../../../../instruments/bundle/es-bundlers/written-build.js'
import { pathsWithin } from '../../../../instruments/bundle/modules/path-within.js'
import type { ReadableWorkspace } from '../../../../model/change.js'
import type { InstalledPackages } from '../../../source/packages.js'
import type { SourceTree } from '../../../source/source-tree.js'
import { ESBUILD_HELPER } from '../config/esbuild-helper.js'
import type { Context } from '../project.js'
import { functionBeyondItsBlock } from './block-functions.js'
import { type BundleNames, bundleNames } from './bundle-names.js'
import { type ConfigEdit, editConfig } from './config-edit.js'
import { esbuildHazard } from './esbuild-options.js'
import { lateHazard, lateModules } from './late-modules.js'
import { editPages } from './loading-pages.js'
import { oldBrowserHazard } from './old-browsers.js'
import { around, type Edit } from './option-edit.js'
import { otherUserHazard } from './other-users.js'
import { strictHazard } from './strict-code.js'
import { styleNameHazard } from './style-names.js'

/** What turns a build into one script into ES modules that `import()` loads from each other. */
export interface ModuleOutput {
  readonly edits: readonly { readonly path: string; readonly text: string; readonly detail: string }[]
  /** The configuration with what has pages ask early for their files, and where the helper lies that it imports; or why it cannot have that. */
  readonly early: { readonly path: string; readonly text: string; readonly helper: string } | string
  /** Modules that `import()` leads to already, and that then leave the first load. */
  readonly late: ReadonlySet<string>
}

interface Bundle {
  readonly build: WrittenBuild
  /** The script's path below what is served. */
  readonly file: string
  readonly text: string
  readonly names: BundleNames
}

const IS_MODULE = /^(es|esm|module)$/

/** The one script that the build makes for pages, or why there is none that can be turned into several. */
const findBundle = async ({ target, baseline, observation }: Context): Promise<Bundle | string> => {
  const { serve } = target
  if (serve.kind !== 'static') return 'the pages come from a service, and how they load the bundle is not known'
  if (baseline.bundleStatistics === null) return 'the build does not say how it was told to write the bundle'
  const within = await pathsWithin(posix.join(baseline.root, serve.folder))
  const builds = (await writtenBuilds(baseline.bundleStatistics))
    .filter(({ platform }) => platform !== 'node')
    .map(build => ({ build, files: build.scripts.map(within).filter(file => !file.startsWith('..')) }))
    .filter(({ files }) => files.length > 0)
  const [one] = builds
  if (one === undefined) return 'no script of its output is one that Rollup or esbuild wrote there'
  const scripts = builds.flatMap(({ files }) => files).sort()
  if (scripts.length > 1 || observation.bundle?.entrypoints.length !== 1)
    return `the build writes several scripts (${scripts.join(', ')})`
  const [file] = one.files as [string]
  const { build } = one
  if (!file.endsWith('.js')) return `${file} is not named as a script (.js)`
  if (build.platform !== 'browser') return `the bundle is built for ${build.platform}`
  if (!/^(iife|umd)$/.test(build.format) && !IS_MODULE.test(build.format))
    return `${build.format} is no format for a script tag`
  const [external] = build.externals
  if (external !== undefined) return `the bundle takes ${external} from elsewhere, which a module does not find`
  const text = await readFile(build.scripts.find(path => within(path) === file)!, 'utf8')
  return { build, file, text, names: bundleNames(file, posix.normalize(serve.folder), serve.base ?? '') }
}

/** Why the code itself could not be a module, or null: the tag that loads it, and strict code. */
const codeHazard = async ({ build, text: bundled }: Bundle, root: string): Promise<string | null> => {
  if (/\bcurrentScript\b/.test(bundled))
    return 'the bundle asks for the tag that loads it (document.currentScript), which modules have none of'
  if (IS_MODULE.test(build.format)) return null
  const within = await pathsWithin(root)
  for (const path of build.commonJs) {
    const text = await readFile(path, 'utf8').catch(() => null)
    if (text === null) return `${within(path)}, which the bundle holds, cannot be read`
    const name = functionBeyondItsBlock(path, text)
    if (name !== null)
      return `${within(path)} calls ${name} outside of the block that declares it, which strict code (modules are) does not find`
  }
  const sloppy = strictHazard(bundled)
  return sloppy === null ? null : `the bundle is not strict code, which modules are: it ${sloppy}`
}

const applied = (text: string, edits: readonly Edit[]): string => {
  const edited = new MagicString(text)
  for (const { start, end, text: by } of edits) {
    if (start === end) edited.appendLeft(start, by)
    else if (by === '') edited.remove(start, end)
    else edited.update(start, end, by)
  }
  return edited.toString()
}

/** A global that pages could use: of a bundle of Rollup that hands nothing out it holds nothing; esbuild does not say. */
const globalOf = ({ build }: Bundle): string | null =>
  build.bundler === 'rollup' && build.exports.length === 0 ? null : build.global

const targetsOf = ({ given }: WrittenBuild): readonly string[] => {
  const { target } = given
  return Array.isArray(target) ? target.map(String) : typeof target === 'string' ? target.split(',') : []
}

const inWords = (bundle: Bundle, config: ConfigEdit): string =>
  `${config.path}: ${bundle.build.bundler === 'esbuild' ? 'esbuild' : 'Rollup'} makes ES modules in several files, in place of ${bundle.file} alone`

const earlyOf = ({ path, text, edits, early }: ConfigEdit): ModuleOutput['early'] =>
  typeof early === 'string'
    ? early
    : { path, text: applied(text, [...edits, ...early]), helper: posix.join(posix.dirname(path), ESBUILD_HELPER.file) }

/**
 * How the build can make ES modules in several files in place of one script: its configuration edited, and every page that loads the script has it as a
 * module.
 *
 * @returns the edits, or why it is left as it is
 */
export const planModuleOutput = async (
  context: Context,
  tree: SourceTree,
  packages: InstalledPackages,
  workspace: ReadableWorkspace,
): Promise<ModuleOutput | string> => {
  const { automation, observation, baseline, target } = context
  const bundler = observation.bundle?.bundler
  if (bundler !== 'rollup' && bundler !== 'esbuild')
    return `only builds by Rollup and esbuild are set to make several files, and this is one by ${bundler}`
  if (automation.implementation === 'source-only') return "automation.implementation is 'source-only'"
  const bundle = await findBundle(context)
  if (typeof bundle === 'string') return bundle
  const { build, names, file, text } = bundle
  const told = build.bundler === 'esbuild' ? esbuildHazard(build.given, names.served, file) : null
  if (told !== null) return told
  const config = await editConfig(build, baseline.root, workspace)
  if (typeof config === 'string') return config
  const packageText = (await workspace.exists('package.json')) ? await workspace.readText('package.json') : '{}'
  const old = await oldBrowserHazard(packageText, config, targetsOf(build), workspace)
  if (old !== null) return old
  const folder = target.serve.kind === 'static' ? target.serve.folder : ''
  const global = globalOf(bundle)
  const loaded = {
    global,
    isModule: IS_MODULE.test(build.format),
    writes: /\bdocument\s*\.\s*write(ln)?\s*\(/.test(text),
  }
  const pages = await editPages(context, folder, names, loaded, workspace)
  if (typeof pages === 'string') return pages
  const rest = new Map([[config.path, around(config.text, config.edits)]])
  const late = lateModules(tree)
  const hazard =
    (await otherUserHazard(names, rest, new Set(pages.map(({ path }) => path)), global, workspace)) ??
    (bundler === 'rollup'
      ? await styleNameHazard(context, folder, [config.text, packageText], posix.basename(file), workspace)
      : null) ??
    (await lateHazard(tree, packages, late, bundler)) ??
    (await codeHazard(bundle, baseline.root))
  if (hazard !== null) return hazard
  return {
    edits: [
      { path: config.path, text: applied(config.text, config.edits), detail: inWords(bundle, config) },
      ...pages.map(page => ({ ...page, detail: `${page.path}: loads ${names.served} as a module` })),
    ],
    early: earlyOf(config),
    late,
  }
}
