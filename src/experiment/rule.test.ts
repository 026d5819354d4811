import { createHash } from 'node:crypto'
import { expect, test } from 'vitest'
import { RULE } from './decision-input.js'
import { inputFor, QUIET, runSimulated } from './fixtures/simulate.js'
import { createRandom } from './statistics/random.js'

/** What the rules come to on fixed data: outcomes, the blocks they took, each judgement and its interval; not how it is worded. */
function digestOfVerdicts(): string {
  const verdicts = [0, -0.01, -0.03, -0.08, 0.04, 0.07].flatMap(effect =>
    [0.01, 0.03, 0.08].flatMap(sd =>
      [10, 40].map(maxBlocks => {
        const truths = { ...QUIET, 'largest-contentful-paint': { level: 900, effect, sd } }
        const { outcome, blocks, judgements } = runSimulated(
          inputFor({ maxBlocks }),
          truths,
          createRandom(`${effect} ${sd}`),
        )
        const judged = judgements.map(({ kind, outcome: of, effect }) =>
          [kind, of, effect?.estimate, effect?.low, effect?.high]
            .map(one => (typeof one === 'number' ? one.toPrecision(6) : one))
            .join(' '),
        )
        return `${outcome} ${blocks} ${judged.join(', ')}`
      }),
    ),
  )
  return createHash('sha256').update(verdicts.join('\n')).digest('hex').slice(0, 16)
}

// A record is verified by the rules that made it. Where this fails, verdicts on the same data have changed: raise RULE with it.
test('the rules decide as their number says', () => {
  expect(`${RULE}: ${digestOfVerdicts()}`).toBe('4: 2950dfeab735b2f5')
})
