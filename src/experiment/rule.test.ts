import { createHash } from 'node:crypto'
import { expect, test } from 'vitest'
import type { Verdict } from '../model/experiment.js'
import { decide } from './decide.js'
import { RULE } from './decision-input.js'
import { inputFor, QUIET, runSimulated, sampleBlock } from './fixtures/simulate.js'
import { createRandom } from './statistics/random.js'

/** Outcome, the blocks it took, each judgement and its interval; not how it is worded. */
function digest({ outcome, blocks, judgements }: Verdict): string {
  const judged = judgements.map(({ kind, outcome: of, effect }) =>
    [kind, of, effect?.estimate, effect?.low, effect?.high]
      .map(one => (typeof one === 'number' ? one.toPrecision(6) : one))
      .join(' '),
  )
  return `${outcome} ${blocks} ${judged.join(', ')}`
}

/** A guard of which one block came out far better than the rest. */
function oneFarBetter(): Verdict {
  const random = createRandom('one far better')
  const samples = Array.from({ length: 6 }, (_, block) => sampleBlock(block, ['home'], QUIET, random)).flat()
  const seen = samples.map(one => (one.block === 3 ? { ...one, baseline: 3 * one.baseline } : one))
  return decide({ ...inputFor(), samples: seen, blocks: 6, budgetExhausted: true }) as Verdict
}

/** What the rules come to on fixed data. */
function digestOfVerdicts(): string {
  const verdicts = [0, -0.01, -0.03, -0.08, 0.04, 0.07].flatMap(effect =>
    [0.01, 0.03, 0.08].flatMap(sd =>
      [10, 40].map(maxBlocks => {
        const truths = { ...QUIET, 'largest-contentful-paint': { level: 900, effect, sd } }
        return runSimulated(inputFor({ maxBlocks }), truths, createRandom(`${effect} ${sd}`))
      }),
    ),
  )
  const all = [...verdicts, oneFarBetter()].map(digest)
  return createHash('sha256').update(all.join('\n')).digest('hex').slice(0, 16)
}

// A record is verified by the rules that made it. Where this fails, verdicts on the same data have changed: raise RULE with it.
test('the rules decide as their number says', () => {
  expect(`${RULE}: ${digestOfVerdicts()}`).toBe('9: 21dfb7330df9ab38')
})
