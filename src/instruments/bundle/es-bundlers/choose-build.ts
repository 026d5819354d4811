import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { isScript } from '../modules/is-script.js'
import { pathsWithin } from '../modules/path-within.js'
import { type StatisticsLine, unreadable } from '../statistics-lines.js'
import type { EsBuild } from './es-build.js'
import { esbuildBuild } from './esbuild-build.js'
import { rollupBuild } from './rollup-build.js'

/** A build whose scripts lie in the output. */
export interface PlacedBuild {
  readonly build: EsBuild
  /** Where they lie, absolute: where they were written, or where a later step put them. */
  readonly folder: string
  /** By the files' paths in that folder. */
  readonly texts: ReadonlyMap<string, Buffer>
}

const parsed = (lines: readonly StatisticsLine[], statsFile: string): EsBuild[] => {
  try {
    return lines.flatMap(line => {
      if (line.tool === 'webpack') return []
      return (line.tool === 'esbuild' ? esbuildBuild(line) : rollupBuild(line)) ?? []
    })
  } catch (error) {
    throw unreadable(statsFile, error)
  }
}

/** Packages that are left to be found at run time are found by Node, not by browsers. */
const isForBrowsers = ({ chunks }: EsBuild): boolean => {
  const files = new Set(chunks.map(({ file }) => file))
  return !chunks.some(({ imports }) => imports.some(one => !files.has(one) && !/^([a-z]+:\/\/|\.{0,2}\/)/.test(one)))
}

const place = async (build: EsBuild, outputFolder: string): Promise<PlacedBuild | null> => {
  const inOutput = !/^\.\.(\/|$)/.test((await pathsWithin(outputFolder))(build.folder))
  for (const folder of inOutput ? [build.folder, outputFolder] : [outputFolder]) {
    const texts = new Map<string, Buffer>()
    for (const { file } of build.chunks) {
      const text = isScript(file) ? await readFile(join(folder, file)).catch(() => null) : null
      if (text !== null) texts.set(file, text)
    }
    if (texts.size > 0) return { build, folder, texts }
  }
  return null
}

const bytesOf = ({ texts }: PlacedBuild): number => [...texts.values()].reduce((sum, { length }) => sum + length, 0)

/**
 * The build that makes what browsers load: of those whose scripts lie in the output, the one with the most JavaScript, and of one that was written
 * twice (for old browsers and for new ones) the one in ES modules.
 *
 * @returns null where none was made for browsers
 */
export const chooseBuild = async (
  lines: readonly StatisticsLine[],
  statsFile: string,
  outputFolder: string,
): Promise<PlacedBuild | null> => {
  const placed = await Promise.all(
    parsed(lines, statsFile)
      .filter(isForBrowsers)
      .map(build => place(build, outputFolder)),
  )
  const legacy = ({ build }: PlacedBuild): number => (build.chunks.some(({ file }) => /-legacy[-.]/.test(file)) ? 1 : 0)
  return (
    placed.filter(one => one !== null).toSorted((a, b) => legacy(a) - legacy(b) || bytesOf(b) - bytesOf(a))[0] ?? null
  )
}
