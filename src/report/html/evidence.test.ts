import { expect, it } from 'vitest'
import type { Judgement } from '../../model/experiment.js'
import { verdict } from '../fixtures/report.js'
import { judgements } from './evidence.js'

const felt = (name: string, outcome: Judgement['outcome']): Judgement => ({
  kind: 'felt',
  requirement: `${name} felt better`,
  outcome,
  evidence: '',
})

it('lists apart what visitors may feel: one suffices, and one that is not shown is no broken promise', () => {
  const required = verdict().judgements.filter(({ kind }) => kind !== 'felt')
  const all = [felt('CLS', 'unmet'), ...required, felt('LCP', 'met'), felt('FCP', 'undecided')]
  const { text } = judgements(verdict({ judgements: all }), 0.05)!
  const [hard = '', soft = ''] = text.split('</table>')
  expect(hard).toContain('What had to hold')
  expect(hard).not.toMatch(/felt better|Not met/)
  expect(soft).toContain('one metric that is shown better suffices')
  expect(soft).toMatch(/Shown here: 1 of 3/)
  expect(soft).not.toContain('Not met')
  const order = ['LCP felt better', 'FCP felt better', 'CLS felt better'].map(name => soft.indexOf(name))
  expect(order).toEqual(order.toSorted((a, b) => a - b))
  expect(
    judgements(verdict({ judgements: required.slice(0, 1).map(r => ({ ...r, outcome: 'unmet' })) }), 0.05)?.text,
  ).toContain('Not met')
})
