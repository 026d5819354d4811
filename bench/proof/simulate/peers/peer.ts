import type { MetricName } from '../../../../src/model/metrics.js'
import type { SimulatedBlock } from '../block-stream.js'

/** How others decide whether a change is to be kept, on the same blocks. */
export interface Peer {
  readonly name: string
  decide(blocks: Iterator<SimulatedBlock, never>): PeerVerdict
}

export interface PeerVerdict {
  readonly kept: boolean
  /** Blocks that it took. */
  readonly blocks: number
}

/** What the rules of others are asked about: LCP better, and none of the rest worse. */
export const LCP: MetricName = 'largest-contentful-paint'
export const OTHERS: readonly MetricName[] = [
  'first-contentful-paint',
  'load-time',
  'main-thread-time',
  'cumulative-layout-shift',
]

export interface TwoArms {
  readonly baseline: readonly number[]
  readonly candidate: readonly number[]
}

/** Blocks taken so far, by metric. */
export class Taken {
  readonly #blocks: SimulatedBlock[] = []
  readonly #source: Iterator<SimulatedBlock, never>

  constructor(source: Iterator<SimulatedBlock, never>) {
    this.#source = source
  }

  upTo(count: number): void {
    while (this.#blocks.length < count) this.#blocks.push(this.#source.next().value)
  }

  get count(): number {
    return this.#blocks.length
  }

  of(metric: MetricName): TwoArms {
    const pairs = this.#blocks.map(block => block[metric]).filter(pair => pair !== undefined)
    return { baseline: pairs.map(([baseline]) => baseline), candidate: pairs.map(([, candidate]) => candidate) }
  }
}
