import { untilClear } from './welch.js'

/**
 * tachometer: its `--sample-size`, at least 50 an arm, then auto-sampling in batches until the 95 % interval of the difference excludes 0 or three
 * minutes have passed: so many loads of 2 s.
 */
export const tachometer = untilClear('tachometer', { least: 50, batch: 10, most: 140 })
