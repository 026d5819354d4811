import type { MetricValues } from '../../../model/metrics.js'
import type { Observation, PageObservation } from '../../../model/observation.js'
import { PROFILES } from '../../../model/profile.js'
import { inPercent } from '../../predicted-change.js'
import type { SourceTree } from '../../source/source-tree.js'
import type { SplitChunks } from './configuration.js'
import { matchRoute } from './routes.js'
import type { Split } from './source/split.js'

const percent = (after: number, before: number): number => (before > 0 ? inPercent(after / before - 1) : 0)

/** Bytes of packages that only lazy chunks hold now and that one named chunk for all would put into the first load. */
const pulledIn = (tree: SourceTree, cuts: ReadonlySet<string>, splitChunks: SplitChunks | null): number => {
  const groups = Object.values(splitChunks?.cacheGroups ?? {})
  const vendor = groups.find(group => group.name && (group.chunks ?? splitChunks?.chunks) === 'all' && group.test)
  if (!vendor?.test) return 0
  const { graph } = tree
  const first = graph.reach(graph.roots(), cuts)
  const packages = [...graph.modules.keys()].filter(path => vendor.test?.test(`/${path}`))
  const lazy = packages.filter(path => !first.has(path))
  return lazy.length < packages.length ? graph.weigh(lazy) : 0
}

/** The components that a page shows always, or on a condition. */
const shownWith = (
  tree: SourceTree,
  start: readonly string[],
  splits: readonly Split[],
  cuts: ReadonlySet<string>,
  conditional: boolean,
): string[] => {
  const reached = tree.graph.reach(start, cuts)
  return splits
    .filter(
      split =>
        (split.kind === 'component' || split.kind === 'initializer') &&
        split.conditional === conditional &&
        split.sites.some(site => reached.has(site.file.path)),
    )
    .flatMap(split => split.modules)
}

/**
 * Sizes after these splits, from the module graph: what is still reached statically from the entry, and per measured page the chunk of
 * its route on top.
 *
 * @param late modules that `import()` names already, and that get files of their own by the change
 */
export const predictSizes = (
  tree: SourceTree,
  observation: Observation,
  splits: readonly Split[],
  splitChunks: SplitChunks | null,
  late: ReadonlySet<string> = new Set(),
): MetricValues => {
  const { graph } = tree
  const roots = graph.roots()
  const cuts = new Set(splits.flatMap(split => split.cuts))
  const first = graph.reach(roots, cuts)
  const pulled = pulledIn(tree, cuts, splitChunks)
  const unneeded = graph.weigh(late)
  const removed = graph.weigh(graph.reach(roots)) + unneeded - graph.weigh(first) - pulled

  const initial = observation.metrics['initial-bundle-size'] ?? 0
  const patterns = splits.flatMap(split => split.patterns).filter(pattern => pattern !== null)
  const pages = new Map<string, { before: number; after: number }>()
  for (const { page, metrics } of observation.pages) {
    const before = metrics['bundle-size']
    if (before === undefined) continue
    const pattern = matchRoute(page.path, patterns)
    const shown = splits.filter(split => split.kind === 'route' && pattern !== null && split.patterns.includes(pattern))
    const start = shown.flatMap(split => split.modules)
    const always = shownWith(tree, [...roots, ...start], splits, cuts, false)
    const perhaps = shownWith(tree, [...roots, ...start], splits, cuts, true)
    const later = (modules: readonly string[]): number =>
      graph.weigh([...graph.reach([...start, ...modules], cuts)].filter(path => !first.has(path)))
    // Whether a condition holds on a first visit is not known beforehand, nor when import() is come to: that counts half.
    const added = (later(always) + later([...always, ...perhaps]) + unneeded) / 2
    pages.set(page.id, { before, after: Math.max(0, before - removed + (pulled > 0 ? 0 : added)) })
  }
  const worst = (arm: 'before' | 'after'): number => Math.max(0, ...[...pages.values()].map(page => page[arm]))
  return {
    'initial-bundle-size': percent(initial - removed, initial),
    'bundle-size': pages.size > 0 ? percent(worst('after'), worst('before')) : percent(initial - removed, initial),
  }
}

/** The script that names a file has to be there and run before that is asked for, what it imports is named in it, and what the page asks for comes after both. */
const ROUND_TRIPS = 3

/** Asked for once the entry is there, and run before it: 240 ms were measured of a round trip of 170. */
const SHARED_ROUND_TRIPS = 1.5

/**
 * How much later, in per cent, pages are painted where the build makes several files of one, and puts what these share into a file that the entry imports: nothing on the page
 * names it. A mean over all measured pages.
 */
export const laterEntry = (
  { pages }: Observation,
  name: 'first-contentful-paint' | 'largest-contentful-paint' | 'load-time',
): number => {
  const delays = pages.map(
    ({ profile, metrics }) => (SHARED_ROUND_TRIPS * PROFILES[profile].network.roundTrip) / (metrics[name] ?? Infinity),
  )
  return pages.length === 0 ? 0 : (100 * delays.reduce((one, other) => one + other, 0)) / pages.length
}

/** Measured pages whose route is one of these. */
export const pagesOfRoutes = ({ pages }: Observation, splits: readonly Split[]): readonly PageObservation[] => {
  const patterns = splits.flatMap(split => split.patterns).filter(pattern => pattern !== null)
  return pages.filter(({ page }) => matchRoute(page.path, patterns) !== null)
}

/**
 * How much later, in per cent, the largest paint is for files of pages' own that are only asked for once the entry has run: a mean over all measured pages.
 */
export const laterPaint = (observation: Observation, splits: readonly Split[]): number => {
  const delays = pagesOfRoutes(
    observation,
    splits.filter(({ kind }) => kind === 'route'),
  ).map(({ profile, metrics }) => {
    const paint = metrics['largest-contentful-paint'] ?? 0
    return paint > 0 ? (ROUND_TRIPS * PROFILES[profile].network.roundTrip) / paint : 0
  })
  const sum = delays.reduce((one, other) => one + other, 0)
  return observation.pages.length === 0 ? 0 : (100 * sum) / observation.pages.length
}
