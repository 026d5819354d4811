import { anyChange } from '../../../../instruments/deploys/change-chances.js'
import type { ChangeGroup } from '../../../../model/observation.js'
import type { Atom } from './atoms.js'
import type { Root } from './needs.js'
import { chanceOfVisit, type Traffic } from './traffic.js'

/** Where an atom goes: a chunk of its own making by number, or `HOME`: with the roots that need it, in each of them. */
export type Assignment = readonly number[]
export const HOME = -1

export interface CostModel {
  readonly atoms: readonly Atom[]
  readonly roots: readonly Root[]
  readonly traffic: Traffic
  /** Share of visits by people who were there before the last deploy. */
  readonly returning: number
  /** What a request costs besides its body, in bytes that the link could have carried. */
  readonly requestCost: number
  /** Fewest bytes of a chunk that is cut off, before compression. */
  readonly minimumSize: number
  /** Most scripts that a root may ask for at once. */
  readonly maximumRequests: number
  /** Files name the files that they import, hashes and all: ES modules. Nothing is in two files then. */
  readonly linked: boolean
  /** Whether webpack's runtime, which names all that is loaded later, has a file of its own. */
  readonly runtimeApart: boolean
}

export interface CostedChunk {
  /** `chunk 3`, `home of 0`, `runtime`. */
  readonly id: string
  readonly atoms: readonly Atom[]
  readonly roots: readonly number[]
  readonly compressed: number
  /** That the next deploy changes it. */
  readonly chance: number
  readonly cost: number
}

export interface Costs {
  /** Expected bytes of a visit, requests included; infinite where a limit is passed. */
  readonly total: number
  readonly chunks: readonly CostedChunk[]
}

/**
 * How much worse a part compresses than the whole, for each time that it is e times smaller: Brotli's ratio of minified JavaScript falls about so
 * with the logarithm of the size (measured on the bench's projects).
 */
export const LOSS_PER_LOG = 0.03
const CHUNK_WRAPPER = 120
const RUNTIME = 1_100
const RUNTIME_PER_CHUNK = 14

/** Compressed bytes of atoms in one file. */
export const compressedTogether = (atoms: readonly Atom[]): number => {
  const sum = atoms.reduce((all, { compressed }) => all + compressed, 0)
  if (sum === 0) return 0
  const loss = (atom: Atom): number =>
    Math.min(1.5, Math.max(0.9, 1 + LOSS_PER_LOG * Math.log(Math.max(1, atom.fileCompressed) / sum)))
  return CHUNK_WRAPPER + atoms.reduce((all, atom) => all + atom.compressed * loss(atom), 0)
}

const groupsOf = (atoms: readonly Atom[]): ChangeGroup[] => atoms.flatMap(({ changes }) => changes)

/** Whether a planned file would take along something that it imports and that is planned nowhere. */
const takesAlong = (atoms: readonly Atom[], assignment: Assignment): boolean => {
  const reached = new Set(atoms.flatMap((_, index) => (assignment[index] === HOME ? [] : [index])))
  for (const index of reached) {
    for (const to of atoms[index]!.imports) {
      if (assignment[to] === HOME) return true
      reached.add(to)
    }
  }
  return false
}

const isCircular = (names: ReadonlyMap<string, ReadonlySet<string>>): boolean => {
  const state = new Map<string, 'open' | 'done'>()
  const visit = (place: string): boolean => {
    if (state.has(place)) return state.get(place) === 'open'
    state.set(place, 'open')
    const found = [...(names.get(place) ?? [])].some(visit)
    state.set(place, 'done')
    return found
  }
  return [...names.keys()].some(visit)
}

/** Some atoms, with two sums of their marks, by which a set that was seen before is known again: thousands of assignments differ in one atom each. */
class Lot {
  readonly atoms: Atom[] = []
  #one = 0
  #other = 0

  add(atom: Atom, [one, other]: readonly [number, number]): void {
    this.atoms.push(atom)
    this.#one = (this.#one + one) | 0
    this.#other = (this.#other + other) | 0
  }

