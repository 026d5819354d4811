import { median } from '../../system/median.js'
import type { Observed } from './noise-model.js'

/** What repeats from course to course. */
export interface Season {
  /** Steps. */
  readonly period: number
  /** By step of the course: what it adds. */
  readonly parts: readonly number[]
}

/** So many courses must have been seen. */
const COURSES = 3
/** How much alike the steps of one course and of the next must be. */
const ALIKE = 0.3
/** One step in a course, however large, says nothing of what repeats: it counts as so many usual ones at most. */
const CUT = 4
/** What is left of the spread between neighbours, where a season is worth taking out. */
const LEFT = 0.8

/**
 * The season of a series, or null where it has none worth speaking of.
 * @param periods in steps, that are looked for; absent: any that the series is long enough for
 */
export function seasonOf(series: readonly Observed[], periods?: readonly number[]): Season | null {
  const length = series.length === 0 ? 0 : series.at(-1)!.at + 1
  const most = Math.floor(length / COURSES)
  const asked = (periods ?? Array.from({ length: Math.max(0, most - 2) }, (_, k) => k + 3)).filter(
    period => period >= 3 && period <= most,
  )
  if (asked.length === 0) return null
  const steps = cutAt(CUT, stepsOf(series))
  const likeness = new Map(asked.map(period => [period, alike(steps, period)]))
  const [first] = asked
    .filter(period => (likeness.get(period) ?? 0) >= ALIKE)
    .sort((a, b) => likeness.get(b)! - likeness.get(a)! || a - b)
  if (first === undefined) return null
  // Twice a period is one too; the shortest that does nearly as well is the season's.
  const period = asked.find(one => first % one === 0 && likeness.get(one)! >= 0.9 * likeness.get(first)!) ?? first
  const season = { period, parts: partsOf(series, period) }
  const roughness = (values: readonly Observed[]) => median([...stepsOf(values).values()].map(Math.abs))
  return roughness(withoutSeason(series, season)) <= LEFT * roughness(series) ? season : null
}

export const withoutSeason = (series: readonly Observed[], season: Season | null): readonly Observed[] =>
  season === null ? series : series.map(({ at, value }) => ({ at, value: value - season.parts[at % season.period]! }))

/** By the step they lead to: how much each value is above the one a step before it. */
function stepsOf(series: readonly Observed[]): ReadonlyMap<number, number> {
  const steps = new Map<number, number>()
  for (let k = 1; k < series.length; k++) {
    const [before, here] = [series[k - 1]!, series[k]!]
    if (here.at === before.at + 1) steps.set(here.at, here.value - before.value)
  }
  return steps
}

/** Each step as no more than so many times what is usual. */
function cutAt(times: number, steps: ReadonlyMap<number, number>): ReadonlyMap<number, number> {
  if (steps.size === 0) return steps
  const most = times * median([...steps.values()].map(Math.abs))
  return new Map([...steps].map(([at, step]) => [at, Math.max(-most, Math.min(most, step))]))
}

/** Correlation of what happens from step to step with what happened a course before. */
function alike(steps: ReadonlyMap<number, number>, period: number): number {
  let [together, one, other, count] = [0, 0, 0, 0]
  for (const [at, here] of steps) {
    const before = steps.get(at - period)
    if (before === undefined) continue
    together += here * before
    one += here * here
    other += before * before
    count++
  }
  return count < 2 * period || one === 0 || other === 0 ? 0 : together / Math.sqrt(one * other)
}

/** For each step of the course the middle of how far values are from the middle of the course around them. */
function partsOf(series: readonly Observed[], period: number): number[] {
  const byStep: number[][] = Array.from({ length: period }, () => [])
  let from = 0
  let before = 0
  for (const { at, value } of series) {
    while (series[from]!.at < at - period / 2) from++
    while (before < series.length && series[before]!.at <= at + period / 2) before++
    const around = series.slice(from, before).map(one => one.value)
    // Where the course around it is cut off, its middle is that of a part of the course.
    if (around.length < 0.8 * period) continue
    byStep[at % period]!.push(value - around.reduce((sum, one) => sum + one, 0) / around.length)
  }
  const parts = byStep.map(values => (values.length === 0 ? 0 : median(values)))
  const middle = parts.reduce((sum, part) => sum + part, 0) / period
  return parts.map(part => part - middle)
}
