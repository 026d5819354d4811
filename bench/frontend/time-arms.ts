import { appendFile, readFile } from 'node:fs/promises'
import { disturbed } from '../../src/experiment/disturbance.js'
import { createRandom, disturbanceLimits } from '../../src/experiment/index.js'
import type { Lab } from '../../src/instruments/lab/index.js'
import type { ServedArm } from '../../src/instruments/serving/index.js'
import { messageOf, TunewrightError } from '../../src/model/errors.js'
import type { MetricName } from '../../src/model/metrics.js'
import type { PageLoad } from '../../src/model/observation.js'
import { PROFILES } from '../../src/model/profile.js'
import type { TargetSystem } from '../../src/model/target.js'
import type { BenchOptions } from '../row.js'
import { UNTOUCHED } from './arms.js'
import type { Block, Times } from './measured.js'

/** Blocks of one load of each page in each arm. */
export const BLOCKS = 8
/** Thrown away at most in one go, before a machine counts as too busy to time anything on. */
const DISCARDED = 10

export interface TimedArms {
  readonly blocks: readonly Block[]
  readonly discarded: number
  /** Arms of which a page could not be loaded, with why. */
  readonly failed: Readonly<Record<string, string>>
}

/** A line of the file that blocks are kept in. */
type Line =
  | { readonly block: Block }
  | { readonly discarded: string }
  | { readonly arm: string; readonly failed: string }

/**
 * Loads every page in every arm in blocks, the arms in an order that is drawn anew for each page and block. A block in which the machine was
 * disturbed is thrown away whole, as in an experiment.
 * @param file what was timed is put there block by block, and gone on with
 * @throws TunewrightError PREREQUISITE_UNMET on a machine that is too busy; PAGE_BROKEN for the untouched project
 */
export const timeArms = async (
  target: TargetSystem,
  served: ReadonlyMap<string, ServedArm>,
  lab: Lab,
  file: string,
  { signal, progress }: Pick<BenchOptions, 'signal' | 'progress'>,
): Promise<TimedArms> => {
  const lines = await linesOf(file)
  const note = async (line: Line): Promise<void> => {
    lines.push(line)
    await appendFile(file, `${JSON.stringify(line)}\n`)
  }
  const usual: PageLoad[] = []
  const before = resultOf(lines).discarded
  while (true) {
    const timed = resultOf(lines)
    if (timed.blocks.length >= BLOCKS) return timed
    if (timed.discarded - before >= DISCARDED) throw tooBusy(target.name)
    progress(`${target.name}: timing, block ${timed.blocks.length + 1} of ${BLOCKS}`)
    const random = createRandom(`${target.name} ${lines.length}`)
    const names = [...served.keys()].filter(name => !(name in timed.failed))
    const loads: { arm: string; load: PageLoad }[] = []
    let failed = false
    for (const page of target.pages)
      for (const arm of random.shuffle(names)) {
        signal.throwIfAborted()
        try {
          const load = await lab.load(served.get(arm)!, page, PROFILES.mobile)
          if (load.lcp === null) throw paintsNothingLarge(page.path)
          loads.push({ arm, load })
        } catch (error) {
          if (!(error instanceof TunewrightError) || error.code !== 'PAGE_BROKEN' || arm === UNTOUCHED) throw error
          await note({ arm, failed: messageOf(error) })
          failed = true
        }
      }
    if (failed) continue
    // The first block says what is usual here.
    if (usual.length === 0) usual.push(...loads.map(({ load }) => load))
    const why = disturbed(
      loads.map(({ load }) => load),
      disturbanceLimits(usual),
    )
    await note(why === null ? { block: blockOf(loads) } : { discarded: why })
  }
}

const tooBusy = (name: string): TunewrightError =>
  new TunewrightError(
    'PREREQUISITE_UNMET',
    `The machine is too busy to time ${name}: ${DISCARDED} blocks were disturbed.`,
    {
      remedy: 'Run it again when nothing else runs: what was done is kept, and gone on with.',
    },
  )

const paintsNothingLarge = (at: string): TunewrightError =>
  new TunewrightError('PAGE_BROKEN', `${at} has no largest contentful paint.`, { remedy: 'Measure another page.' })

const linesOf = async (file: string): Promise<Line[]> => {
  const text = await readFile(file, 'utf8').catch(() => '')
  // A line without its end was being written when the run was interrupted.
  const whole = text.slice(0, text.lastIndexOf('\n') + 1)
  return whole
    .split('\n')
    .filter(line => line !== '')
    .map(line => JSON.parse(line) as Line)
}

const resultOf = (lines: readonly Line[]): TimedArms => ({
  blocks: lines.flatMap(line => ('block' in line ? [line.block] : [])),
  discarded: lines.filter(line => 'discarded' in line).length,
  failed: Object.fromEntries(lines.flatMap(line => ('failed' in line ? [[line.arm, line.failed]] : []))),
})

const blockOf = (loads: readonly { readonly arm: string; readonly load: PageLoad }[]): Block => {
  const block: Record<string, Record<string, Times>> = {}
  for (const { arm, load } of loads) block[arm] = { ...block[arm], [load.page]: timesOf(load) }
  return block
}

const timesOf = ({ metrics }: PageLoad): Times => {
  const of = (name: MetricName): number => Math.round((metrics[name] ?? 0) * 1e4) / 1e4
  return {
    lcp: of('largest-contentful-paint'),
    fcp: of('first-contentful-paint'),
    tbt: of('total-blocking-time'),
    cls: of('cumulative-layout-shift'),
  }
}
