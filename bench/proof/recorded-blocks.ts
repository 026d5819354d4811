import { readdir, readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { z } from 'zod'
import type { MetricName } from '../../src/model/metrics.js'

/** One metric of a block: what each of two identical arms had. */
const values = z.record(z.string(), z.tuple([z.number(), z.number()]))

const recordedPage = z.strictObject({
  page: z.string(),
  profile: z.enum(['mobile', 'desktop']),
  /** e.g. `2 cores, Linux, Chromium 147` */
  machine: z.string(),
  /** Looking at both arms before the first block, ms. */
  looking: z.number().positive(),
  blocks: z.array(
    z.strictObject({
      /** From the start of the block to its end: serving both arms, a fresh browser, all loads. */
      milliseconds: z.number().positive(),
      /** `[baseline, candidate]` by metric. */
      values,
    }),
  ),
})

/** Blocks of identical arms, as they were measured one after another on one page. */
export type RecordedPage = z.infer<typeof recordedPage>
export type RecordedBlock = RecordedPage['blocks'][number]
export type RecordedValues = Readonly<Partial<Record<MetricName, readonly [number, number]>>>

/** @throws where a file is not what `writeRecordedPage` writes */
export async function readRecordedPages(folder: string): Promise<readonly RecordedPage[]> {
  const files = (await readdir(folder)).filter(name => name.endsWith('.json')).sort()
  return Promise.all(
    files.map(async name => recordedPage.parse(JSON.parse(await readFile(path.join(folder, name), 'utf8')))),
  )
}

/** A line for each block, so that what changed can be read. */
export async function writeRecordedPage(folder: string, { blocks, ...page }: RecordedPage): Promise<void> {
  const head = JSON.stringify(page).slice(0, -1)
  const lines = blocks.map(block => `    ${JSON.stringify(block)}`).join(',\n')
  await writeFile(path.join(folder, `${page.page}.json`), `${head},\n  "blocks": [\n${lines}\n  ]\n}\n`)
}
