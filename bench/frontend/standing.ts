import { pairedRatio, type Ratio } from '../bundle/lcp-ratio.js'
import type { Block, MeasuredProject, Times } from './measured.js'

/** How an arm stands to all others of its project. */
export interface Standing {
  /** It is shown to be worse than one of them. */
  readonly behind: boolean
  /** It is shown to be better than each of them. */
  readonly ahead: boolean
}

/** Fewer blocks than this show nothing. */
export const LEAST_BLOCKS = 4

/** Bytes that differ by less are the same, as two looks at one arm may differ by so much. */
export const SAME_BYTES = 0.005

const geometricMean = (values: readonly number[]): number =>
  Math.exp(values.reduce((sum, one) => sum + Math.log(one), 0) / values.length)

/** A time of an arm over the pages of the project, block by block, ms. */
export const timesIn = (blocks: readonly Block[], arm: string, of: 'lcp' | 'fcp'): number[] =>
  blocks.flatMap(block => {
    const pages = block[arm]
    return pages === undefined ? [] : [geometricMean(Object.values(pages).map(times => times[of]))]
  })

/** Its largest value over the pages in the median block. */
export const worstIn = (blocks: readonly Block[], arm: string, of: keyof Times): number[] =>
  blocks.flatMap(block => {
    const pages = block[arm]
    return pages === undefined ? [] : [Math.max(...Object.values(pages).map(times => times[of]))]
  })

/** One arm's times over another's, by the blocks that both are in; null for too few. */
export const timeRatio = (
  blocks: readonly Block[],
  [one, other]: readonly [string, string],
  of: 'lcp' | 'fcp',
): Ratio | null => {
  const both = blocks.filter(block => one in block && other in block)
  return both.length < LEAST_BLOCKS ? null : pairedRatio(timesIn(both, one, of), timesIn(both, other, of))
}

/** Arms besides one that are not the same as it. */
const othersOf = ({ arms }: MeasuredProject, name: string): string[] => {
  const alike = (arm: { readonly name: string; readonly asUntouched: boolean }): boolean =>
    arm.asUntouched || arm.name === 'untouched'
  const own = arms.find(arm => arm.name === name)
  return arms.filter(arm => arm !== own && !(own && alike(own) && alike(arm))).map(arm => arm.name)
}

/** By the 95 % intervals of the ratios; null where too little was timed. An arm that is the untouched project is ahead of nothing. */
export const lcpStanding = (project: MeasuredProject, name: string): Standing | null => {
  const ratios = othersOf(project, name).map(other => timeRatio(project.blocks, [name, other], 'lcp'))
  if (ratios.length === 0 || ratios.some(ratio => ratio === null)) return null
  const known = ratios.flatMap(ratio => ratio ?? [])
  return {
    behind: known.some(({ low }) => low > 1),
    ahead: !isUntouched(project, name) && known.every(({ high }) => high < 1),
  }
}

/** By the bytes of a first view. */
export const byteStanding = (project: MeasuredProject, name: string): Standing => {
  const weight = (arm: string): number => project.arms.find(one => one.name === arm)!.weights.first
  const ratios = othersOf(project, name).map(other => weight(name) / weight(other))
  return {
    behind: ratios.some(ratio => ratio > 1 + SAME_BYTES),
    ahead: !isUntouched(project, name) && ratios.every(ratio => ratio < 1 - SAME_BYTES),
  }
}

const isUntouched = ({ arms }: MeasuredProject, name: string): boolean =>
  arms.some(arm => arm.name === name && (arm.asUntouched || name === 'untouched'))
