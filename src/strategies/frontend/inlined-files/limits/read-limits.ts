import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { glob } from 'tinyglobby'
import type { ActuatorContext } from '../../../../model/actuator.js'
import type { ReadableWorkspace } from '../../../../model/change.js'
import { filesRun, readBuildCommand } from '../../../build-config/build-command.js'
import { InstalledFiles } from '../../../build-config/installed-files.js'
import type { BuildConfiguration } from '../../../build-config/read-build.js'
import { inlinedFiles } from '../data-urls.js'
import { type BuiltInto, esbuildCommandLimits, esbuildLimits } from './esbuild.js'
import { type Limits, NO_LIMITS, refused, together } from './limit.js'
import { placesOf } from './places.js'
import { pluginUrlLimits } from './plugin-url.js'
import { rolldownRefusals } from './rolldown.js'
import { scriptsOf } from './scripts.js'
import { urlLoaderLimits } from './url-loader.js'
import { viteCommandLimits, viteLimits } from './vite.js'
import { webpackAddressHazard, webpackLimits } from './webpack.js'

type Context = ActuatorContext<'inlined-files'>

const SCRIPTS = ['**/*.{js,cjs,mjs,ts,mts}']

/** The configurations among all that look like some that the build runs; all of them where it runs none of the project's own. */
const configsRun = async (
  { configs, packageText }: BuildConfiguration,
  command: string | undefined,
  workspace: ReadableWorkspace,
): Promise<ReadonlyMap<string, string>> => {
  const all = new Set(await workspace.list(SCRIPTS))
  const run = filesRun(readBuildCommand(command, packageText), path => all.has(path))
  if (run.length === 0) return configs
  return new Map(await Promise.all(run.map(async path => [path, await workspace.readText(path)] as const)))
}

const builtInto = async (folder: string): Promise<BuiltInto> => {
  const read = async (ending: string) => {
    const files = await glob([`**/*.${ending}`], { cwd: folder, ignore: ['**/node_modules/**'] })
    const texts = await Promise.all(files.sort().map(file => readFile(join(folder, file), 'utf8')))
    return texts.flatMap(inlinedFiles)
  }
  return { scripts: await read('{js,mjs,cjs}'), sheets: await read('css') }
}

const ofWebpack = async ({ configs, compilation }: BuildConfiguration, root: string): Promise<Limits> => {
  const packages = new InstalledFiles(root)
  const isInstalled = async (name: string): Promise<boolean> => (await packages.version(name)) !== null
  const all = await Promise.all(
    [...configs].map(async ([path, text]) =>
      together([webpackLimits(path, text), await urlLoaderLimits(path, text, isInstalled)]),
    ),
  )
  const said = together(all)
  const hazard = webpackAddressHazard(compilation?.options.output.publicPath)
  const [first] = said.limits
  if (hazard === null || first === undefined) return said
  return together([{ limits: [], refusals: said.refusals }, refused(first.replacement.path, hazard)])
}

/** What the configuration of a build says of files in the code, with the edits that end it. */
export const readLimits = async (
  build: BuildConfiguration,
  { target, baseline }: Context,
  workspace: ReadableWorkspace,
): Promise<Limits> => {
  const { bundle, configs, packageText } = build
  const command = target.build?.command
  const scripts = scriptsOf(packageText, readBuildCommand(command, packageText).scripts)
  const each = (from: ReadonlyMap<string, string>, read: (path: string, text: string) => Limits): Limits =>
    together([...from].map(([path, text]) => read(path, text)))
  const places = placesOf(target, bundle.outputPath)
  switch (bundle.bundler) {
    case 'vite':
      return together([each(configs, viteLimits), viteCommandLimits(scripts)])
    case 'webpack':
      return ofWebpack(build, baseline.root)
    case 'rollup':
    case 'rolldown': {
      const run = await configsRun(build, command, workspace)
      return together([each(run, (path, text) => pluginUrlLimits(path, text, places)), each(run, rolldownRefusals)])
    }
    case 'esbuild': {
      const output = { ...places, built: await builtInto(join(baseline.root, places.output)) }
      const run = await configsRun(build, command, workspace)
      return together([
        each(run, (path, text) => esbuildLimits(path, text, output)),
        esbuildCommandLimits(scripts, output),
      ])
    }
    default:
      return NO_LIMITS
  }
}
