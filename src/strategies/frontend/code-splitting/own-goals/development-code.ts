import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { minifiedLengths } from '../../../../instruments/bundle/modules/minified-length.js'
import type { BundleModule } from '../../../../model/observation.js'
import type { InstalledFiles } from '../../../build-config/installed-files.js'
import type { Context } from '../project.js'
import { guardedCode } from './guarded-code.js'

/** Code for developers that visitors load. */
export interface DevelopmentCode {
  /** Names of packages, the most bytes first. */
  readonly packages: readonly string[]
  /** About what goes of the first load's bytes without it, as a share of 0 to 1. */
  readonly share: number
}

/** Modules that are looked into, the largest first: what is smaller matters little. */
const LARGEST = 60

/** Texts of a module that must be in the output: one could be anybody's. */
const ENOUGH = 2

/** The file that a package has in place of one for developers, as it is installed; null for any other. */
const productionTwin = async (path: string, packages: InstalledFiles): Promise<string | null> => {
  if (!/\.development\.[cm]?js$/.test(path)) return null
  for (const name of ['.production.', '.production.min.']) {
    const twin = path.replace('.development.', name)
    if ((await packages.text(twin)) !== '') return twin
  }
  return null
}

/** The share of a module that goes: all that its twin doesn't have, or what it runs for developers alone and has in the output. */
const shareOf = async (
  module: BundleModule,
  context: Context,
  packages: InstalledFiles,
  outputOf: (files: readonly string[]) => Promise<string>,
): Promise<number> => {
  const twin = await productionTwin(module.path, packages)
  if (twin !== null) {
    const lengthOf = minifiedLengths(context.baseline.root)
    const [now, then] = [await lengthOf(module.path), await lengthOf(twin)]
    return Number.isFinite(now) && Number.isFinite(then) ? Math.max(0, 1 - then / now) : 0.5
  }
  const guarded = guardedCode(module.path, await packages.text(module.path))
  if (guarded === null || guarded.texts.length < ENOUGH) return 0
  const output = await outputOf(module.chunkFiles)
  return guarded.texts.filter(text => output.includes(text)).length >= ENOUGH ? guarded.share : 0
}

/**
 * What packages have for developers alone and this build ships, as NODE_ENV was not `production` when it was made: files of that name with a twin
 * for production, and texts of branches that are left out there.
 *
 * @returns null where there is nothing of the kind
 */
export const developmentCode = async (context: Context, packages: InstalledFiles): Promise<DevelopmentCode | null> => {
  const { bundle } = context.observation
  if (!bundle) return null
  const folder = join(context.baseline.root, context.target.build?.output ?? '.', bundle.outputPath)
  const texts = new Map<string, Promise<string>>()
  const outputOf = async (files: readonly string[]): Promise<string> => {
    for (const file of files)
      if (!texts.has(file))
        texts.set(
          file,
          readFile(join(folder, file), 'utf8').catch(() => ''),
        )
    return (await Promise.all(files.map(file => texts.get(file)!))).join('\n')
  }
  const first = new Set(bundle.entrypoints.flatMap(({ files }) => files))
  const bytes = new Map<string, number>()
  let early = 0
  for (const module of bundle.modules.filter(({ packageName }) => packageName !== null).slice(0, LARGEST)) {
    const gone = module.parsedSize * (await shareOf(module, context, packages, outputOf))
    if (gone === 0) continue
    bytes.set(module.packageName!, (bytes.get(module.packageName!) ?? 0) + gone)
    if (module.chunkFiles.some(file => first.has(file))) early += gone
  }
  const all = bundle.entrypoints.reduce((sum, { size }) => sum + size, 0)
  if (bytes.size === 0) return null
  return {
    packages: [...bytes].toSorted(([, a], [, b]) => b - a).map(([name]) => name),
    share: all > 0 ? Math.min(1, early / all) : 0,
  }
}
