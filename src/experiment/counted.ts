import { type MetricName, type MetricValues, metric } from '../model/metrics.js'
import type { PageSurvey } from '../model/observation.js'
import type { ProfileId } from '../model/profile.js'
import { groupBy } from '../system/group-by.js'
import { type ChangeChances, visitMetrics } from './visit.js'

/** A counted value as two independent surveys found it. */
export type Twice = readonly [number, number]
export type CountedMetrics = Partial<Record<MetricName, Twice>>

/** What is counted of an arm. */
export interface CountedValues {
  readonly pages: readonly { readonly page: string; readonly profile: ProfileId; readonly values: CountedMetrics }[]
  readonly target: CountedMetrics
}

/** Two counts agree when they are within this share of the larger: a date in a page's HTML moves its compressed size by a few bytes. */
export const AGREEMENT = 0.005

export const agrees = ([a, b]: Twice): boolean => Math.abs(a - b) <= AGREEMENT * Math.max(Math.abs(a), Math.abs(b))

/** Metrics of the target that add up over pages, rather than being those of its worst page. */
const SUMMED: ReadonlySet<MetricName> = new Set(['image-transfer-size', 'total-transfer-size', 'script-transfer-size'])

/**
 * The counts of one arm from two independent surveys of each page and profile (PROOF: two runs that agree are enough).
 * Of the target: sums over pages for bytes on the wire, else the worst page; with `targetValues` (the bundle's own metrics) on top, and what a
 * visit of all pages comes to, where the chances of the files are known.
 */
export function countArm(
  surveys: readonly PageSurvey[],
  targetValues: MetricValues = {},
  chances?: ChangeChances,
): CountedValues {
  const byPlace = groupBy(surveys, ({ page, profile }) => `${page}\n${profile}`)
  const pages = [...byPlace.values()].map(([first, second]) => {
    if (first === undefined || second === undefined) throw new RangeError('each page and profile is surveyed twice')
    return { page: first.page, profile: first.profile, values: pairUp(first.metrics, second.metrics) }
  })
  const target = combined(pages)
  const looks = [0, 1].map(look =>
    visitMetrics(
      [...byPlace.values()].flatMap(both => both[look] ?? []),
      chances,
    ),
  )
  for (const name of Object.keys(looks[0]!) as MetricName[]) target[name] = [looks[0]![name]!, looks[1]![name]!]
  for (const [name, value] of Object.entries(targetValues) as [MetricName, number][]) target[name] = [value, value]
  return { pages, target }
}

/** As `target`, but of the pages under one profile: bytes under two profiles are not added up for people. */
export const countsUnder = ({ pages, target }: CountedValues, profile: ProfileId): CountedMetrics => ({
  ...target,
  ...combined(pages.filter(page => page.profile === profile)),
})

function combined(pages: CountedValues['pages']): CountedMetrics {
  const names = new Set(pages.flatMap(page => Object.keys(page.values) as MetricName[]))
  const target: CountedMetrics = {}
  for (const name of names) {
    const values = pages.map(page => page.values[name])
    // A metric that one page lacks has no value for the target, unless it is a sum of what there is.
    if (!SUMMED.has(name) && values.includes(undefined)) continue
    const known = values.filter(value => value !== undefined)
    target[name] = [
      combine(
        name,
        known.map(v => v[0]),
      ),
      combine(
        name,
        known.map(v => v[1]),
      ),
    ]
  }
  return target
}

function pairUp(first: MetricValues, second: MetricValues): CountedMetrics {
  const paired: CountedMetrics = {}
  for (const name of Object.keys(first) as MetricName[]) {
    const [a, b] = [first[name], second[name]]
    if (metric(name).nature === 'counted' && a !== undefined && b !== undefined) paired[name] = [a, b]
  }
  return paired
}

function combine(name: MetricName, values: readonly number[]): number {
  if (SUMMED.has(name)) return values.reduce((sum, value) => sum + value, 0)
  return metric(name).better === 'lower' ? Math.max(...values) : Math.min(...values)
}

/** The candidate's counts with those that compare the two arms: bytes of pictures saved. */
export function compareCounts(baseline: CountedValues, candidate: CountedValues): CountedValues {
  const [before, after] = [baseline.target['image-transfer-size'], candidate.target['image-transfer-size']]
  if (!before || !after || Math.min(...before) <= 0) return candidate
  const saved: Twice = [1 - after[0] / before[0], 1 - after[1] / before[1]]
  return { ...candidate, target: { ...candidate.target, 'transfer-size-reduction': saved } }
}
