import { expect, it } from 'vitest'
import { budgetList, readBudgetCondition } from './budget.js'
import { parseWith } from './parse.js'

const read = (value: unknown) => parseWith(budgetList, value, 'budgets')

it('takes what can be limited', () => {
  const budgets = [
    { entry: '*', must: ['size <= 300kb', 'gzip <= 90kb', 'growth <= 5%', 'count <= 4'] },
    { kind: 'image', each: true, must: 'size < 200kb' },
    { files: 'assets/*.css', must: 'gzip-growth <= 2kb' },
    { name: 'No moment', package: 'moment', must: 'size == 0' },
    { folder: 'src/admin', must: 'size <= 40kb' },
  ]
  expect(read(budgets)).toEqual(budgets)
  expect(readBudgetCondition('growth <= 5%')).toEqual({
    condition: { statistic: 'growth', operator: '<=', value: 0.05, unit: 'ratio' },
  })
})

it.each([
  ['a key that is not known', [{ entri: 'main', must: 'size <= 1kb' }], /entri.*did you mean "entry"/s],
  ['no subject', [{ must: 'size <= 1kb' }], /exactly one of entry, kind, files, package, folder/],
  ['two subjects', [{ entry: 'main', kind: 'script', must: 'size <= 1kb' }], /not entry and kind/],
  ['no condition', [{ entry: 'main', must: [] }], /must.*or a list of them/s],
  ['what a trigger says, which is the other way round', [{ entry: 'main', must: 'size > 300kb' }], /what has to hold/],
  ['growth without a unit', [{ entry: 'main', must: 'growth <= 5' }], /a unit with growth/],
  ['a share of a size', [{ entry: 'main', must: 'size <= 5%' }], /bytes \(b, kb, mb\) with size/],
  ['half a file', [{ entry: 'main', must: 'count <= 1.5' }], /a whole number of files/],
  ['files of a package', [{ package: 'a', must: 'count <= 1' }], /what is counted is files/],
  ['each of an entry', [{ entry: 'main', each: true, must: 'size <= 1kb' }], /each.*with `kind` or `files` only/s],
  ['a glob that leads out', [{ files: '../*.js', must: 'size <= 1kb' }], /a glob on paths in the output/],
])('refuses %s, with its path', (_, budgets, said) => {
  expect(() => read(budgets)).toThrow(said)
  expect(() => read(budgets)).toThrow(/\[0\]/)
})
