import { remembered } from '../../system/remembered.js'
import { studentUpperQuantile } from '../statistics/student-t.js'
import { boundaryFactor } from './boundary-factor.js'
import { FIRST_LOOK, type Look } from './looks.js'

/** Inverse variance of the effects, in standard deviations of a block, that the mixture is made for: those of about 2.2 are shown soonest. */
export const PRECISION = 0.2

/** What is kept of α for a bound of its own at each look, half as much at each as at the one before: see below. */
const SET_ASIDE = 0.03

/**
 * Half the width of the one-sided bound at a look: the mean lies within mean ± this with probability 1 − `alpha` on each side, over all looks from the
 * fourth block to `maxBlocks` together, whenever one stops. For blocks that are independent and about normal, with unknown spread.
 *
 * The t-statistic crosses where a mixture over effects is as many times as likely as none (Lai, Annals of Statistics 4, 1976; Wang & Ramdas, Anytime-valid
 * t-tests, Sequential Analysis 44, 2025). For ever, `1/(2α)` times is what it takes; for a known most of blocks less does, by a factor that was found
 * by simulation (`boundary-factor.ts`). A mixture shows nothing at few blocks and very small α, whatever the effect; so a small part of α goes to plain
 * t-bounds (Student 1908; the union of all looks), and the narrower of the two holds.
 *
 * @param sd standard deviation between blocks
 * @returns infinite below four blocks
 */
export function boundaryWidth(sd: number, look: Look, alpha: number): number {
  return look.blocks < FIRST_LOOK ? Number.POSITIVE_INFINITY : bound(look.blocks, look.maxBlocks, alpha) * sd
}

/** Bounds for a spread of 1 by look and α: predictions ask for those of all looks to come, again and again. */
const bound = remembered(20_000, (blocks: number, maxBlocks: number, alpha: number): number => {
  const narrower = Math.min(mixtureBound(blocks, maxBlocks, (1 - SET_ASIDE) * alpha), studentBound(blocks, alpha))
  return narrower / Math.sqrt(blocks)
})

/** In standard errors. */
function mixtureBound(blocks: number, maxBlocks: number, alpha: number): number {
  const times = 1 / (2 * alpha) / boundaryFactor(alpha, maxBlocks)
  const k = (times * Math.sqrt((blocks + PRECISION) / PRECISION)) ** (2 / blocks)
  const room = 1 - (k * PRECISION) / (blocks + PRECISION)
  if (room <= 0) return Number.POSITIVE_INFINITY
  return Math.sqrt((Math.max(0, k - 1) / room) * (blocks - 1))
}

const studentBound = (blocks: number, alpha: number): number =>
  studentUpperQuantile(alpha * SET_ASIDE * 2 ** -(blocks - FIRST_LOOK + 1), blocks - 1)
