import type { Breakage } from './experiment.js'

/** Without those that only explain the others. */
export const breakagesProper = (breakages: readonly Breakage[]): Breakage[] =>
  breakages.filter(({ explains }) => explains !== true)
