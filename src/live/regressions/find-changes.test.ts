import { expect, test } from 'vitest'
import { createRandom } from '../../experiment/statistics/random.js'
import { findChanges } from './find-changes.js'
import { segment } from './segment.js'

const noise = (seed: string, length: number): number[] => {
  const random = createRandom(seed)
  return Array.from({ length }, () => random.normal())
}

test('a level that lasts is found where it begins, up and down, whatever the unit', () => {
  const values = noise('levels', 120).map((value, at) => 1000 + 50 * (value + (at >= 40 && at < 80 ? 6 : 0)))
  expect(findChanges(values)).toEqual([40, 80])
  expect(findChanges(values.map(value => value / 1e6))).toEqual([40, 80])
  expect(findChanges(values, { ratio: true })).toEqual([40, 80])
})

test('one value far out is no change, nor is what fades, what repeats or what goes along a line', () => {
  const values = noise('steady', 120)
  expect(findChanges(values.map((value, at) => (at === 70 ? 60 : value)))).toEqual([])
  expect(findChanges(values.map((value, at) => value + 8 * Math.sin((2 * Math.PI * at) / 12)))).toEqual([])
  expect(findChanges(values.map((value, at) => value + at / 4))).toEqual([])
  let last = 0
  const following = values.map(value => (last = 0.8 * last + value))
  expect(findChanges(following)).toEqual([])
})

test('a change is found beside a season and across gaps, by the step it began at', () => {
  const values = noise('gaps', 140).map((value, at) =>
    at % 5 === 2 || (at > 50 && at < 60) ? null : value + 5 * Math.sin((2 * Math.PI * at) / 7) + (at >= 84 ? 5 : 0),
  )
  expect(findChanges(values)).toEqual([84])
})

test('a slope that bends is found near where it does', () => {
  const values = noise('slopes', 120).map((value, at) => value + (at > 60 ? (at - 60) / 2 : 0))
  const found = findChanges(values)
  expect(found).toHaveLength(1)
  expect(Math.abs(found[0]! - 60)).toBeLessThanOrEqual(5)
})

test('too few values to tell anything of have no changes', () => {
  for (const values of [[], [1], [1, 2, 3], [null, null], [5, 5, 5, 5, 5, 5, 5, 5]])
    expect(findChanges(values)).toEqual([])
})

test('the stretches of a series cover it once, and none is shorter than is allowed', () => {
  for (let seed = 0; seed < 20; seed++) {
    const series = noise(`cover ${seed}`, 20 + 7 * seed).map((value, at) => ({
      at: 2 * at,
      value: value + (at > 15 ? seed : 0),
    }))
    const stretches = segment(series, { shortest: 5, caution: 1 })
    expect(stretches.map(({ from }) => from)).toEqual([0, ...stretches.slice(0, -1).map(({ before }) => before)])
    expect(stretches.at(-1)?.before).toBe(series.length)
    expect(Math.min(...stretches.map(({ from, before }) => before - from))).toBeGreaterThanOrEqual(5)
  }
})
