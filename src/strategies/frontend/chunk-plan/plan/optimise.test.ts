import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Atom } from './atoms.js'
import { type CostModel, CostOf, HOME } from './cost.js'
import { planOf } from './name-chunks.js'
import { optimise, seedsOf } from './optimise.js'

const ROOTS = [
  { module: 'src/index.js', first: true },
  { module: 'src/a.js', first: false },
  { module: 'src/b.js', first: false },
]
const SETS = [[0], [1], [2], [1, 2]]

const atom = (
  index: number,
  set: number,
  compressed: number,
  chance: number,
  own: boolean,
  imports: number[],
): Atom => ({
  id: `atom-${index}`,
  packageName: own ? null : `package-${index}`,
  modules: [`${own ? 'src' : `node_modules/package-${index}`}/module-${index}.js`],
  roots: SETS[set]!,
  changes: [{ id: `group-${index}`, chance }],
  movable: true,
  imports,
  opens: [],
  size: compressed * 3,
  compressed,
  fileCompressed: 100_000,
})

/** Even chances to go from any page to any other. */
const TRAFFIC = {
  loads: [new Set([0]), new Set([0, 1]), new Set([0, 2])],
  begin: [0.5, 0.3, 0.2],
  next: [
    [0, 0.5, 0.5],
    [0.5, 0, 0.5],
    [0.5, 0.5, 0],
  ],
  length: 3,
  measured: 3,
}

const models = fc
  .tuple(
    fc.array(
      fc.tuple(
        fc.nat(3),
        fc.integer({ min: 200, max: 60_000 }),
        fc.double({ min: 0, max: 0.6, noNaN: true }),
        fc.boolean(),
        fc.array(fc.nat(30), { maxLength: 2 }),
      ),
      { minLength: 1, maxLength: 12 },
    ),
    fc.boolean(),
    fc.double({ min: 0, max: 1, noNaN: true }),
    fc.boolean(),
  )
  .map(
    ([atoms, linked, returning, runtimeApart]): CostModel => ({
      // Imports lead to what stands before, and to what is there whenever it is needed itself.
      atoms: atoms.map(([set, compressed, chance, own, imports], index) => {
        const there = (to: number): boolean => SETS[atoms[to]![0]]!.includes(0) || atoms[to]![0] === set
        return atom(
          index,
          set,
          compressed,
          chance,
          own,
          [...new Set(imports.map(one => one % (index + 1)))].filter(one => one < index && there(one)),
        )
      }),
      roots: ROOTS,
      traffic: TRAFFIC,
      returning,
      requestCost: 1_500,
      minimumSize: linked ? 0 : 10_000,
      maximumRequests: 8,
      linked,
      runtimeApart: !linked && runtimeApart,
    }),
  )

const runs = { numRuns: 30 }

describe('a plan', () => {
  it('is never dearer than any way to cut that it begins from, and within its limits', () => {
    fc.assert(
      fc.property(models, model => {
        const costs = new CostOf(model)
        const { assignment, costs: found } = optimise(model)
        expect(found.total).toBeLessThan(Number.POSITIVE_INFINITY)
        expect(costs.of(assignment).total).toBe(found.total)
        for (const seed of seedsOf(model)) expect(found.total).toBeLessThanOrEqual(costs.of(seed).total + 1e-6)
      }),
      runs,
    )
  })

  it('is the same each time', () => {
    fc.assert(
      fc.property(models, model => {
        expect(optimise(structuredClone(model))).toEqual(optimise(model))
      }),
      runs,
    )
  })

  it('has each module at one place, and makes nothing load what it does not need', () => {
    fc.assert(
      fc.property(models, model => {
        const optimised = optimise(model)
        const { chunks } = planOf(model.atoms, optimised, { taken: ['main'], firsts: [0], runtimeApart: false })
        const named = chunks.flatMap(({ modules, packages }) => [...modules, ...packages])
        expect(new Set(named).size).toBe(named.length)
        expect(new Set(['main', ...chunks.map(({ name }) => name)]).size).toBe(chunks.length + 1)
        for (const { atoms, roots } of optimised.costs.chunks.filter(({ id }) => id.startsWith('chunk ')))
          for (const one of atoms) expect(one.roots).toEqual(roots)
      }),
      runs,
    )
  })
})

const one = (atoms: readonly Atom[], model: Partial<CostModel> = {}): CostModel => ({
  atoms,
  roots: ROOTS,
  traffic: TRAFFIC,
  returning: 0.5,
  requestCost: 1_500,
  minimumSize: 10_000,
  maximumRequests: 8,
  linked: false,
  runtimeApart: true,
  ...model,
})

it('parts what changes with every deploy from what hardly ever does', () => {
  const { assignment } = optimise(one([atom(0, 0, 50_000, 0.01, false, []), atom(1, 0, 20_000, 0.9, true, [])]))
  expect(assignment[0]).not.toBe(assignment[1])
})

it('cuts nothing for visitors who never come back', () => {
  const model = one([atom(0, 0, 50_000, 0.01, false, []), atom(1, 0, 20_000, 0.9, true, [])], { returning: 0 })
  expect(optimise(model).assignment).toEqual([HOME, HOME])
})

it('keeps together what would cost more to ask for than it saves', () => {
  const small = [0, 1, 2, 3].map(index => atom(index, 0, 4_000, 0.02, false, []))
  const { assignment } = optimise(one(small, { requestCost: 20_000 }))
  expect(new Set(assignment).size).toBe(1)
})

it('takes no cut of ES modules whose files would import each other in a circle, or take along what is planned nowhere', () => {
  const circle = [atom(0, 0, 30_000, 0.01, false, [1]), atom(1, 0, 30_000, 0.5, false, [0])]
  const linked = { linked: true, minimumSize: 0 }
  const costs = new CostOf(one(circle, linked))
  expect(costs.of([0, 1]).total).toBe(Number.POSITIVE_INFINITY)
  expect(costs.of([0, 0]).total).toBeLessThan(Number.POSITIVE_INFINITY)
  // A planned file takes along what it imports: `atom-0` with `atom-1`, which a third needs without it.
  expect(costs.of([0, HOME]).total).toBe(Number.POSITIVE_INFINITY)
  expect(costs.of([HOME, HOME]).total).toBeLessThan(Number.POSITIVE_INFINITY)
})

it('knows that a file of ES modules changes with the files that it imports', () => {
  const stable = atom(0, 0, 30_000, 0, false, [1])
  const linked = { linked: true, minimumSize: 0 }
  const [first] = new CostOf(one([stable, atom(1, 0, 30_000, 0.5, false, [])], linked)).of([0, 1]).chunks
  expect(first).toMatchObject({ id: 'chunk 0', chance: 0.5 })
})
