import { untilClear } from './welch.js'

/** Welch's t-test at 5 %, with more samples as long as nothing is significant: what adaptive benchmark services do. */
export const welchAdaptive = untilClear('Welch, adaptive sampling', { least: 10, batch: 10, most: 50 })