  addAll(lot: Lot): void {
    for (const atom of lot.atoms) this.atoms.push(atom)
    this.#one = (this.#one + lot.#one) | 0
    this.#other = (this.#other + lot.#other) | 0
  }

  get key(): string {
    return `${this.#one} ${this.#other} ${this.atoms.length}`
  }
}

const lotIn = <K>(lots: Map<K, Lot>, key: K): Lot => {
  const known = lots.get(key) ?? new Lot()
  lots.set(key, known)
  return known
}

/** 32 bits that are as good as drawn, by number (the finalizer of MurmurHash3, Appleby 2011). */
const markOf = (number: number): number => {
  let mark = Math.imul(number ^ (number >>> 16), 0x85ebca6b)
  mark = Math.imul(mark ^ (mark >>> 13), 0xc2b2ae35)
  return (mark ^ (mark >>> 16)) | 0
}

/** Costs of assignments under one model. What is asked of the same atoms again is worked out once. */
export class CostOf {
  readonly #model: CostModel
  readonly #marks: readonly (readonly [number, number])[]
  /** Whether some of an atom's roots, or all of them, are loaded after the first load. */
  readonly #someLater: readonly boolean[]
  readonly #allLater: readonly boolean[]
  readonly #reach = new Map<string, number>()
  readonly #priced = new Map<string, CostedChunk>()
  readonly #sizes = new Map<string, number>()
  readonly #chances = new Map<string, number>()

  constructor(model: CostModel) {
    this.#model = model
    this.#marks = model.atoms.map((_, index) => [markOf(2 * index + 1), markOf(2 * index + 2)])
    const isLater = (root: number): boolean => !model.roots[root]!.first
    this.#someLater = model.atoms.map(atom => atom.roots.some(isLater))
    this.#allLater = model.atoms.map(atom => atom.roots.every(isLater))
  }

