import { chanceOf } from './atoms.js'
import { type Assignment, type CostModel, CostOf, type Costs, HOME } from './cost.js'

/** With so many atoms that are loaded with the same, every way to cut them is tried. */
const EXACT = 6
const ROUNDS = 40

const numbersIn = (assignment: Assignment): number[] => [...new Set(assignment.filter(one => one !== HOME))]

const free = (assignment: Assignment): number => Math.max(-1, ...assignment) + 1

/** The same assignment with its chunks numbered in the order in which they are met. */
const renumbered = (assignment: Assignment): Assignment => {
  const names = new Map<number, number>()
  return assignment.map(chunk => {
    if (chunk === HOME) return HOME
    if (!names.has(chunk)) names.set(chunk, names.size)
    return names.get(chunk)!
  })
}

/** Atoms by what they are loaded with. */
const lotsOf = ({ atoms }: CostModel): number[][] => {
  const lots = new Map<string, number[]>()
  for (const [index, { roots, movable }] of atoms.entries()) {
    if (!movable) continue
    const key = roots.join()
    lots.set(key, [...(lots.get(key) ?? []), index])
  }
  return [...lots.values()]
}

/** All ways to put `count` things into groups or none of them (−1): restricted growth strings. */
function* partitions(count: number): Generator<readonly number[]> {
  const walk = function* (prefix: readonly number[], groups: number): Generator<readonly number[]> {
    if (prefix.length === count) {
      yield prefix
      return
    }
    yield* walk([...prefix, HOME], groups)
    for (let group = 0; group <= groups; group++) yield* walk([...prefix, group], Math.max(groups, group + 1))
  }
  yield* walk([], 0)
}

const FRAMEWORK = /^(react|react-dom|scheduler|prop-types|use-subscription|vue|@vue\/.+)$/

/** Assignments to begin from: what others do, and cuts along what changes more often. */
export const seedsOf = (model: CostModel): readonly Assignment[] => {
  const { atoms, roots } = model
  const lots = lotsOf(model)
  const lotOf = new Map(lots.flatMap((lot, number) => lot.map(atom => [atom, number] as const)))
  const byRule = (rule: (index: number) => string | null): Assignment => {
    const names = new Map<string, number>()
    return atoms.map(({ movable }, index) => {
      const name = movable ? rule(index) : null
      if (name === null) return HOME
      const key = `${lotOf.get(index)} ${name}`
      if (!names.has(key)) names.set(key, names.size)
      return names.get(key)!
    })
  }
  const shared = (index: number): boolean => atoms[index]!.roots.length > 1
  const first = (index: number): boolean => atoms[index]!.roots.some(root => roots[root]!.first)
  return [
    atoms.map(() => HOME),
    // The granular rule: the framework, each large library, what several roots share.
    byRule(index => {
      const { packageName, size, id } = atoms[index]!
      if (packageName !== null && FRAMEWORK.test(packageName)) return 'framework'
      if (packageName !== null && size > 160_000) return id
      return shared(index) ? 'shared' : null
    }),
    // All packages apart from the project's own.
    byRule(index => (atoms[index]!.packageName !== null ? 'packages' : shared(index) ? 'shared' : null)),
    // Packages of the first load only.
    byRule(index => (atoms[index]!.packageName !== null && first(index) ? 'packages' : null)),
    // Each package by itself.
    byRule(index => (atoms[index]!.packageName !== null ? atoms[index]!.id : null)),
    ...[0.01, 0.03, 0.1].map(chance =>
      byRule(index =>
        atoms[index]!.packageName === null ? null : chanceOf(atoms[index]!) < chance ? 'settled' : 'busy',
      ),
    ),
  ]
}

/** Chunks below the limits are taken back to where they come from, the smallest first, until the limits hold. */
const withinLimits = (model: CostModel, costs: CostOf, seed: Assignment): Assignment => {
  let assignment = seed
  while (costs.of(assignment).total === Number.POSITIVE_INFINITY) {
    const sizes = numbersIn(assignment).map(chunk => ({
      chunk,
      size: model.atoms.reduce((sum, { size }, index) => (assignment[index] === chunk ? sum + size : sum), 0),
    }))
    const smallest = sizes.toSorted((a, b) => a.size - b.size || a.chunk - b.chunk)[0]
    if (smallest === undefined) break
    assignment = assignment.map(one => (one === smallest.chunk ? HOME : one))
  }
  return assignment
}

/** Everything that one step can lead to: an atom elsewhere, two chunks of the same lot made one, a chunk dissolved. */
function* steps(assignment: Assignment, lots: readonly (readonly number[])[]): Generator<Assignment> {
  for (const lot of lots) {
    const chunks = [...new Set(lot.map(atom => assignment[atom]!))].filter(one => one !== HOME)
    for (const atom of lot) {
      for (const to of [HOME, ...chunks, free(assignment)]) if (to !== assignment[atom]) yield assignment.with(atom, to)
    }
    for (const [position, one] of chunks.entries()) {
      yield assignment.map(chunk => (chunk === one ? HOME : chunk))
      for (const other of chunks.slice(position + 1)) yield assignment.map(chunk => (chunk === other ? one : chunk))
    }
    const home = lot.filter(atom => assignment[atom] === HOME)
    if (home.length > 1) {
      const to = free(assignment)
      yield assignment.map((chunk, atom) => (home.includes(atom) ? to : chunk))
    }
  }
}

/** Every way to cut a small lot, the others as they are. */
function* exactSteps(assignment: Assignment, lot: readonly number[]): Generator<Assignment> {
  const from = free(assignment)
  for (const partition of partitions(lot.length)) {
    const next = [...assignment]
    for (const [position, atom] of lot.entries()) {
      const group = partition[position]!
      next[atom] = group === HOME ? HOME : from + group
    }
    yield next
  }
}

const descend = (model: CostModel, costs: CostOf, seed: Assignment): Assignment => {
  const lots = lotsOf(model)
  let best = seed
  let total = costs.of(best).total
  const better = (candidates: Iterable<Assignment>): boolean => {
    let found: Assignment | null = null
    for (const candidate of candidates) {
      const cost = costs.of(candidate).total
      if (cost < total - 1e-6) {
        total = cost
        found = candidate
      }
    }
    if (found) best = renumbered(found)
    return found !== null
  }
  for (let round = 0; round < ROUNDS; round++) {
    let moved = better(steps(best, lots))
    if (!moved) for (const lot of lots) if (lot.length <= EXACT) moved = better(exactSteps(best, lot)) || moved
    if (!moved) break
  }
  return best
}

export interface Optimised {
  readonly assignment: Assignment
  readonly costs: Costs
}

/**
 * Looks for the assignment that costs least: steepest descent from several beginnings, small lots exactly. Never worse than any of the
 * beginnings, and the same each time.
 */
export const optimise = (model: CostModel): Optimised => {
  const costs = new CostOf(model)
  let best: Assignment = model.atoms.map(() => HOME)
  for (const seed of seedsOf(model)) {
    const found = descend(model, costs, withinLimits(model, costs, seed))
    if (costs.of(found).total < costs.of(best).total - 1e-6) best = found
  }
  return { assignment: renumbered(best), costs: costs.of(renumbered(best)) }
}
