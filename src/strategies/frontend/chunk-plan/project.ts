import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { brotliCompress, constants } from 'node:zlib'
import { isScript } from '../../../instruments/bundle/modules/is-script.js'
import { type Compilation, readCompilation } from '../../../instruments/bundle/webpack/compilation.js'
import type { ActuatorContext } from '../../../model/actuator.js'
import type { ReadableWorkspace } from '../../../model/change.js'
import { TunewrightError } from '../../../model/errors.js'
import type { BundleObservation } from '../../../model/observation.js'
import { withoutQuery } from '../../../model/pathname.js'
import { readPackage } from '../../build-config/dev-server.js'
import { findConfig, findViteConfig } from '../../build-config/find-config.js'
import { InstalledFiles } from '../../build-config/installed-files.js'

export type Context = ActuatorContext<'chunk-plan'>

/** The project as this strategy sees it. */
export interface Project {
  readonly bundle: BundleObservation
  /** webpack's own account of the build; null where another bundler made it. */
  readonly compilation: Compilation | null
  /** Path of the bundler's configuration, or null where it is no file of the project. */
  readonly config: string | null
  /** Of html-webpack-plugin, where it makes the pages. */
  readonly htmlPlugin: string | null
}

/** What a command runs: with the scripts of `package.json`, where it may be one of them. */
const scriptsOf = async (command: string, workspace: ReadableWorkspace): Promise<string> => {
  const text = (await workspace.exists('package.json')) ? await workspace.readText('package.json') : '{}'
  const { scripts } = readPackage(text)
  return [command, ...Object.values(scripts).filter(script => /\bvite build\b/.test(script))].join('\n')
}

/** @throws TunewrightError TARGET_UNSUPPORTED where no bundler that is read made anything for browsers. */
export const readProject = async (context: Context, workspace: ReadableWorkspace): Promise<Project> => {
  const { bundle } = context.observation
  const { bundleStatistics, root } = context.baseline
  if (!bundle) {
    throw new TunewrightError('TARGET_UNSUPPORTED', 'A chunk plan needs a build for browsers by webpack 5 or Vite.', {
      remedy: 'Give the target a build command that runs one of them, or leave the strategy out.',
    })
  }
  const compilation = bundleStatistics === null ? null : await readCompilation(bundleStatistics)
  const config =
    compilation !== null
      ? await findConfig(compilation, root, workspace)
      : bundle.bundler === 'vite'
        ? await findViteConfig(await scriptsOf(context.target.build?.command ?? '', workspace), workspace)
        : null
  const makesPages = compilation?.options.plugins.some(plugin => plugin.name === 'HtmlWebpackPlugin') ?? false
  const htmlPlugin = makesPages ? await new InstalledFiles(root).version('html-webpack-plugin') : null
  return { bundle, compilation, config, htmlPlugin }
}

const compressed = promisify(brotliCompress)

/** What each script file of the build weighs, compressed as files are served. */
export const weighFiles = async (
  { target, baseline }: Pick<Context, 'target' | 'baseline'>,
  bundle: BundleObservation,
): Promise<ReadonlyMap<string, { readonly compressed: number }>> => {
  const folder = join(baseline.root, target.build?.output ?? '.', bundle.outputPath)
  const files = [...new Set(bundle.chunks.flatMap(chunk => chunk.files).filter(isScript))]
  const weigh = async (file: string) => {
    const text = await readFile(join(folder, withoutQuery(file))).catch(() => Buffer.alloc(0))
    const { length } = await compressed(text, { params: { [constants.BROTLI_PARAM_QUALITY]: 9 } })
    return [file, { compressed: text.length === 0 ? 0 : length }] as const
  }
  return new Map(await Promise.all(files.map(weigh)))
}
