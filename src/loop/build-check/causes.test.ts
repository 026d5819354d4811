import { describe, expect, it } from 'vitest'
import { type Changes, growthCauses } from './causes.js'
import { readingOf, type TestModule } from './fixtures/bundles.js'
import type { OutputFile } from './read-output.js'

const NO_CHANGES: Changes = { commits: [], uncommitted: [], prefix: '' }
type Modules = Readonly<Record<string, TestModule>>

const causes = (
  before: Modules,
  after: Modules,
  o: { before?: Record<string, string>; after?: Record<string, string>; changes?: Changes } = {},
) =>
  growthCauses(
    { files: [], reading: readingOf(before, o.before) },
    { files: [], reading: readingOf(after, o.after) },
    o.changes ?? NO_CHANGES,
  ).map(({ cause }) => cause)

const messages = (...given: Parameters<typeof causes>) => causes(...given).map(({ message }) => message)

const INDEX = { 'src/index.js': { size: 2000 } }
const LODASH = 'node_modules/lodash/lodash.js'

describe('what a first load holds that it did not', () => {
  it('is a new package, with its version and who imports it', () => {
    const after = { ...INDEX, [LODASH]: { size: 71_200, by: ['src/index.js'] } }
    expect(messages(INDEX, after, { after: { 'node_modules/lodash': '4.17.21' } })).toEqual([
      'lodash 4.17.21 (71 kB) is new in the first load: imported by src/index.js',
    ])
  })

  it('is told by the package that makes most of it, and by the import that leads to it', () => {
    const after = {
      ...INDEX,
      'src/cart.js': { size: 900, by: ['src/index.js'] },
      [LODASH]: { size: 71_200, by: ['src/cart.js'] },
    }
    const [cause, ...others] = causes(INDEX, after)
    expect(others).toEqual([])
    expect(cause).toMatchObject({ kind: 'new-package', subject: 'lodash', bytes: 72_100, importedBy: ['src/cart.js'] })
    expect(cause?.message).toContain('imported by src/cart.js; src/index.js imports src/cart.js now')
  })

  it('is what was loaded later and is imported statically now', () => {
    const dialog = (by: string, file: string) => ({
      'src/dialog.js': { size: 400, by: [by], in: [file] },
      'node_modules/semver/index.js': { size: 24_000, by: ['src/dialog.js'], in: [file] },
    })
    const [cause] = causes(
      { ...INDEX, ...dialog('src/index.js?', 'later.js') },
      { ...INDEX, ...dialog('src/index.js', 'main.js') },
    )
    expect(cause).toMatchObject({ kind: 'moved-to-first-load', subject: 'semver', bytes: 24_400 })
    expect(cause?.message).toContain('src/index.js imports src/dialog.js statically now, by import() before')
  })

  it('is a second copy of a package, told from one that only moved in the folders', () => {
    const semver = (folder: string) => ({ [`${folder}/index.js`]: { size: 20_000, by: ['src/index.js'] } })
    const old = semver('node_modules/semver')
    const versions = { 'node_modules/semver': '7.0.0' }
    const both = {
      ...INDEX,
      ...old,
      'node_modules/a/node_modules/semver/index.js': { size: 18_000, by: ['src/index.js'] },
    }
    const after = { ...versions, 'node_modules/a/node_modules/semver': '6.0.0' }
    expect(messages({ ...INDEX, ...old }, both, { before: versions, after })).toEqual([
      'semver 6.0.0 (18 kB) is in the first load beside semver 7.0.0: another copy of one package, imported by src/index.js',
    ])
    const moved = { ...INDEX, ...semver('node_modules/.pnpm/semver@7.0.0/node_modules/semver') }
    expect(causes({ ...INDEX, ...old }, moved, { before: versions })).toEqual([])
  })

  it('is more of a package that was there, or another version of it', () => {
    const debounce = { 'node_modules/lodash/debounce.js': { size: 2000, by: ['src/index.js'] } }
    const before = { ...INDEX, ...debounce }
    const whole = { ...before, [LODASH]: { size: 70_000, by: ['src/index.js'] } }
    expect(causes(before, whole)[0]).toMatchObject({
      kind: 'more-of-package',
      bytes: 70_000,
      importedBy: ['src/index.js'],
    })
    const larger = { ...INDEX, 'node_modules/lodash/debounce.js': { size: 5000, by: ['src/index.js'] } }
    const versions = { before: { 'node_modules/lodash': '3.0.0' }, after: { 'node_modules/lodash': '4.0.0' } }
    expect(messages(before, larger, versions)).toEqual(['lodash 3.0.0 → 4.0.0: +3.0 kB in the first load'])
  })

  it('is one cause where several entries have it', () => {
    const two = { 'src/index.js': { size: 2000 }, 'src/admin.js': { size: 500, in: ['admin.js'] } }
    const after = {
      ...two,
      [LODASH]: { size: 140_000, in: ['main.js', 'admin.js'], by: ['src/index.js', 'src/admin.js'] },
    }
    const found = causes(two, after)
    expect(found).toHaveLength(1)
    expect(found[0]).toMatchObject({ bytes: 70_000 })
    expect(found[0]?.entries.toSorted()).toEqual(['admin', 'main'])
  })

  it('is also what another entry had before', () => {
    const lodash = (files: string[]) => ({
      [LODASH]: { size: 70_000 * files.length, in: files, by: ['src/index.js', 'src/admin.js'] },
    })
    const two = { 'src/index.js': { size: 2000 }, 'src/admin.js': { size: 500, in: ['admin.js'] } }
    const [cause] = causes({ ...two, ...lodash(['main.js']) }, { ...two, ...lodash(['main.js', 'admin.js']) })
    expect(cause).toMatchObject({ entries: ['admin'], bytes: 70_000 })
  })
})

