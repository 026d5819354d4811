import type { Atom } from './atoms.js'
import type { Optimised } from './optimise.js'
import type { ChunkPlan, PlannedChunk } from './plan.js'

const simple = (text: string): string =>
  text
    .replace(/^@/, '')
    .replace(/[^\w-]+/g, '-')
    .toLowerCase()

const fileName = (path: string): string =>
  path
    .split('/')
    .at(-1)!
    .replace(/\.\w+$/, '')

/** Of the heaviest thing in it: as long as that is there, the name stays. */
const nameOf = (atoms: readonly Atom[], taken: ReadonlySet<string>): string => {
  const [heaviest] = atoms.toSorted((a, b) => b.compressed - a.compressed || (a.id < b.id ? -1 : 1))
  const wanted = simple(heaviest!.packageName ?? fileName(heaviest!.modules[0]!)) || 'chunk'
  let name = wanted
  for (let more = 2; taken.has(name); more++) name = `${wanted}-${more}`
  return name
}

export interface NamingOptions {
  /** Names of chunks that the build has already. */
  readonly taken: Iterable<string>
  /** Indexes of the roots that pages load. */
  readonly firsts: readonly number[]
  readonly runtimeApart: boolean
}

/** An assignment as plain data. A package that lies in several places is named module by module. */
export const planOf = (
  atoms: readonly Atom[],
  { assignment, costs }: Optimised,
  { taken, firsts, runtimeApart }: NamingOptions,
): ChunkPlan => {
  const names = new Set(taken)
  const placesOf = new Map<string, Set<number>>()
  for (const [index, { packageName }] of atoms.entries())
    if (packageName !== null)
      placesOf.set(packageName, (placesOf.get(packageName) ?? new Set<number>()).add(assignment[index]!))
  const planned = costs.chunks.filter(({ id }) => id.startsWith('chunk '))
  const chunks = planned.map((chunk): PlannedChunk => {
    const name = nameOf(chunk.atoms, names)
    names.add(name)
    const whole = chunk.atoms.filter(atom => atom.packageName !== null && placesOf.get(atom.packageName)!.size === 1)
    const parts = chunk.atoms.filter(atom => !whole.includes(atom))
    return {
      name,
      packages: [...new Set(whole.map(({ packageName }) => packageName!))].toSorted(),
      modules: parts.flatMap(({ modules }) => modules).toSorted(),
    }
  })
  const everywhere = planned.flatMap((chunk, index) =>
    firsts.every(root => chunk.roots.includes(root)) ? [{ chance: chunk.chance, name: chunks[index]!.name }] : [],
  )
  const [common] = everywhere.toSorted((a, b) => a.chance - b.chance || (a.name < b.name ? -1 : 1))
  return { chunks, common: common?.name ?? 'helpers', runtimeApart }
}
