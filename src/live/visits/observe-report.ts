import type { CellKey } from './cells.js'
import { cutText } from './cut-text.js'
import { VISIT_MEASURE_NAMES, type VisitSeriesName } from './measures.js'
import { pageName } from './page-name.js'
import { IMAGE_FORMATS, type VisitReport } from './report.js'

/** A report as it is kept until it is folded: what it counts for, and nothing of the view itself. */
export interface Observation extends Omit<CellKey, 'series'> {
  /** When it came, ms since 1970. */
  readonly at: number
  readonly isEntry: boolean
  readonly values: Partial<Record<VisitSeriesName, number>>
  /** What a measure is of, or where an error was, as `[series, text, value]`. */
  readonly causes: readonly (readonly [series: VisitSeriesName, cause: string, value: number])[]
}

const LONGEST_CAUSE = 160

function valuesOf(report: VisitReport): Observation['values'] {
  const { images, part, entry, wentOn, converted, errors } = report
  const values: Partial<Record<VisitSeriesName, number>> = {}
  if (part === 0) {
    values.views = 1
    if (entry) values.entries = 1
    for (const name of VISIT_MEASURE_NAMES) {
      const value = report.measures?.[name]
      if (value !== undefined) values[name] = value
    }
  }
  if (wentOn) values['went-on'] = 1
  if (converted) values.conversions = 1
  if (errors && errors.length > 0) values['failed-views'] = 1
  if (images) {
    values.images = images.requested
    values['failed-images'] = images.failed
    for (const format of IMAGE_FORMATS) {
      const count = images.formats[format]
      if (count) values[format] = count
    }
  }
  return values
}

function causesOf({ causes = {}, measures = {}, errors = [], part }: VisitReport): Observation['causes'] {
  const shown = (['largest-contentful-paint', 'cumulative-layout-shift', 'interaction-to-next-paint'] as const).flatMap(
    name => {
      const cause = causes[name]
      const value = measures[name]
      return part === 0 && cause !== undefined && value !== undefined
        ? [[name, cutText(cause, LONGEST_CAUSE), value] as const]
        : []
    },
  )
  return [
    ...shown,
    ...errors.map(({ kind, place }) => ['failed-views', cutText(`${kind} ${place}`, LONGEST_CAUSE), 1] as const),
  ]
}

/**
 * What a report counts for.
 *
 * @param arm of its ticket, where that is genuine; else empty
 * @param at when it came, ms since 1970
 */
export function observe(report: VisitReport, arm: string, at: number): Observation {
  return {
    page: pageName(report.page),
    arm,
    device: report.device,
    connection: report.connection,
    at,
    isEntry: report.entry === true,
    values: valuesOf(report),
    causes: causesOf(report),
  }
}
