import type { Random } from '../../../src/experiment/index.js'
import { type MetricName, metric } from '../../../src/model/metrics.js'
import type { RecordedPage } from '../recorded-blocks.js'

/**
 * What a candidate truly changes: the log of the ratio, or for metrics compared by differences what is added. In each load, or only in a `share` of them.
 */
export type TrueEffects = Readonly<
  Partial<Record<MetricName, number | { readonly effect: number; readonly share: number }>>
>

/** One block of a simulated comparison: `[baseline, candidate]` by metric. */
export type SimulatedBlock = Readonly<Partial<Record<MetricName, readonly [number, number]>>>

/** How blocks are drawn. */
export interface StreamOptions {
  readonly page: RecordedPage
  readonly effects: TrueEffects
  /** Standard deviation of an instance's own factor on all its times (log): a process, a port, a browser are one draw. */
  readonly instanceDrift: number
  /** Blocks after which both arms get new instances; 1: in each block, as Tunewright does. */
  readonly blocksPerInstance: number
  readonly random: Random
}

/** Blocks that follow each other in the recording stay together in runs of this length: what drifts slowly drifts here as well. */
const RUN = 2

/**
 * Endless blocks, drawn from recorded ones of identical arms by a circular block bootstrap (Politis & Romano, 1992). Which arm is which is tossed for each
 * run, so that the effect put in is the only difference there is.
 */
export function* blockStream(o: StreamOptions): Generator<SimulatedBlock, never> {
  const { page, random } = o
  const drift = (): number => o.instanceDrift * random.normal()
  let instances = { baseline: drift(), candidate: drift() }
  for (let block = 0, at = 0, swapped = false; ; block++) {
    if (block % RUN === 0) {
      at = random.integer(page.blocks.length)
      swapped = random.coin()
    }
    if (block > 0 && block % o.blocksPerInstance === 0) instances = { baseline: drift(), candidate: drift() }
    const { values } = page.blocks[(at + (block % RUN)) % page.blocks.length]!
    yield Object.fromEntries(
      (Object.entries(values) as [MetricName, [number, number]][]).map(([name, [one, other]]) => {
        const [baseline, candidate] = swapped ? [other, one] : [one, other]
        const truth = o.effects[name] ?? 0
        const effect = typeof truth === 'number' ? truth : random.uniform() < truth.share ? truth.effect : 0
        if (metric(name).comparison === 'difference') return [name, [baseline, Math.max(0, candidate + effect)]]
        return [name, [baseline * Math.exp(instances.baseline), candidate * Math.exp(instances.candidate + effect)]]
      }),
    )
  }
}
