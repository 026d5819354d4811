import { describe, expect, test } from 'vitest'
import { ARMS, simulatedLab } from './fixtures/simulated-lab.js'
import { lookForFailures, newFailures, type Seen } from './new-failures.js'
import { rateUpperBound } from './statistics/binomial.js'
import { createRandom } from './statistics/random.js'

const ERROR = 'Uncaught TypeError: map'
const look = (...errors: readonly string[]): Seen => ({ page: 'home', errors, failures: [], hosts: [] })
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
    const trials = 300
    let blamed = 0
    for (let trial = 0; trial < trials; trial++) {
      const [baseline, candidate]: Seen[][] = [[], []]
      for (let block = 0; block < 40; block++) {
        for (const arm of [baseline!, candidate!]) arm.push(random.uniform() < rate ? look(ERROR) : look())
        if (newFailures({ baseline: baseline!, candidate: candidate! }).length > 0) {
          blamed++
          break
        }
      }
    }
    expect(rateUpperBound(blamed, trials)).toBeLessThan(0.04)
  }
})

describe('looking for a failure again', () => {
  const pages = [{ id: 'home', path: '/', weight: 1 }]
  /** How often the baseline was looked at for a load of the candidate that failed in a way of its own. */
  async function looksFor(errors: readonly [string, ...string[]], known: readonly Seen[]): Promise<number> {
    const { lab, serve } = await simulatedLab({ baseline: {}, candidate: { errors } }, { seed: 'again' })
    const served = { baseline: await serve(ARMS.baseline), candidate: await serve(ARMS.candidate) }
    const loads = [{ ...look(...errors), profile: 'mobile' as const }]
    const again = await lookForFailures({
      lab,
      served,
      loads,
      pages,
      known: { baseline: known, candidate: [...known, ...loads] },
    })
    return again.baseline.length
  }

  test('ends where the candidate’s failure is beyond doubt, and is not done for ever', async () => {
    const soon = await looksFor([ERROR], looks(2))
    expect(soon).toBeGreaterThan(3)
    expect(soon).toBeLessThan(8)
    expect(await looksFor([ERROR], looks(40))).toBe(0)
  })
})
