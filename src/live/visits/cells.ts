import { LogHistogram } from './log-histogram.js'
import { isMeasure, VISIT_MEASURES, type VisitMeasureName, type VisitSeriesName } from './measures.js'
import type { Connection, Device } from './report.js'

/** What the values of a cell have in common. */
export interface CellKey {
  readonly page: string
  /** The arm of a rollout, as `rollout/arm`; empty for visits of none. */
  readonly arm: string
  readonly device: Device
  readonly connection: Connection
  readonly series: VisitSeriesName
}

/** Sums from which means and variances of many cells add up: of logarithms for measures compared by ratio, else of the values. */
export interface Moments {
  count: number
  sum: number
  sumOfSquares: number
}

/** Values of a series, in so little that any number of views takes the same room, and so kept that two cells make one. */
export interface Cell {
  readonly all: Moments
  /** Of views with which a visit began, one a visit: what an experiment may take for independent. */
  readonly entries: Moments
  /** Null for counts. */
  readonly histogram: LogHistogram | null
}

const noMoments = (): Moments => ({ count: 0, sum: 0, sumOfSquares: 0 })

export const emptyCell = (series: VisitSeriesName): Cell => ({
  all: noMoments(),
  entries: noMoments(),
  histogram: isMeasure(series) ? new LogHistogram() : null,
})

/** Below that a duration is as good as none; it keeps logarithms finite. ms */
const LEAST_DURATION = 1

/** What of a value goes into the sums. */
export const comparable = (name: VisitMeasureName, value: number): number =>
  VISIT_MEASURES[name].comparison === 'ratio' ? Math.log(Math.max(value, LEAST_DURATION)) : value

function addTo(moments: Moments, value: number): void {
  moments.count++
  moments.sum += value
  moments.sumOfSquares += value * value
}

/**
 * Adds one view's value of a series. A count is the sum of its cell's values; its moments are over the views that told one.
 *
 * @param isEntry whether the visit began with the view
 */
export function addValue(cell: Cell, series: VisitSeriesName, value: number, isEntry: boolean): void {
  const compared = isMeasure(series) ? comparable(series, value) : value
  addTo(cell.all, compared)
  if (isEntry) addTo(cell.entries, compared)
  cell.histogram?.add(value)
}
