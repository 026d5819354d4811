import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type CauseAnswer, type CauseState, type Firing, fireOnce, firingKey, triggerKey } from './fire-once.js'

const HOUR = 3_600_000
const SLOW = { optimizer: 'bundle-optimizer', trigger: 'largest-contentful-paint p75 > 4000' }
const at = (page: string, holds: boolean | null): CauseAnswer => ({ ...SLOW, page, device: 'mobile', holds })

/** A trigger over time: every look's answers, an hour apart. */
const over = (looks: readonly (readonly CauseAnswer[])[], coolDown = 0): readonly Firing[] => {
  let states: readonly CauseState[] = []
  const last = new Map<string, number>()
  const fired: Firing[] = []
  for (const [hour, answers] of looks.entries()) {
    const now = hour * HOUR
    const step = fireOnce(states, answers, last, { now, coolDown })
    states = step.states
    for (const firing of step.firings) {
      fired.push(firing)
      last.set(triggerKey(firing), now)
    }
  }
  return fired
}

const pages = (firings: readonly Firing[]) =>
  firings.map(({ at, causes }) => [at / HOUR, ...causes.map(({ page }) => page)])

describe('a continuous trigger', () => {
  it('fires once, however long its condition goes on to hold', () => {
    expect(pages(over([[at('/', null)], [at('/', true)], [at('/', true)], [at('/', null)], [at('/', true)]]))).toEqual([
      [1, '/'],
    ])
  })

  it('fires again only once its condition was shown not to hold in between', () => {
    expect(pages(over([[at('/', true)], [at('/', false)], [at('/', true)]]))).toEqual([
      [0, '/'],
      [2, '/'],
    ])
  })

  it('fires for all that is new at once, and for another page by itself', () => {
    const looks = [
      [at('/', true), at('/a', true), at('/b', false)],
      [at('/', true), at('/a', true), at('/b', true)],
    ]
    expect(pages(over(looks))).toEqual([
      [0, '/', '/a'],
      [1, '/b'],
    ])
  })

  it('is left alone for the cool-down, and fires at its end for what still holds then', () => {
    const looks = [
      [at('/', true)],
      [at('/', true), at('/a', true), at('/b', true)],
      [at('/', true), at('/a', true), at('/b', false)],
      [at('/', true), at('/a', true), at('/b', false)],
    ]
    expect(pages(over(looks, 3 * HOUR))).toEqual([
      [0, '/'],
      [3, '/a'],
    ])
  })

  it('fires once where two processes see the same', () => {
    const see = () => fireOnce([], [at('/a', true), at('/', true)], new Map(), { now: 0, coolDown: 0 }).firings[0]!
    const swapped = fireOnce([], [at('/', true), at('/a', true)], new Map(), { now: 5, coolDown: 0 }).firings[0]!
    expect(firingKey(see())).toBe(firingKey(swapped))
    const [, again] = over([[at('/', true)], [at('/', false)], [at('/', true)]])
    expect(firingKey(again!)).not.toBe(firingKey(over([[at('/', true)]])[0]!))
  })
})

it('never fires twice for a cause without a look between at which it was shown not to hold, nor within the cool-down', () => {
  const answer = fc.record({ page: fc.constantFrom('/', '/a', '/b'), holds: fc.constantFrom(true, false, null) })
  const look = fc
    .uniqueArray(answer, { selector: ({ page }) => page, maxLength: 3 })
    .map(list => list.map(({ page, holds }) => at(page, holds)))
  fc.assert(
    fc.property(fc.array(look, { maxLength: 20 }), fc.nat(4), (looks, hours) => {
      const fired = over(looks, hours * HOUR)
      for (const [i, firing] of fired.entries()) {
        if (i > 0) expect(firing.at - fired[i - 1]!.at).toBeGreaterThanOrEqual(hours * HOUR)
        for (const { page } of firing.causes) {
          const before = fired.slice(0, i).findLast(({ causes }) => causes.some(cause => cause.page === page))
          if (!before) continue
          const between = looks.slice(before.at / HOUR + 1, firing.at / HOUR)
          expect(between.flat().some(one => one.page === page && one.holds === false)).toBe(true)
        }
      }
      expect(new Set(fired.map(firingKey)).size).toBe(fired.length)
    }),
  )
})
