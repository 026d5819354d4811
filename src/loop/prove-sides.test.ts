import { expect, it } from 'vitest'
import { verdict } from '../report/fixtures/trial.js'
import { provingOutcome } from './prove-sides.js'

const felt = { kind: 'felt', requirement: 'LCP at least 2 % better', outcome: 'unmet', evidence: '' } as const
const guard = { kind: 'guard', requirement: 'CLS at most 0.01 worse', outcome: 'unmet', evidence: '' } as const
const lost = { check: 'text', page: 'home', message: 'lost' } as const

it.each([
  ['better', verdict(), 'better'],
  ['not-worse', verdict(), 'not-worse'],
  ['better', verdict({ outcome: 'inconclusive' }), 'undecided'],
  ['better', verdict({ outcome: 'rejected', judgements: [felt] }), 'no-gain'],
  ['better', verdict({ outcome: 'rejected', judgements: [felt, guard] }), 'worse'],
  ['not-worse', verdict({ outcome: 'rejected', judgements: [guard], breakages: [lost] }), 'broken'],
] as const)('aimed at %s', (aim, judged, outcome) => {
  expect(provingOutcome(judged, aim)).toBe(outcome)
})
