import { describe, expect, test } from 'vitest'
import { newFailures, type Seen } from './new-failures.js'
import { rateUpperBound } from './statistics/binomial.js'
import { createRandom } from './statistics/random.js'

const ERROR = 'Uncaught TypeError: map'
const look = (...errors: readonly string[]): Seen => ({ page: 'home', errors, requests: [] })
const looks = (count: number, ...errors: readonly string[]): Seen[] =>
  Array.from({ length: count }, () => look(...errors))

describe('what only the candidate fails in', () => {
  test('is its own where it happens so often that both arms being alike is no explanation', () => {
    const found = [{ check: 'console', page: 'home', message: ERROR }]
    expect(newFailures({ baseline: looks(10), candidate: looks(10, ERROR) })).toEqual(found)
    const seven = [...looks(3), ...looks(7, ERROR)]
    // C(10, 7) / C(20, 7) = 120 / 77520
    expect(newFailures({ baseline: looks(10), candidate: seven })).toEqual(found)
  })

  test('is not where it happened a few times, nor where the baseline was ever seen to do so', () => {
    // C(10, 4) / C(20, 4) = 210 / 4845
    expect(newFailures({ baseline: looks(10), candidate: [...looks(6), ...looks(4, ERROR)] })).toEqual([])
    expect(newFailures({ baseline: [...looks(9), look(ERROR)], candidate: looks(10, ERROR) })).toEqual([])
  })

  test('a page that did not work at all is a failure like others', () => {
    const broken = { ...look(), broken: '/ answered with an error (500).' }
    expect(newFailures({ baseline: looks(10), candidate: Array.from({ length: 8 }, () => broken) })).toEqual([
      { check: 'paint', page: 'home', message: broken.broken },
    ])
    expect(
      newFailures({ baseline: [...looks(9), broken], candidate: Array.from({ length: 8 }, () => broken) }),
    ).toEqual([])
  })
})

test('two arms that fail alike are hardly ever told apart, however often one looks and however rare it is', () => {
  const random = createRandom('alike')
  for (const rate of [0.01, 0.1, 0.5]) {
    const trials = 600
    let blamed = 0
    for (let trial = 0; trial < trials; trial++) {
      const [baseline, candidate]: Seen[][] = [[], []]
      for (let block = 0; block < 60; block++) {
        for (const arm of [baseline!, candidate!]) arm.push(random.uniform() < rate ? look(ERROR) : look())
        if (newFailures({ baseline: baseline!, candidate: candidate! }).length > 0) {
          blamed++
          break
        }
      }
    }
    expect(rateUpperBound(blamed, trials)).toBeLessThan(0.03)
  }
})
