import { availableParallelism, loadavg } from 'node:os'
import { formatNumber } from '../report/format.js'

/**
 * What should be known before many minutes are spent on a machine that has no time for it; null where it has.
 * @param load processes that want to run at once, over the last minute
 */
export function busyNote(load: number = loadavg()[0] ?? 0, cores: number = availableParallelism()): string | null {
  if (load <= cores) return null
  return `The machine is busy (load ${formatNumber(load, 1)}, ${cores} ${cores === 1 ? 'core' : 'cores'}): this takes longer, and what helps may stay undecided.`
}
