import type { PageVisit } from '../instruments/lab/index.js'
import { TunewrightError } from '../model/errors.js'
import type { Breakage } from '../model/experiment.js'
import type { PageState } from '../model/page-look.js'
import { PROFILES } from '../model/profile.js'
import type { PageTarget } from '../model/target.js'
import { allSettled } from '../system/all-settled.js'
import { mapBounded } from '../system/map-bounded.js'
import { type BothArms, foundAgain } from './further-looks.js'
import { compareRequests } from './guard/compare-requests.js'
import { compareStates, statesComeAndGo } from './guard/compare-states.js'
import { newErrors } from './guard/new-errors.js'
import type { ExperimentLab, ServedArms } from './lab-port.js'
import { SURVEYS_AT_ONCE } from './look-at-arms.js'

/** Links followed beyond the pages that are measured. */
export const CRAWL_LIMIT = 6

/** How many links were followed in both arms, by what they lead to. */
export interface Crawled {
  readonly pages: number
  /** Pictures, documents and whatever else is no page. */
  readonly files: number
}

/**
 * Follows same-origin links (GET only; the survey has left out those that look like they do something) in both arms and compares what
 * comes: whether the page is there, where it leads, what it says, its console and its failed requests. A link that is broken in the baseline too is
 * nobody's doing; what differs is visited again, and what the page leaves to chance is masked.
 * @param links paths, as the baseline's surveys found them
 */
export async function crawl(o: {
  lab: ExperimentLab
  served: ServedArms
  links: readonly string[]
  pages: readonly PageTarget[]
  limit?: number
  signal?: AbortSignal
}): Promise<Crawled & { readonly breakages: readonly Breakage[] }> {
  const measured = new Set(o.pages.map(page => page.path))
  const paths = [...new Set(o.links.map(link => link.replace(/#.*$/, '')))].filter(
    path => path !== '' && !measured.has(path),
  )
  const chosen = spread(paths, o.limit ?? CRAWL_LIMIT)
  const found = await mapBounded(chosen, SURVEYS_AT_ONCE, async path => {
    const page = { id: path, path, weight: 1 }
    let isPage = true
    const both = (times: readonly number[]) =>
      mapBounded(times, 1, async () => {
        o.signal?.throwIfAborted()
        const visits = await allSettled([visit(o.lab, o.served.baseline, page), visit(o.lab, o.served.candidate, page)])
        isPage = leadsToPage(visits[0])
        return visits
      })
    const messages = await foundAgain(both, compareVisits, visits =>
      statesComeAndGo(visits.flatMap(one => (typeof one === 'string' ? [] : [[one.state]]))),
    )
    return { isPage, breakages: messages.map(message => ({ check: 'crawl' as const, page: path, message })) }
  })
  const pages = found.filter(({ isPage }) => isPage).length
  return { pages, files: found.length - pages, breakages: found.flatMap(({ breakages }) => breakages) }
}

/** Whether what a link leads to is one, as far as it says what it is. */
function leadsToPage(visited: PageVisit | string): boolean {
  const type = typeof visited === 'string' ? '' : visited.requests.find(({ kind }) => kind === 'document')?.contentType
  return !type || /^(?:text\/html|application\/xhtml\+xml)\b/i.test(type)
}

/** @param visits what came in both arms; a text says what was wrong */
async function compareVisits(visits: readonly BothArms<PageVisit | string>[]): Promise<string[]> {
  const before = visits.map(([baseline]) => baseline).filter(one => typeof one !== 'string')
  // What is broken already is nobody's doing.
  if (before.length < visits.length) return []
  const after = visits.map(([, candidate]) => candidate)
  const broken = after.filter(one => typeof one === 'string')
  if (broken.length > 0) return broken.length > visits.length / 2 ? broken.slice(0, 1) : []
  const candidate = after as PageVisit[]
  return [
    ...newErrors(
      before.map(({ errors }) => errors),
      candidate.map(({ errors }) => errors),
    ),
    ...compareRequests(
      before.map(({ requests }) => requests),
      candidate.map(({ requests }) => requests),
    ),
    ...(await compareStates(
      before.map(({ state }) => [withoutFailures(state)]),
      candidate.map(({ state }) => [withoutFailures(state)]),
    )),
  ]
}

/** Errors and requests are compared by what they are, and need not be told twice. */
const withoutFailures = ({ after, lines }: PageState): PageState => ({
  after,
  lines: { ...lines, errors: [], requests: [] },
})

/** The page as it loads, or what is wrong with it. */
async function visit(
  lab: ExperimentLab,
  served: ServedArms['baseline'],
  page: PageTarget,
): Promise<PageVisit | string> {
  try {
    return await lab.visit(served, page, PROFILES.desktop)
  } catch (error) {
    if (error instanceof TunewrightError && error.code === 'PAGE_BROKEN') return error.message
    throw error
  }
}

/** At most `limit` items, evenly from the whole list: neighbours in a list of links are often pages of one kind. */
function spread<T>(items: readonly T[], limit: number): T[] {
  if (items.length <= limit) return [...items]
  return Array.from({ length: limit }, (_, i) => items[Math.floor((i * items.length) / limit)] as T)
}