  of(assignment: Assignment): Costs {
    if (this.#model.linked) return this.#linked(assignment)
    const { atoms, roots, runtimeApart, minimumSize, maximumRequests } = this.#model
    const chunks = new Map<number, Lot>()
    const homes = roots.map(() => new Lot())
    const later = new Lot()
    for (const [index, atom] of atoms.entries()) {
      const [chunk, mark] = [assignment[index]!, this.#marks[index]!]
      if (chunk === HOME) for (const root of atom.roots) homes[root]!.add(atom, mark)
      else lotIn(chunks, chunk).add(atom, mark)
      // Those of a chunk are loaded with the same roots.
      const isLater = chunk === HOME ? this.#someLater[index] : this.#allLater[index]
      if (isLater) later.add(atom, mark)
    }
    const priced: CostedChunk[] = []
    const requests = roots.map(() => 1)
    let within = true
    for (const [number, members] of chunks) {
      const needed = members.atoms[0]!.roots
      if (members.atoms.reduce((sum, { size }) => sum + size, 0) < minimumSize) within = false
      for (const root of needed) requests[root]! += 1
      priced.push(this.#price(`chunk ${number}`, members, needed))
    }
    for (const [root, members] of homes.entries()) {
      const id = `home of ${root}`
      if (runtimeApart || !roots[root]!.first) priced.push(this.#price(id, members, [root]))
      else {
        const all = new Lot()
        all.addAll(members)
        all.addAll(later)
        const compressed = this.#compressed(members) + RUNTIME + RUNTIME_PER_CHUNK * (chunks.size + roots.length)
        priced.push(this.#costed(id, members.atoms, [root], compressed, this.#chanceOf(all)))
      }
    }
    if (requests.some(count => count > maximumRequests)) within = false
    const runtime = runtimeApart ? [this.#runtime(later, chunks.size + roots.length)] : []
    const all = [...priced, ...runtime].filter(chunk => chunk.compressed > 0)
    return { total: within ? all.reduce((sum, { cost }) => sum + cost, 0) : Number.POSITIVE_INFINITY, chunks: all }
  }

  /**
   * Files of ES modules: one for each set of roots beside the planned ones. A file changes with all those that it names, directly or not.
   * Ways to cut that would not hold are infinitely dear: files that import each other in a circle, and what a planned file would take
   * along because it imports it.
   */
  #linked(assignment: Assignment): Costs {
    const { atoms, roots, maximumRequests } = this.#model
    const placeOf = (index: number): string =>
      assignment[index] === HOME ? `home of ${atoms[index]!.roots.join()}` : `chunk ${assignment[index]}`
    const members = new Map<string, Lot>()
    const names = new Map<string, Set<string>>()
    const opened = new Map<string, Set<string>>()
    for (const [index, atom] of atoms.entries()) {
      const place = placeOf(index)
      lotIn(members, place).add(atom, this.#marks[index]!)
      const [named, later] = [names.get(place) ?? new Set<string>(), opened.get(place) ?? new Set<string>()]
      names.set(place, named)
      opened.set(place, later)
      for (const to of atom.imports) if (placeOf(to) !== place) named.add(placeOf(to))
      for (const root of atom.opens) later.add(`home of ${root}`)
    }
    if (takesAlong(atoms, assignment) || isCircular(names)) return { total: Number.POSITIVE_INFINITY, chunks: [] }
    const requests = roots.map(() => 0)
    const chunks = [...members].map(([place, those]) => {
      const reached = new Set([place])
      for (const one of reached)
        for (const next of [...(names.get(one) ?? []), ...(opened.get(one) ?? [])]) reached.add(next)
      const changing = new Lot()
      for (const one of reached) if (members.has(one)) changing.addAll(members.get(one)!)
      const needed = those.atoms[0]!.roots
      for (const root of needed) requests[root]! += 1
      return this.#costed(place, those.atoms, needed, this.#compressed(those), this.#chanceOf(changing))
    })
    const within = requests.every(count => count <= maximumRequests)
    return { total: within ? chunks.reduce((sum, { cost }) => sum + cost, 0) : Number.POSITIVE_INFINITY, chunks }
  }

  #compressed({ atoms, key }: Lot): number {
    const known = this.#sizes.get(key) ?? compressedTogether(atoms)
    this.#sizes.set(key, known)
    return known
  }

  #chanceOf({ atoms, key }: Lot): number {
    const known = this.#chances.get(key) ?? anyChange(groupsOf(atoms))
    this.#chances.set(key, known)
    return known
  }

  /** Bytes of a visit that opens every measured page once, and again after a deploy: what `visit-script-size` counts. */
  visitOf({ chunks }: Costs): number {
    const { loads, measured } = this.#model.traffic
    const seen = new Set(loads.slice(0, measured).flatMap(roots => [...roots]))
    return chunks
      .filter(({ roots }) => roots.length === 0 || roots.some(root => seen.has(root)))
      .reduce((sum, { compressed, chance }) => sum + compressed * (1 + chance), 0)
  }

  #runtime(later: Lot, named: number): CostedChunk {
    const compressed = RUNTIME + RUNTIME_PER_CHUNK * named
    return this.#costed('runtime', [], [], compressed, this.#chanceOf(later))
  }

  #price(id: string, lot: Lot, roots: readonly number[]): CostedChunk {
    const key = `${roots.join()} ${lot.key}`
    const known = this.#priced.get(key)
    if (known) return { ...known, id }
    const priced = this.#costed(id, lot.atoms, roots, this.#compressed(lot), this.#chanceOf(lot))
    this.#priced.set(key, priced)
    return priced
  }

  /**
   * A visitor who comes back has a chunk where the visit before loaded it too and the deploy between left it alone; the two visits are taken to go
   * their ways independently.
   */
  #costed(
    id: string,
    atoms: readonly Atom[],
    roots: readonly number[],
    compressed: number,
    chance: number,
  ): CostedChunk {
    const { returning, requestCost } = this.#model
    const reach = this.#reachOf(roots)
    const fetched = reach * (1 - returning + returning * (1 - reach * (1 - chance)))
    const cost = compressed === 0 ? 0 : fetched * (compressed + requestCost)
    return { id, atoms, roots, compressed, chance, cost }
  }

  #reachOf(roots: readonly number[]): number {
    if (roots.length === 0) return 1
    const key = roots.join()
    const known = this.#reach.get(key) ?? chanceOfVisit(this.#model.traffic, roots)
    this.#reach.set(key, known)
    return known
  }
}
