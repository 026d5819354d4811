import { describe, expect, test } from 'vitest'
import { candidatesAlpha, SESSION_ALPHA } from './alpha.js'
import { crossings, shownWithGainsCapped } from './fixtures/crossings.js'
import { outcomes, WRONG_TO_KEEP } from './fixtures/error-cases.js'
import { rateUpperBound } from './statistics/binomial.js'
import { createRandom } from './statistics/random.js'

const ALPHA = candidatesAlpha(SESSION_ALPHA) / 2

/** One case meets the boundary itself, whose rate is nearly α: it takes more trials to tell it from more than that. */
const TRIALS: Readonly<Record<string, number>> = {
  'blocking and main-thread time up by exactly the tolerance': 200_000,
}

/** What 200,000 trials at a rate of 0.002 leave open, above it. */
const MOST = 1.15

describe('wrongly kept at the α of a first candidate: the upper bound of the rate', () => {
  test.each(Object.entries(WRONG_TO_KEEP))(
    '%s',
    (name, truths) => {
      const trials = TRIALS[name] ?? 40_000
      const { kept } = outcomes(truths, trials, { alpha: ALPHA, maxBlocks: 28 }, `${name}, ${trials} trials`)
      console.info(
        `${name}: ${kept} of ${trials} kept, rate at most ${rateUpperBound(kept, trials).toFixed(5)} (α ${ALPHA})`,
      )
      expect(rateUpperBound(kept, trials)).toBeLessThan(MOST * ALPHA)
    },
    900_000,
  )
})

/** Paired differences as machines make them: heavy tails, a rare disturbed block, rounding to frames. All symmetric, as exchanged arms are. */
const NOISES: Readonly<Record<string, (r: ReturnType<typeof createRandom>) => number>> = {
  normal: r => r.normal(),
  'Student t with 3 degrees': r => r.normal() / Math.sqrt((r.normal() ** 2 + r.normal() ** 2 + r.normal() ** 2) / 3),
  'one block in ten disturbed tenfold': r => r.normal() * (r.uniform() < 0.1 ? 10 : 1),
  'uniform, with tails lighter than normal (α is exceeded: the figure says by how much)': r => r.uniform() - 0.5,
}

describe('the boundary itself, all looks together', () => {
  test.each(
    Object.entries(NOISES).flatMap(([name, noise]) => [28, 160].map(maxBlocks => ({ name, noise, maxBlocks }))),
  )('$name, up to $maxBlocks blocks', ({ name, noise, maxBlocks }) => {
    const random = createRandom(name)
    const trials = 400_000
    const crossed = crossings(noise, { alpha: ALPHA, maxBlocks, trials, random })
    const rate = crossed / trials
    console.info(
      `${name}, up to ${maxBlocks} blocks: crossed at a rate of ${rate.toFixed(5)}, at most ${rateUpperBound(crossed, trials).toFixed(5)} (α ${ALPHA})`,
    )
    // Lighter tails than normal make t's own tail a little too heavy at few blocks; the figure is published, and bounded here.
    expect(rateUpperBound(crossed, trials)).toBeLessThan(name.startsWith('uniform') ? 3 * ALPHA : MOST * ALPHA)
  })
})

describe('a harm of exactly its tolerance, shown to be less while far better blocks count as less so', () => {
  const cases = Object.entries(NOISES).flatMap(([name, noise]) => [0.25, 1, 3].map(limit => ({ name, noise, limit })))
  test.each(cases)(
    '$name, the tolerance $limit times the spread',
    ({ name, noise, limit }) => {
      const random = createRandom(`${name} ${limit}`)
      const trials = 200_000
      const shown = shownWithGainsCapped(noise, limit, { alpha: ALPHA, maxBlocks: 28, trials, random })
      console.info(`${name}, ${limit}: at a rate of ${(shown / trials).toFixed(5)} (α ${ALPHA})`)
      expect(rateUpperBound(shown, trials)).toBeLessThan(name.startsWith('uniform') ? 3 * ALPHA : 1.3 * ALPHA)
    },
    300_000,
  )
})
