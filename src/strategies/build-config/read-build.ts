import { pathsWithin } from '../../instruments/bundle/modules/path-within.js'
import { type Compilation, readCompilation } from '../../instruments/bundle/webpack/compilation.js'
import type { BuiltArm, ReadableWorkspace } from '../../model/change.js'
import { TunewrightError } from '../../model/errors.js'
import type { BundleObservation, Observation } from '../../model/observation.js'
import type { TargetSystem } from '../../model/target.js'
import { BABEL_FILES } from './babel-presets.js'
import { readPackage } from './dev-server.js'
import { findConfig, findViteConfig } from './find-config.js'

/** Files in which builds by other bundlers than webpack and Vite are configured, or written out. */
const BUILD_FILES = ['*.{js,cjs,mjs,ts,mts}', '{scripts,build,tools,config,bin}/*.{js,cjs,mjs,ts,mts}']

/** A build as its configuration has it: whichever bundler ran, and the files of the project that told it how. */
export interface BuildConfiguration {
  readonly bundle: BundleObservation
  /** webpack's own account of the build; null where another bundler made it. */
  readonly compilation: Compilation | null
  /** Texts of the files that the bundler is configured by, by path: the main one first. */
  readonly configs: ReadonlyMap<string, string>
  /** `{}` where there is none. */
  readonly packageText: string
}

interface Built {
  readonly target: TargetSystem
  readonly observation: Observation
  readonly baseline: BuiltArm
}

const configPaths = async (
  { target, baseline }: Built,
  { bundler }: BundleObservation,
  compilation: Compilation | null,
  packageText: string,
  workspace: ReadableWorkspace,
): Promise<readonly string[]> => {
  if (compilation !== null) {
    const within = await pathsWithin(baseline.root)
    const main = await findConfig(compilation, baseline.root, workspace)
    const parts = compilation.loadedFiles
      .map(within)
      .filter(path => /webpack|config/.test(path) && !path.startsWith('..'))
    return [...(main === null ? [] : [main]), ...parts]
  }
  if (bundler !== 'vite') return workspace.list(BUILD_FILES)
  const scripts = Object.values(readPackage(packageText).scripts).filter(script => /\bvite build\b/.test(script))
  const main = await findViteConfig([target.build?.command ?? '', ...scripts].join('\n'), workspace)
  return main === null ? [] : [main]
}

/**
 * @param purpose what the caller asks of builds, for the error: `Syntax targets are those of`
 * @throws TunewrightError TARGET_UNSUPPORTED where no bundler that is read made anything for browsers.
 */
export const readBuildConfiguration = async (
  built: Built,
  workspace: ReadableWorkspace,
  purpose: string,
): Promise<BuildConfiguration> => {
  const { bundle } = built.observation
  if (!bundle) {
    throw new TunewrightError(
      'TARGET_UNSUPPORTED',
      `${purpose} a build for browsers by webpack 4 or 5, Vite, Rollup, Rolldown or esbuild.`,
      { remedy: 'Give the target a build command that runs one of them, or leave the strategy out.' },
    )
  }
  const { bundleStatistics } = built.baseline
  const compilation = bundleStatistics === null ? null : await readCompilation(bundleStatistics)
  const packageText = (await workspace.exists('package.json')) ? await workspace.readText('package.json') : '{}'
  const configs = new Map<string, string>()
  for (const path of await configPaths(built, bundle, compilation, packageText, workspace)) {
    if (!configs.has(path) && (await workspace.exists(path))) configs.set(path, await workspace.readText(path))
  }
  return { bundle, compilation, configs, packageText }
}

/** Texts of what configures the build's compilers, by path: files of Babel's own, and those that the build is configured by. */
export const compilerTexts = async (
  { configs, packageText }: BuildConfiguration,
  workspace: ReadableWorkspace,
): Promise<ReadonlyMap<string, string>> => {
  const texts = new Map([['package.json', packageText]])
  for (const path of BABEL_FILES) {
    if (!texts.has(path) && (await workspace.exists(path))) texts.set(path, await workspace.readText(path))
  }
  for (const [path, text] of configs) if (!texts.has(path)) texts.set(path, text)
  return texts
}
