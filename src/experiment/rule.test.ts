import { createHash } from 'node:crypto'
import { expect, test } from 'vitest'
import { RULE } from './decision-input.js'
import { inputFor, QUIET, runSimulated } from './fixtures/simulate.js'
import { createRandom } from './statistics/random.js'

/** What the rules come to on fixed data: outcomes, reasons and the blocks they took. */
function digestOfVerdicts(): string {
  const verdicts = [0, -0.01, -0.03, -0.08, 0.04, 0.07].flatMap(effect =>
    [0.01, 0.03, 0.08].flatMap(sd =>
      [10, 40].map(maxBlocks => {
        const truths = { ...QUIET, 'largest-contentful-paint': { level: 900, effect, sd } }
        const { outcome, blocks, reason } = runSimulated(
          inputFor({ maxBlocks }),
          truths,
          createRandom(`${effect} ${sd}`),
        )
        return `${outcome} ${blocks} ${reason}`
      }),
    ),
  )
  return createHash('sha256').update(verdicts.join('\n')).digest('hex').slice(0, 16)
}

// A record is verified by the rules that made it. Where this fails, verdicts on the same data have changed: raise RULE with it.
test('the rules decide as their number says', () => {
  expect(`${RULE}: ${digestOfVerdicts()}`).toBe('5: 8e5cdd7f0ea55015')
})
