import os from 'node:os'
import { fileURLToPath } from 'node:url'
import { type Arms, createRandom, disturbanceLimits, runBlock, runExperiment } from '../../src/experiment/index.js'
import { type Lab, STOP_RULE } from '../../src/instruments/lab/index.js'
import type { PairedSample } from '../../src/model/experiment.js'
import type { MetricName } from '../../src/model/metrics.js'
import type { Bench, BenchOptions } from '../row.js'
import { withFolder } from '../with-folder.js'
import { withLab } from '../with-lab.js'
import { copiedArm } from './copied-arm.js'
import { type RecordedBlock, type RecordedPage, writeRecordedPage } from './recorded-blocks.js'
import { PROOF_PAGES, type ProofPage, type ProofSite, serveSite } from './sites/index.js'

/** Blocks of each page. */
const BLOCKS = 30
/** What the decisions look at; the rest of what a load measures would only make files large. */
const KEPT: readonly MetricName[] = [
  'first-contentful-paint',
  'largest-contentful-paint',
  'cumulative-layout-shift',
  'total-blocking-time',
  'main-thread-time',
  'load-time',
]

export const RECORDED = fileURLToPath(new URL('recorded', import.meta.url))

/** Not a comparison: what `proof` draws its blocks from, measured on the machine at hand. */
export const recordBench: Bench = {
  name: 'proof-record',
  title: 'Records blocks of two identical arms on seven unlike pages: what `proof` simulates sessions from',
  data: 'the folder to write to; without it, the recorded blocks of the bench `proof` are replaced',
  async run(options) {
    const folder = options.data ?? RECORDED
    return withLab(options.signal, async lab => {
      const notes: string[] = []
      for (const page of PROOF_PAGES) {
        const recorded = await recordPage(page, lab, options)
        await writeRecordedPage(folder, recorded)
        notes.push(`${page.name}: ${recorded.blocks.length} blocks`)
      }
      return { rows: [], notes }
    })
  },
}

const recordPage = (page: ProofPage, lab: Lab, options: BenchOptions): Promise<RecordedPage> =>
  withFolder(folder =>
    page.with(folder, lab, options, async site => {
      const arms = await copiedArm(site, folder, null)
      const looking = await lookAtBoth(site, arms, lab, options)
      const blocks = await recordBlocks(page, site, arms, lab, options)
      const machine = `${os.availableParallelism()} cores, ${os.platform()}, Chromium ${lab.browserVersion.split('.')[0]}`
      return { page: page.name, profile: 'mobile', machine, looking, blocks }
    }),
  )

/** @returns how long everything takes that comes before the first block, ms */
async function lookAtBoth(site: ProofSite, arms: Arms, lab: Lab, { signal }: BenchOptions): Promise<number> {
  const started = performance.now()
  let looked = started
  await runExperiment({
    target: site.target,
    profiles: ['mobile'],
    arms,
    lab,
    serve: serveSite(site, signal),
    criteria: [],
    rollbackTriggers: [],
    constraints: [],
    alpha: 0.002,
    maxBlocks: 4,
    deadline: 0,
    seed: 'looking',
    signal,
    beforeTimedBlocks: async () => {
      looked = performance.now()
    },
  })
  return Math.round(looked - started)
}

async function recordBlocks(
  page: ProofPage,
  site: ProofSite,
  arms: Arms,
  lab: Lab,
  { signal, progress }: BenchOptions,
): Promise<RecordedBlock[]> {
  const random = createRandom(page.name)
  const blocks: RecordedBlock[] = []
  for (let tried = 0; blocks.length < BLOCKS && tried < 2 * BLOCKS; tried++) {
    signal.throwIfAborted()
    const started = performance.now()
    const { samples, discarded, breakages } = await runBlock({
      lab,
      serve: serveSite(site, signal),
      arms,
      places: site.target.pages.map(one => ({ page: one, profile: 'mobile' as const, quiet: STOP_RULE.quiet })),
      random,
      block: blocks.length,
      limits: disturbanceLimits(),
      seen: { baseline: [], candidate: [] },
      signal,
    })
    if (breakages.length > 0) throw new Error(`${page.name}: ${breakages[0]!.message}`)
    if (discarded !== undefined) {
      progress(`${page.name}: a block was thrown away: ${discarded}`)
      continue
    }
    blocks.push({ milliseconds: Math.round(performance.now() - started), values: valuesOf(samples) })
    progress(`${page.name}: block ${blocks.length} of ${BLOCKS}`)
  }
  return blocks
}

const valuesOf = (samples: readonly PairedSample[]): RecordedBlock['values'] =>
  Object.fromEntries(
    samples
      .filter(({ metric }) => KEPT.includes(metric))
      .map(({ metric, baseline, candidate }) => [metric, [round(baseline), round(candidate)]]),
  )

/** What instruments resolve is far above this. */
const round = (value: number): number => Math.round(value * 1e4) / 1e4
