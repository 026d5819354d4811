import { availableParallelism, loadavg } from 'node:os'
import type { PageLoad } from '../model/observation.js'
import { median } from '../system/median.js'

/** Above any of these a block is thrown away whole. Fixed before the first block; they know nothing of the arms. */
export type DisturbanceLimits = PageLoad['disturbance']

/**
 * Steal is let be up to a third: it explains a tenth of how FCP varies (docs/lab.md), while a block less costs much where there are few: for bounds as they are asked for here, Student's
 * quantile of three blocks is nearly four times that of eight.
 */
const DEFAULT_LIMITS: DisturbanceLimits = { timerJitter: 100, steal: 0.35, loadAverage: 4 * availableParallelism() }

/** How much more than usual is a disturbance. */
const UNUSUAL = 3

/** The limits for this machine, from loads made before the experiment (none: the defaults). */
export function disturbanceLimits(usual: readonly PageLoad[] = []): DisturbanceLimits {
  const limit = (signal: keyof DisturbanceLimits) =>
    usual.length === 0
      ? DEFAULT_LIMITS[signal]
      : Math.max(DEFAULT_LIMITS[signal], UNUSUAL * median(usual.map(load => load.disturbance[signal])))
  return { timerJitter: limit('timerJitter'), steal: limit('steal'), loadAverage: limit('loadAverage') }
}

/** In which the system's load average forgets all but a third of what was, ms. */
const MEMORY = 60_000

/**
 * Limits for blocks that begin where much was looked at at once: what the average still holds of that is our own doing, and over.
 * @returns the limits as they are at a moment from now on
 */
export function afterOwnWork(limits: DisturbanceLimits): () => DisturbanceLimits {
  const [load = 0] = loadavg()
  const since = Date.now()
  return () => ({
    ...limits,
    loadAverage: limits.loadAverage + load * Math.exp(-(Date.now() - since) / MEMORY),
  })
}

/** Why a block is thrown away, or null: by the worst signal over all its loads, whichever arm they were of. */
export function disturbed(loads: readonly PageLoad[], limits: DisturbanceLimits): string | null {
  for (const signal of ['timerJitter', 'steal', 'loadAverage'] as const) {
    const worst = Math.max(...loads.map(load => load.disturbance[signal]))
    if (worst > limits[signal]) return `${signal} ${worst.toFixed(2)}, over ${limits[signal].toFixed(2)}`
  }
  return null
}
