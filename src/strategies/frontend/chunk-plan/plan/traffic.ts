import type { Flow } from '../../../../model/flow.js'
import type { BundleObservation, Observation } from '../../../../model/observation.js'
import { withoutQuery } from '../../../../model/pathname.js'
import type { PageTarget } from '../../../../model/target.js'
import type { Needs } from './needs.js'

/** Where visits go. Pages that are not measured stand for roots that no measured page loads. */
export interface Traffic {
  /** Per page: the indexes of the roots that it loads. */
  readonly loads: readonly ReadonlySet<number>[]
  /** Chance that a visit begins on a page; adds up to 1. */
  readonly begin: readonly number[]
  /** Chance that a page is followed by another; each row adds up to 1. */
  readonly next: readonly (readonly number[])[]
  /** Pages of a visit. */
  readonly length: number
  /** Of `loads`, so many are measured pages, which come first. */
  readonly measured: number
}

/** What no measured page loads is opened by fewer visitors: each by so much of what the least visited measured page gets. */
const UNMEASURED = 0.5
/** A step that a recorded flow takes counts as much as so many links. */
const FLOW_STEP = 3

const scaled = (values: readonly number[]): number[] => {
  const sum = values.reduce((a, b) => a + b, 0)
  return values.map(value => (sum > 0 ? value / sum : 1 / values.length))
}

const rootsLoaded = (needs: Needs, bundle: BundleObservation, urls: readonly string[]): Set<number> => {
  const paths = urls.map(withoutQuery)
  const isLoaded = (file: string): boolean => paths.some(path => path === file || path.endsWith(`/${file}`))
  const filesOf = new Map(bundle.modules.map(({ path, chunkFiles }) => [path, chunkFiles]))
  return new Set(needs.roots.flatMap(({ module }, index) => (filesOf.get(module)?.some(isLoaded) ? [index] : [])))
}

const steps = (flows: readonly Flow[], indexOf: (path: string) => number): [number, number][] =>
  flows.flatMap(flow => {
    const pages = flow.steps
      .flatMap(step => (step.type === 'navigate' ? [indexOf(step.url)] : []))
      .filter(index => index >= 0)
    return pages.slice(1).map((to, index): [number, number] => [pages[index]!, to])
  })

/**
 * Navigation among the measured pages: begun by traffic, gone on with along their links (and what recorded flows do), by traffic again; where a
 * page has no links to measured ones, anywhere.
 *
 * @param length pages of a visit
 */
export const readTraffic = (
  needs: Needs,
  { pages, bundle }: Pick<Observation, 'pages'> & { readonly bundle: BundleObservation },
  flows: readonly Flow[],
  length: number,
): Traffic => {
  const measured = new Map<string, { page: PageTarget; roots: Set<number>; links: Set<string> }>()
  for (const { page, survey } of pages) {
    const known = measured.get(page.path) ?? { page, roots: new Set<number>(), links: new Set<string>() }
    for (const root of rootsLoaded(
      needs,
      bundle,
      survey.requests.map(({ url }) => url),
    ))
      known.roots.add(root)
    for (const link of survey.links) known.links.add(withoutQuery(link))
    measured.set(page.path, known)
  }
  const views = [...measured.values()]
  const seen = new Set(views.flatMap(({ roots }) => [...roots]))
  const firsts = needs.roots.flatMap(({ first }, index) =>
    first && (seen.size === 0 || seen.has(index)) ? [index] : [],
  )
  // A page whose loads were not told apart loads the entries at least.
  for (const { roots } of views) if (roots.size === 0) for (const root of firsts) roots.add(root)
  const others = needs.roots.flatMap(({ first }, index) => (first || seen.has(index) ? [] : [index]))
  const least = Math.min(1, ...views.map(({ page }) => page.weight))
  const weights = [...views.map(({ page }) => page.weight), ...others.map(() => least * UNMEASURED)]
  const loads = [...views.map(({ roots }) => roots), ...others.map(root => new Set([...firsts, root]))]
  const indexOf = (path: string): number => {
    const asked = withoutQuery(path.replace(/^https?:\/\/[^/]+/, ''))
    return views.findIndex(({ page }) => withoutQuery(page.path) === asked)
  }
  const taken = steps(flows, indexOf)
  const next = weights.map((_, from) =>
    scaled(
      weights.map((weight, to) => {
        const view = views[from]
        const target = views[to]
        const linked = view === undefined || target === undefined || view.links.has(withoutQuery(target.page.path))
        const flowed = taken.filter(([a, b]) => a === from && b === to).length * FLOW_STEP
        return to === from ? 0 : weight * ((linked ? 1 : 0) + flowed)
      }),
    ),
  )
  return { loads, begin: scaled(weights), next, length, measured: views.length }
}

/** The chance that a visit opens a page that loads any of these roots. */
export const chanceOfVisit = ({ loads, begin, next, length }: Traffic, roots: readonly number[]): number => {
  const misses = loads.map(loaded => !roots.some(root => loaded.has(root)))
  let without = begin.map((chance, page) => (misses[page] ? chance : 0))
  for (let step = 1; step < length; step++) {
    without = without.map((_, to) =>
      misses[to] ? without.reduce((sum, chance, from) => sum + chance * next[from]![to]!, 0) : 0,
    )
  }
  return 1 - without.reduce((sum, chance) => sum + chance, 0)
}
