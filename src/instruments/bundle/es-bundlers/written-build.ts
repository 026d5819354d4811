import { join, resolve } from 'node:path'
import { z } from 'zod'
import { isScript } from '../modules/is-script.js'
import { type StatisticsLine, statisticsLines, unreadable } from '../statistics-lines.js'
import { isFile } from './esbuild-build.js'

/** What one run of Rollup or esbuild wrote, and how it was told to. Paths are absolute. */
export interface WrittenBuild {
  readonly bundler: 'rollup' | 'esbuild'
  readonly version: string
  /** The program that ran, with its arguments. */
  readonly argv: readonly string[]
  readonly cwd: string
  /** As the bundler names it: `iife`, `esm`. */
  readonly format: string
  readonly platform: string
  /** Scripts that it wrote. */
  readonly scripts: readonly string[]
  /** What these import, or ask for, without its being among them. */
  readonly externals: readonly string[]
  /** Names that an entry hands out; of esbuild only where it writes ES modules. */
  readonly exports: readonly string[]
  /** The global that a classic script hands its exports out by; null where none was named. */
  readonly global: string | null
  /** esbuild's options by name; null for those whose value is not a text, a truth value or a list of texts. None of Rollup. */
  readonly given: Readonly<Record<string, unknown>>
  /** Modules of CommonJS, as far as the bundler tells: by what a script without `import` and `export` runs as. */
  readonly commonJs: readonly string[]
}

const rollupLine = z.looseObject({
  bundler: z.string(),
  version: z.string(),
  argv: z.array(z.string()),
  cwd: z.string(),
  folder: z.string(),
  format: z.string(),
  global: z.string().optional(),
  chunks: z.array(
    z.looseObject({
      file: z.string(),
      entry: z.boolean(),
      imports: z.array(z.string()),
      exports: z.array(z.string()).default([]),
    }),
  ),
})

const esbuildLine = z.looseObject({
  version: z.string(),
  argv: z.array(z.string()),
  cwd: z.string(),
  platform: z.string(),
  format: z.string(),
  given: z.record(z.string(), z.unknown()).default({}),
  metafile: z.looseObject({
    inputs: z.record(z.string(), z.looseObject({ format: z.string().optional() })),
    outputs: z.record(
      z.string(),
      z.looseObject({
        entryPoint: z.string().optional(),
        exports: z.array(z.string()).default([]),
        imports: z.array(z.looseObject({ path: z.string(), external: z.boolean().optional() })),
      }),
    ),
  }),
})

const ofRollup = (line: unknown): WrittenBuild => {
  const { version, argv, cwd, folder, format, global = null, chunks } = rollupLine.parse(line)
  const files = new Set(chunks.map(({ file }) => file))
  return {
    bundler: 'rollup',
    version,
    argv,
    cwd,
    format,
    platform: 'browser',
    scripts: chunks.map(({ file }) => resolve(folder, file)),
    externals: chunks.flatMap(({ imports }) => imports.filter(one => !files.has(one))),
    exports: chunks.filter(({ entry }) => entry).flatMap(({ exports }) => exports),
    global,
    given: {},
    commonJs: [],
  }
}

const ofEsbuild = (line: unknown): WrittenBuild => {
  const { version, argv, cwd, platform, format, given, metafile } = esbuildLine.parse(line)
  const scripts = Object.entries(metafile.outputs).filter(([file]) => isScript(file))
  return {
    bundler: 'esbuild',
    version,
    argv,
    cwd,
    format,
    platform,
    scripts: scripts.map(([file]) => join(cwd, file)),
    externals: scripts.flatMap(([, { imports }]) => imports.filter(one => one.external).map(({ path }) => path)),
    exports: scripts.flatMap(([, one]) => (one.entryPoint === undefined ? [] : one.exports)),
    global: typeof given.globalName === 'string' ? given.globalName : null,
    given,
    commonJs: Object.entries(metafile.inputs).flatMap(([path, one]) =>
      one.format === 'cjs' && isFile(path) ? [join(cwd, path)] : [],
    ),
  }
}

const parsed = (line: StatisticsLine): readonly WrittenBuild[] => {
  if (line.tool === 'esbuild') return [ofEsbuild(line)]
  return line.tool === 'rollup' && line.bundler === 'rollup' ? [ofRollup(line)] : []
}

/**
 * Every run of Rollup and esbuild that a build had, in their order: also those for Node, and those that wrote elsewhere. Builds by Vite are its own.
 * @throws TunewrightError BUILD_FAILED where the statistics are damaged
 */
export const writtenBuilds = async (statsFile: string): Promise<readonly WrittenBuild[]> => {
  const lines = await statisticsLines(statsFile)
  try {
    return lines.flatMap(parsed)
  } catch (error) {
    throw unreadable(statsFile, error)
  }
}
