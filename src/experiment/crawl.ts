import type { PageVisit } from '../instruments/lab/index.js'
import { TunewrightError } from '../model/errors.js'
import type { Breakage } from '../model/experiment.js'
import { PROFILES } from '../model/profile.js'
import type { PageTarget } from '../model/target.js'
import { mapBounded } from '../system/map-bounded.js'
import { compareRequests } from './guard/compare-requests.js'
import type { ExperimentLab, ServedArms } from './lab-port.js'
import { SURVEYS_AT_ONCE } from './look-at-arms.js'

/** Links followed beyond the pages that are measured. */
export const CRAWL_LIMIT = 6

/**
 * Follows same-origin links (GET only; the survey has left out those that look like they do something) in both arms and compares what
 * comes: whether the page is there, its console and its failed requests. A link that is broken in the baseline too is nobody's doing.
 * @param links paths, as the baseline's surveys found them
 */
export async function crawl(o: {
  lab: ExperimentLab
  served: ServedArms
  links: readonly string[]
  pages: readonly PageTarget[]
  limit?: number
  signal?: AbortSignal
}): Promise<{ readonly visited: number; readonly breakages: readonly Breakage[] }> {
  const measured = new Set(o.pages.map(page => page.path))
  const paths = [...new Set(o.links.map(link => link.replace(/#.*$/, '')))].filter(
    path => path !== '' && !measured.has(path),
  )
  const chosen = spread(paths, o.limit ?? CRAWL_LIMIT)
  const found = await mapBounded(chosen, SURVEYS_AT_ONCE, async path => {
    o.signal?.throwIfAborted()
    const page = { id: path, path, weight: 1 }
    const before = await visit(o.lab, o.served.baseline, page)
    if (typeof before === 'string') return []
    const after = await visit(o.lab, o.served.candidate, page)
    if (typeof after === 'string') return [{ check: 'crawl' as const, page: path, message: after }]
    const known = new Set(before.errors)
    const messages = [
      ...after.errors.filter(error => !known.has(error)),
      ...compareRequests([before.requests], [after.requests]),
    ]
    return messages.map(message => ({ check: 'crawl' as const, page: path, message }))
  })
  return { visited: chosen.length, breakages: found.flat() }
}

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
