import { describe, expect, it } from 'vitest'
import type { Budget } from '../../model/budget.js'
import { checkBudgets, type GlobbedBuild } from './budgets.js'
import { readingOf, type TestModule } from './fixtures/bundles.js'
import { kindOf, type OutputFile } from './read-output.js'

const file = (path: string, size: number): OutputFile => ({
  path,
  size,
  gzip: size / 2,
  hash: path,
  kind: kindOf(path),
})

function build(
  files: Readonly<Record<string, number>>,
  modules?: Readonly<Record<string, TestModule>>,
  globbed: Readonly<Record<string, readonly string[]>> = {},
): GlobbedBuild {
  return {
    files: Object.entries(files).map(([path, size]) => file(path, size)),
    reading: modules ? readingOf(modules) : null,
    globbed: new Map(Object.entries(globbed).map(([glob, paths]) => [glob, new Set(paths)])),
  }
}

const MODULES = {
  'src/index.js': { size: 40_000 },
  'node_modules/lodash/lodash.js': { size: 60_000, by: ['src/index.js'] },
}
const now = build({ 'main.js': 100_000, 'a.png': 5000, 'b.png': 90_000 }, MODULES, { '*.png': ['a.png', 'b.png'] })
const before = build({ 'main.js': 90_000, 'a.png': 5000 }, { 'src/index.js': { size: 90_000 } }, { '*.png': ['a.png'] })

const judge = (budget: Budget, base: GlobbedBuild | null = before, missing = { missing: 'no base', inOrder: false }) =>
  checkBudgets([budget], now, base, base === null ? missing : null)
const outcomes = (...given: Parameters<typeof judge>) => judge(...given).map(({ outcome }) => outcome)

describe('a budget', () => {
  it.each<[string, Budget, string]>([
    ['of an entry', { entry: 'main', must: 'size <= 100kb' }, 'kept'],
    ['that is exceeded by one byte', { entry: 'main', must: 'size <= 99999b' }, 'broken'],
    ['after gzip', { entry: 'main', must: 'gzip <= 50kb' }, 'kept'],
    ['of files', { entry: 'main', must: 'count <= 1' }, 'kept'],
    ['of a kind', { kind: 'image', must: 'size <= 90kb' }, 'broken'],
    ['of a glob', { files: '*.png', must: 'count <= 1' }, 'broken'],
    ['of a package', { package: 'lodash', must: 'size <= 59kb' }, 'broken'],
    ['of a package that must not come in', { package: 'moment', must: 'size == 0' }, 'kept'],
    ['of a package that came in', { package: 'lodash', must: 'size == 0' }, 'broken'],
    ['of own code', { folder: './src/', must: 'size <= 40kb' }, 'kept'],
    ['of growth in bytes', { entry: 'main', must: 'growth <= 10kb' }, 'kept'],
    ['of growth in per cent', { entry: 'main', must: 'growth <= 11%' }, 'broken'],
    ['of growth from nothing', { package: 'lodash', must: 'growth <= 500%' }, 'broken'],
    ['of files that must not be there', { kind: 'font', must: 'count == 0' }, 'kept'],
  ])('%s is judged', (_, budget, outcome) => {
    expect(outcomes(budget)).toEqual([outcome])
  })

  it('of each file is judged file by file', () => {
    expect(
      judge({ kind: 'image', each: true, must: 'size <= 50kb' }).map(({ subject, outcome }) => [subject, outcome]),
    ).toEqual([
      ['a.png', 'kept'],
      ['b.png', 'broken'],
    ])
  })

  it('says the values, and whether the base broke it too', () => {
    expect(judge({ entry: 'main', must: 'size <= 95kb' })[0]).toMatchObject({
      value: 100_000,
      limit: 95_000,
      brokenBefore: false,
      reason: 'weighs 100 kB (<= 95 kB), 90 kB in the base',
    })
    expect(judge({ entry: 'main', must: 'size <= 80kb' })[0]).toMatchObject({
      brokenBefore: true,
      reason: 'weighs 100 kB (<= 80 kB); the base broke it too (90 kB)',
    })
    expect(judge({ entry: 'main', must: 'size <= 99999b' })[0]?.reason).toContain('100,000 B')
  })

  it.each<[string, Budget, RegExp]>([
    ['an entry', { entry: 'mian', must: 'size <= 1mb' }, /there is no entry mian; there is main/],
    ['a glob', { files: '*.woff2', must: 'size <= 1mb' }, /the output has no files \*\.woff2/],
    ['a package', { package: 'momemt', must: 'size <= 1mb' }, /holds nothing of package momemt/],
    ['a folder', { folder: 'sorce', must: 'size <= 1mb' }, /holds nothing of own code in sorce/],
  ])('of %s that is not there cannot be kept', (_, budget, said) => {
    const [check] = judge(budget)
    expect(check).toMatchObject({ outcome: 'void', reason: expect.stringMatching(said) })
  })

  it('of an entry cannot be kept where no bundler is read', () => {
    const [check] = checkBudgets([{ entry: 'main', must: 'size <= 1mb' }], build({ 'a.js': 1 }), null, null)
    expect(check).toMatchObject({ outcome: 'void', reason: expect.stringContaining('no bundler that is read') })
  })

  it('of growth without a base is left open where that is in order, and not kept where it is not', () => {
    const growth: Budget = { entry: 'main', must: 'growth <= 5%' }
    expect(outcomes(growth, null, { missing: 'this is main', inOrder: true })).toEqual(['unjudged'])
    expect(outcomes(growth, null)).toEqual(['void'])
    expect(outcomes({ entry: 'main', must: 'size <= 1mb' }, null)).toEqual(['kept'])
  })
})
