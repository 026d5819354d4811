import { z } from 'zod'
import type { EsBuild } from './es-build.js'

const rollupLine = z.looseObject({
  bundler: z.enum(['rollup', 'rolldown', 'vite']),
  version: z.string(),
  mode: z.string(),
  argv: z.array(z.string()).default([]),
  cwd: z.string(),
  folder: z.string(),
  format: z.string(),
  oneFile: z.boolean(),
  chunks: z.array(
    z.object({
      file: z.string(),
      name: z.string(),
      entry: z.boolean(),
      imports: z.array(z.string()),
      dynamicImports: z.array(z.string()),
      modules: z.array(z.tuple([z.string(), z.number()])),
    }),
  ),
  modules: z.array(z.object({ id: z.string(), imports: z.array(z.string()), dynamicImports: z.array(z.string()) })),
})

/** Formats in which a file can load another. */
const SPLITS = /^(es|esm|module|system|systemjs|amd)$/

/** What `hooks/rollup.cjs` writes. */
export const rollupBuild = (line: unknown): EsBuild => {
  const { bundler, version, mode, argv, cwd, folder, format, oneFile, chunks, modules } = rollupLine.parse(line)
  return {
    bundler,
    version,
    mode,
    argv,
    cwd,
    folder,
    splits: !oneFile && SPLITS.test(format),
    chunks: chunks.map(({ file, name, entry, imports, modules: contained }) => ({
      file,
      name,
      entry,
      imports,
      bytes: new Map(contained),
    })),
    modules: new Map(
      modules.map(({ id, imports, dynamicImports }) => [id, { imports: imports.map(to => ({ to })), dynamicImports }]),
    ),
  }
}
