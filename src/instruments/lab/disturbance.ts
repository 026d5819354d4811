import { readFileSync } from 'node:fs'
import { loadavg } from 'node:os'
import { type IntervalHistogram, monitorEventLoopDelay } from 'node:perf_hooks'
import type { PageLoad } from '../../model/observation.js'

const RESOLUTION = 5

/** Watches this machine for the length of a load: signals that know nothing of the arm, for discarding blocks blindly. */
export class DisturbanceWatch {
  readonly #histogram: IntervalHistogram
  readonly #before = cpuTicks()

  constructor() {
    this.#histogram = monitorEventLoopDelay({ resolution: RESOLUTION })
    this.#histogram.enable()
  }

  /**
   * @returns timerJitter: 99th percentile of how late our timers fired, ms; steal: share of CPU time that the hypervisor
   * gave to others (0 where the system does not tell); loadAverage: of the last minute
   */
  stop(): PageLoad['disturbance'] {
    this.#histogram.disable()
    const after = cpuTicks()
    const total = after.total - this.#before.total
    return {
      timerJitter: Math.max(0, this.#histogram.percentile(99) / 1e6 - RESOLUTION),
      steal: total > 0 ? (after.steal - this.#before.steal) / total : 0,
      loadAverage: loadavg()[0] ?? 0,
    }
  }
}

const cpuTicks = (): { total: number; steal: number } => {
  try {
    const [, ...fields] = readFileSync('/proc/stat', 'utf8').split('\n')[0]!.split(/\s+/)
    const ticks = fields.map(Number)
    return { total: ticks.slice(0, 8).reduce((sum, value) => sum + value, 0), steal: ticks[7] ?? 0 }
  } catch {
    return { total: 0, steal: 0 } // not Linux
  }
}
