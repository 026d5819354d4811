import { studentSurvival } from '../../../src/experiment/statistics/student-t.js'
import { mean, standardDeviation } from '../../../src/experiment/statistics/summary.js'
import { standardized } from './standardized.js'

/** Defaults of Apache Otava: windows of so many values, and the most that a change may be by chance; weaker ones, ten times as likely, are gone through first. */
const WINDOW = 50
const CHANCE = 0.001
const WEAK = 10

/**
 * E-divisive means (Matteson & James, JASA 109, 2014) with Student's t-test in the permutations' place and weak changes merged away, as Apache Otava does it (Fleming et al., Hunter, ICPE 2023).
 */
export function eDivisive(series: readonly (number | null)[]): number[] {
  const values = standardized(series)
  const step = Math.floor(WINDOW / 2)
  const found = new Set<number>()
  for (let start = 0; start < values.length; ) {
    const own = divided(values.slice(start, start + WINDOW)).map(at => at + start)
    for (const at of own) found.add(at)
    start = Math.max(own.at(-1) ?? 0, start + step)
  }
  const left = [...found].sort((a, b) => a - b)
  while (left.length > 0) {
    const chances = left.map((at, k) => chanceOf(values, left[k - 1] ?? 0, at, left[k + 1] ?? values.length))
    const weakest = chances.indexOf(Math.max(...chances))
    if (chances[weakest]! < CHANCE) break
    left.splice(weakest, 1)
  }
  return left
}

/** Changes of one window: where the energy distance of what is before and after is largest, for as long as the best of all is likely enough. */
function divided(values: readonly number[]): number[] {
  const found: number[] = []
  while (true) {
    const ends = [0, ...found, values.length]
    const [best] = ends
      .slice(0, -1)
      .flatMap((from, k) => mostDistant(values, from, ends[k + 1]!))
      .sort((a, b) => b.distance - a.distance)
    if (best === undefined) return found
    const [from, before] = [
      Math.max(...ends.filter(end => end < best.at)),
      Math.min(...ends.filter(end => end > best.at)),
    ]
    if (chanceOf(values, from, best.at, before) >= CHANCE * WEAK) return found
    found.push(best.at)
    found.sort((a, b) => a - b)
  }
}

function mostDistant(values: readonly number[], from: number, before: number): { at: number; distance: number }[] {
  let best: { at: number; distance: number } | null = null
  const apart = (a: number, b: number) => Math.abs(values[a]! - values[b]!)
  for (let at = from + 2; at <= before - 2; at++) {
    const [n, m] = [at - from, before - at]
    let [across, left, right] = [0, 0, 0]
    for (let a = from; a < at; a++) for (let b = at; b < before; b++) across += apart(a, b)
    for (let a = from; a < at; a++) for (let b = a + 1; b < at; b++) left += apart(a, b)
    for (let a = at; a < before; a++) for (let b = a + 1; b < before; b++) right += apart(a, b)
    const energy = (2 * across) / (n * m) - (2 * left) / (n * (n - 1)) - (2 * right) / (m * (m - 1))
    const distance = ((n * m) / (n + m)) * energy
    if (best === null || distance > best.distance) best = { at, distance }
  }
  return best === null ? [] : [best]
}

/** Two-sided, of Student's t with equal spreads. */
function chanceOf(values: readonly number[], from: number, at: number, before: number): number {
  const [one, other] = [values.slice(from, at), values.slice(at, before)]
  const freedom = one.length + other.length - 2
  if (one.length === 0 || other.length === 0 || freedom < 1) return 1
  const squares = [one, other].reduce((sum, part) => sum + standardDeviation(part) ** 2 * (part.length - 1), 0)
  const error = Math.sqrt((squares / freedom) * (1 / one.length + 1 / other.length))
  const apart = Math.abs(mean(one) - mean(other))
  if (error === 0) return apart === 0 ? 1 : 0
  return 2 * studentSurvival(apart / error, freedom)
}
