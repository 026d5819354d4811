import { basename, join, posix, relative } from 'node:path'
import { z } from 'zod'
import { isScript } from '../modules/is-script.js'
import type { EsBuild, EsModule } from './es-build.js'

const importRecord = z.looseObject({
  path: z.string(),
  kind: z.string().optional(),
  external: z.boolean().optional(),
  original: z.string().optional(),
})

/** esbuild's list of what it made (https://esbuild.github.io/api/#metafile). */
const metafile = z.looseObject({
  inputs: z.record(z.string(), z.looseObject({ imports: z.array(importRecord) })),
  outputs: z.record(
    z.string(),
    z.looseObject({
      entryPoint: z.string().optional(),
      imports: z.array(importRecord),
      inputs: z.record(z.string(), z.looseObject({ bytesInOutput: z.number() })),
    }),
  ),
})

const esbuildLine = z.looseObject({
  version: z.string(),
  mode: z.string(),
  cwd: z.string(),
  platform: z.string(),
  format: z.string(),
  splitting: z.boolean(),
  metafile,
})

/** A name with a namespace of a plugin (`env:config`), or what is left out: no file. */
export const isFile = (path: string): boolean => !/^(<|\(|[\w-]{2,}:)/.test(path)

/** What `hooks/esbuild.cjs` writes; null for what Node runs. */
export const esbuildBuild = (line: unknown): EsBuild | null => {
  const { version, mode, cwd, platform, format, splitting, metafile: made } = esbuildLine.parse(line)
  if (platform === 'node') return null
  const named = (path: string): string => (isFile(path) ? join(cwd, path) : path)
  const scripts = Object.entries(made.outputs).filter(([file]) => isScript(file))
  const common = folderOf(scripts.map(([file]) => join(cwd, file)))
  const within = (file: string): string => relative(common, join(cwd, file)).replaceAll('\\', '/')
  const modules = Object.entries(made.inputs).map(([path, { imports }]): [string, EsModule] => {
    const inside = imports.filter(({ external }) => external !== true)
    const [later, first] = [inside.filter(({ kind }) => kind === 'dynamic-import'), inside.filter(isStatic)]
    return [
      named(path),
      {
        imports: first.map(({ path: to, original }) => ({
          to: named(to),
          ...(original === undefined ? {} : { specifier: original }),
        })),
        dynamicImports: later.map(({ path: to }) => named(to)),
      },
    ]
  })
  return {
    bundler: 'esbuild',
    version,
    mode,
    cwd,
    folder: common,
    splits: splitting && format === 'esm',
    chunks: scripts.map(([file, { entryPoint, imports, inputs }]) => ({
      file: within(file),
      name: basename(file).replace(/([-.][A-Z0-9]{8})?\.[cm]?js$/, ''),
      // With splitting, what is imported later has an entry point as well.
      entry: entryPoint !== undefined && !isImportedLater(made.outputs, file),
      imports: imports.filter(isStatic).map(({ path, external }) => (external ? path : within(path))),
      bytes: new Map(Object.entries(inputs).map(([path, { bytesInOutput }]) => [named(path), bytesInOutput])),
    })),
    modules: new Map(modules),
  }
}

const isStatic = ({ kind }: z.infer<typeof importRecord>): boolean => kind !== 'dynamic-import'

const isImportedLater = (outputs: z.infer<typeof metafile>['outputs'], file: string): boolean =>
  Object.values(outputs).some(({ imports }) =>
    imports.some(({ path, kind }) => path === file && kind === 'dynamic-import'),
  )

/** The deepest folder that holds all of these files. */
const folderOf = (files: readonly string[]): string => {
  const parts = files.map(file => file.replaceAll('\\', '/').split('/').slice(0, -1))
  const [first = []] = parts
  const shared = first.findIndex((part, depth) => parts.some(other => other[depth] !== part))
  return posix.join('/', ...first.slice(0, shared === -1 ? first.length : shared))
}
