import { servedBy } from '../../../build-config/dev-server.js'
import { productionNamed } from '../config/build-environment.js'
import { esbuildOptions } from '../config/minify.js'
import {
  definedInEsbuild,
  productionDefined,
  productionInCommand,
  type Remedy,
  replacedInRollup,
} from '../config/node-env.js'
import type { Context, Project } from '../project.js'
import { mendScript, sharedScript } from './build-script.js'
import { mendEnvironment } from './environment.js'
import { leftAlone, type Mended, type Mending, mendFiles, NOT_WRITTEN_OUT } from './mending.js'
import { isWatchedByRollup, watchesItself } from './watching.js'

const SAID = 'packages are built as for production'

/** JSX that is compiled for developers calls what React has for developers alone. */
const DEVELOPMENT_JSX = /\bjsx-dev-runtime\b/

/** By what a configuration hands its own environment on to code. */
const GIVES = /['"]process\.env(\.NODE_ENV)?['"]|\bEnvironmentPlugin\b|\bnodeEnv\b/

const BY_ITSELF =
  'esbuild takes what packages have for production by itself where it minifies, unless it is told another NODE_ENV; where that happens is not written out in one place'

/** Where esbuild is given no NODE_ENV, and takes `development` for it. */
const inEsbuild = (path: string, source: string): Mended => {
  const [options, ...others] = esbuildOptions(path, source)
  if (!options || others.length > 0) return null
  const said = source.slice(options.start!, options.end!)
  const partly = /\bminify(Whitespace|Identifiers|Syntax)\b|\bplatform\b/.test(said)
  return partly ? definedInEsbuild(source, options) : null
}

/** What developers work with by the same configuration and would be changed too, or null. Vite's server gets by itself what is taken out. */
const developersBy = (
  bundler: Project['bundler'],
  context: Context,
  packageText: string,
  files: ReadonlyMap<string, string>,
): string | null => {
  if (bundler === 'vite') return null
  return bundler === 'webpack' ? servedBy(packageText, files) : sharedScript(packageText, context, files.keys())
}

/** A script that has Rollup watch, other than Rollup's own command, does not say so in the environment. */
const servesItself = (bundler: Project['bundler'], source: string): boolean =>
  bundler === 'rollup' ? /\bwatch\s*\(/.test(source) : bundler === 'esbuild' && watchesItself(source)

/**
 * What gives a build another NODE_ENV than `production`: its command, its configuration, or the environment that both go by.
 *
 * @param files what configures the build, by path
 */
export const mendNodeEnv = async (
  files: ReadonlyMap<string, string>,
  project: Project,
  context: Context,
  packageText: string,
): Promise<Mending> => {
  const { bundler } = project
  const named = mendScript(packageText, context, productionNamed)
  if (named) return { edits: [named], reason: null }
  const watched = bundler === 'rollup' && isWatchedByRollup(packageText, files)
  const remedy: Remedy =
    bundler === 'webpack' || bundler === 'vite' ? 'bundler' : watched ? 'unless-watching' : 'production'
  const shared = developersBy(bundler, context, packageText, files)
  const jsx = context.observation.bundle?.modules.find(({ path }) => DEVELOPMENT_JSX.test(path))
  const compiled = jsx
    ? `its JSX is compiled for developers as well (${jsx.path}), which production code does not run`
    : null
  const editor = (path: string, source: string): Mended => {
    const mended =
      productionDefined(path, source, remedy) ??
      (bundler === 'esbuild' ? inEsbuild(path, source) : null) ??
      (bundler === 'rollup' ? replacedInRollup(path, source, watched) : null)
    if (mended === null || 'reason' in mended) return mended
    if (compiled !== null) return { reason: compiled }
    if (shared !== null) return { reason: `${shared} goes by the same` }
    return servesItself(bundler, source)
      ? { reason: `${path} also watches or serves for developers, by the same options` }
      : mended
  }
  const command = bundler === 'esbuild' ? mendScript(packageText, context, productionInCommand) : null
  if (command !== null && compiled !== null) return leftAlone(compiled)
  return (
    mendFiles(files, editor, SAID, command) ??
    (await mendEnvironment(packageText, files, GIVES, { project, context })) ??
    leftAlone(bundler === 'esbuild' ? BY_ITSELF : NOT_WRITTEN_OUT)
  )
}
