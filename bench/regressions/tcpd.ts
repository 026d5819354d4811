import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'

/** A series of the Turing Change Point Dataset, with what its annotators marked. */
export interface AnnotatedSeries {
  readonly name: string
  readonly values: readonly (number | null)[]
  /** A list for each annotator: indices, from 0. */
  readonly annotations: readonly (readonly number[])[]
}

const series = z.object({
  name: z.string(),
  n_dim: z.number(),
  series: z.array(z.object({ raw: z.array(z.number().nullable()) })),
})
const annotations = z.record(z.string(), z.record(z.string(), z.array(z.number())))

/** Those of a folder that have one value a step. */
export async function readAnnotatedSeries(folder: string): Promise<AnnotatedSeries[]> {
  const marked = annotations.parse(await readJson(join(folder, 'annotations.json')))
  const names = (await readdir(folder)).filter(name => name.endsWith('.json') && name !== 'annotations.json').sort()
  const all = await Promise.all(names.map(async name => series.parse(await readJson(join(folder, name)))))
  return all
    .filter(({ name, n_dim }) => n_dim === 1 && marked[name] !== undefined)
    .map(({ name, series: [only] }) => ({
      name,
      values: only!.raw,
      annotations: Object.values(marked[name]!),
    }))
}

const readJson = async (file: string): Promise<unknown> => JSON.parse(await readFile(file, 'utf8'))
