import type { Refusal } from '../../../../model/actuator.js'
import type { InstalledPackages } from '../../../source/packages.js'
import type { SourceTree } from '../../../source/source-tree.js'
import { moveHazard, orderHazard } from './safety.js'
import { sharedFirstHazard } from './shared-first.js'
import { findSplits, type Split } from './split.js'

export interface Selection {
  readonly splits: readonly Split[]
  readonly refusals: readonly Refusal[]
}

/** Bytes that a split takes out of what loads together with its importers, given what is split already. */
const gainOf = (tree: SourceTree, roots: readonly string[], chosen: readonly Split[], split: Split): number => {
  const { graph } = tree
  const before = new Set(chosen.filter(one => one !== split).flatMap(one => one.cuts))
  const after = new Set([...before, ...split.cuts])
  // Inside a component that is lazy itself, another would only come later still.
  const starts = [roots, ...chosen.filter(one => one.kind === 'route').map(one => one.modules)]
  const gains = starts.map(start => graph.weigh(graph.reach(start, before)) - graph.weigh(graph.reach(start, after)))
  return Math.max(0, ...gains)
}

const movedBy = (tree: SourceTree, roots: readonly string[], splits: readonly Split[]): Set<string> => {
  const cut = new Set(splits.flatMap(split => split.cuts))
  const first = tree.graph.reach(roots, cut)
  return new Set([...tree.graph.modules.keys()].filter(path => !first.has(path)))
}

/** Drops, one at a time, the split for which `objection` finds something; what is left is judged anew, since it shares modules. */
const settle = async (
  splits: readonly Split[],
  refusals: Refusal[],
  objection: (split: Split, all: readonly Split[]) => Promise<string | null>,
): Promise<readonly Split[]> => {
  let left = splits
  for (let settled = false; !settled; ) {
    settled = true
    for (const split of left) {
      const reason = await objection(split, left)
      if (reason === null) continue
      refusals.push({ subject: split.subject, reason })
      left = left.filter(one => one !== split)
      settled = false
      break
    }
  }
  return left
}

/** What a bundler has to say in what may be loaded later. */
export interface BundlerOrder {
  /** What is shared with later files is evaluated before all else in the first load: see `sharedFirstHazard`. */
  readonly sharedFirst: boolean
}

const bundlerHazard = (
  tree: SourceTree,
  roots: readonly string[],
  split: Split,
  all: readonly Split[],
  { sharedFirst }: BundlerOrder,
): string | null =>
  sharedFirst ? sharedFirstHazard(tree, roots, split.modules, new Set(all.flatMap(one => one.cuts))) : null

const kilobytes = (bytes: number): string => `${(bytes / 1000).toFixed(1)} kB`

/**
 * Routes whose code, with all that only routes use, is at least `threshold` bytes, and which can be shown safe to load later.
 * A light route stays in the first load: a round trip would cost more than it saves.
 */
export const selectRoutes = async (
  tree: SourceTree,
  packages: InstalledPackages,
  threshold: number,
  order: BundlerOrder = { sharedFirst: false },
): Promise<Selection> => {
  const roots = tree.graph.roots()
  const found = findSplits(tree)
  const refusals = [...found.refusals]
  const routes = found.splits.filter(split => split.kind === 'route')
  const safe = await settle(routes, refusals, async (split, all) => {
    const first = tree.graph.reach(roots, new Set(all.flatMap(one => one.cuts)))
    const weight = tree.graph.weigh([...tree.graph.reach(split.modules)].filter(path => !first.has(path)))
    if (weight < threshold) return `brings ${kilobytes(weight)}, below the threshold of ${kilobytes(threshold)}`
    return (
      (await moveHazard(tree, packages, split, movedBy(tree, roots, all))) ??
      orderHazard(tree, roots, [split]) ??
      bundlerHazard(tree, roots, split, all, order)
    )
  })
  return { splits: safe, refusals }
}

/** Rendered by the entry, or with the routes inside: without it there is nothing on the screen. */
const holdsThePage = (tree: SourceTree, roots: readonly string[], split: Split, routes: readonly Split[]): boolean => {
  const inside = tree.graph.reach(split.modules)
  const routers = routes.flatMap(route => route.sites.map(site => site.file.path))
  return split.sites.some(site => roots.includes(site.file.path)) || routers.some(path => inside.has(path))
}

/**
 * Components, libraries and initializers over the threshold, the most rewarding first, each judged with those before it split already: a
 * component inside another that is split brings nothing more.
 * @param which `where-needed`: no components, only what waits or asks for its element by itself
 * @param only subjects to choose from; null: any
 */
export const selectComponents = async (
  tree: SourceTree,
  packages: InstalledPackages,
  threshold: number,
  routes: readonly Split[],
  which: 'where-needed' | 'conditional' | 'all',
  only: readonly string[] | null = null,
  order: BundlerOrder = { sharedFirst: false },
): Promise<Selection> => {
  const roots = tree.graph.roots()
  const refusals: Refusal[] = []
  const chosen = [...routes]
  const found = findSplits(tree)
  refusals.push(...(which === 'where-needed' ? found.refusals : []))
  let open = found.splits.filter(
    split =>
      split.kind !== 'route' &&
      (only === null || only.includes(split.subject)) &&
      (split.kind !== 'component' || which !== 'where-needed') &&
      (split.conditional || which === 'all') &&
      (split.kind === 'initializer' || !holdsThePage(tree, roots, split, routes)),
  )
  while (open.length > 0) {
    const [best] = open
      .map(split => ({ split, gain: gainOf(tree, roots, chosen, split) }))
      .toSorted((a, b) => b.gain - a.gain)
    if (!best || best.gain < threshold) break
    open = open.filter(split => split !== best.split)
    const all = [...chosen, best.split]
    const moved = movedBy(tree, roots, all)
    const reason =
      (await moveHazard(tree, packages, best.split, moved)) ??
      orderHazard(tree, roots, all) ??
      bundlerHazard(tree, roots, best.split, all, order)
    if (reason === null) chosen.push(best.split)
    else refusals.push({ subject: best.split.subject, reason })
  }
  return { splits: chosen.slice(routes.length), refusals }
}
