import { expect, it } from 'vitest'
import type { BundleModule } from '../../../../model/observation.js'
import { readNeeds } from './needs.js'
import { chanceOfVisit } from './traffic.js'

const module = (path: string, importedBy: readonly (readonly [path: string, dynamic?: boolean])[]): BundleModule => ({
  path,
  packageName: null,
  parsedSize: 1,
  gzipSize: 1,
  chunkFiles: [importedBy.length === 0 ? 'main.js' : 'other.js'],
  importedBy: importedBy.map(([from, dynamic = false]) => ({ path: from, dynamic })),
})

it('counts as needed what is not there already, on every way', () => {
  const modules = [
    module('index', []),
    module('base', [['index'], ['a'], ['b']]),
    module('a', [['index', true]]),
    module('b', [['index', true]]),
    module('both', [['a'], ['b']]),
    // Opened from within `a`, where `both` is there already.
    module('dialog', [['a', true]]),
    module('only', [['dialog']]),
    { ...module('both', []), path: 'unrelated', chunkFiles: ['elsewhere.js'] },
  ].map(one =>
    one.path === 'both' ? { ...one, importedBy: [...one.importedBy, { path: 'dialog', dynamic: false }] } : one,
  )
  const { roots, neededBy } = readNeeds({ modules, entrypoints: [{ name: 'main', files: ['main.js'], size: 1 }] })
  const names = (path: string) => neededBy.get(path)?.map(index => roots[index]!.module)
  expect(roots.map(({ module: path, first }) => [path, first])).toEqual([
    ['index', true],
    ['a', false],
    ['b', false],
    ['dialog', false],
  ])
  expect(names('base')).toEqual(['index'])
  expect(names('both')).toEqual(['a', 'b'])
  expect(names('only')).toEqual(['dialog'])
  expect(names('unrelated')).toBeUndefined()
})

it('knows how likely a visit comes by, over all ways it may go', () => {
  // From home to either page and back: three pages open one of them for certain, the left one in three quarters of visits.
  const traffic = {
    loads: [new Set([0]), new Set([0, 1]), new Set([0, 2])],
    begin: [1, 0, 0],
    next: [
      [0, 0.5, 0.5],
      [1, 0, 0],
      [1, 0, 0],
    ],
    length: 4,
    measured: 3,
  }
  expect(chanceOfVisit(traffic, [0])).toBe(1)
  expect(chanceOfVisit(traffic, [1, 2])).toBe(1)
  expect(chanceOfVisit(traffic, [1])).toBeCloseTo(0.75, 12)
})