it('what shrank, or left the first load, is told too, below what grew', () => {
  const before = {
    ...INDEX,
    'src/old.js': { size: 9000, by: ['src/index.js'] },
    'src/a.js': { size: 5000, by: ['src/index.js'] },
  }
  const after = { 'src/index.js': { size: 4000 }, 'src/a.js': { size: 5000, in: ['later.js'], by: ['src/index.js?'] } }
  expect(messages(before, after)).toEqual([
    'src/index.js grew by 2.0 kB to 4.0 kB in the first load',
    'src/a.js left the first load (−5.0 kB) and is loaded elsewhere now',
    'src/old.js is gone from the first load (−9.0 kB)',
  ])
})

it('what is loaded later grows by itself', () => {
  const after = { ...INDEX, 'src/help.js': { size: 3000, in: ['help.js'], by: ['src/index.js?'] } }
  expect(messages(INDEX, after)).toEqual([
    'src/help.js (3.0 kB) is new in what is loaded later: imported by src/index.js',
  ])
})

it('many small changes are one line, so that the others can be seen', () => {
  const small = Object.fromEntries(
    Array.from({ length: 9 }, (_, i) => [`src/m${i}.js`, { size: 50 + i, by: ['src/index.js'] }]),
  )
  const smaller = Object.fromEntries(
    Object.entries(small).map(([name, one]) => [name, { ...one, size: one.size - 10 }]),
  )
  const found = causes({ ...INDEX, ...smaller }, { 'src/index.js': { size: 40_000 }, ...small })
  expect(found.map(({ kind, bytes }) => [kind, bytes])).toEqual([
    ['larger-module', 38_000],
    ['rest', 90],
  ])
})

it('names commits that changed what imports it, and what is not committed', () => {
  const after = { ...INDEX, [LODASH]: { size: 71_200, by: ['src/index.js'] } }
  const changes = {
    prefix: 'shop',
    uncommitted: ['shop/package.json', 'other/x.js'],
    commits: [
      { id: 'c3', subject: 'Elsewhere', paths: new Set(['other/src/index.js']) },
      { id: 'c2', subject: 'Count the cart', paths: new Set(['shop/src/index.js']) },
      { id: 'c1', subject: 'Add lodash', paths: new Set(['shop/package-lock.json']) },
    ],
  }
  const [cause] = causes(INDEX, after, { changes })
  expect(cause?.commits.map(({ id }) => id)).toEqual(['c2', 'c1'])
  expect(cause?.uncommitted).toEqual(['shop/package.json'])
})

it('without a bundler that is read, files are told, under whatever hash', () => {
  const file = (path: string, size: number, hash = `${path}${size}`): OutputFile => ({
    path,
    size,
    gzip: size,
    hash,
    kind: 'image',
  })
  const before = [file('app-DiwrgTda.js', 1000), file('hero.png', 9000, 'h'), file('old.css', 700)]
  const after = [file('app-Bx41_s9a.js', 4000), file('img/hero.png', 9000, 'h'), file('lamp.png', 50_000)]
  const changes = { ...NO_CHANGES, commits: [{ id: 'c1', subject: 'A lamp', paths: new Set(['assets/lamp.png']) }] }
  const found = growthCauses({ files: before, reading: null }, { files: after, reading: null }, changes)
  expect(found.map(({ cause }) => [cause.message, cause.commits.length])).toEqual([
    ['lamp.png (50 kB) is new in the output', 1],
    ['app-Bx41_s9a.js grew by 3.0 kB to 4.0 kB in the output', 0],
    ['old.css is gone from the output (−700 B)', 0],
  ])
})
