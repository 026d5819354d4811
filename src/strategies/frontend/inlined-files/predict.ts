import type { MetricValues } from '../../../model/metrics.js'
import type { PageLoad, RequestRecord } from '../../../model/observation.js'
import { PROFILES } from '../../../model/profile.js'
import { median } from '../../../system/median.js'
import { inPercent, meanOf } from '../../predicted-change.js'
import type { Moved, PageWeight } from './weigh.js'

const WAITED_FOR: ReadonlySet<RequestRecord['kind']> = new Set(['document', 'stylesheet', 'script'])

/**
 * How much earlier all has come that the first paint waits for, ms. What comes at once shares the line: a request comes earlier by all that those that end
 * while it is under way are spared.
 */
const earlier = ({ requests, metrics }: PageLoad, moved: readonly Moved[], down: number): number => {
  const paint = metrics['first-contentful-paint'] ?? 0
  const waited = requests.filter(({ kind, end }) => WAITED_FOR.has(kind) && end <= paint)
  const spared = new Map(moved.map(one => [one.request.url, one.spared]))
  const sparedOn = ({ start, end }: RequestRecord): number =>
    waited
      .filter(other => other.end > start && other.end <= end)
      .reduce((sum, { url }) => sum + (spared.get(url) ?? 0), 0)
  const last = (less: (request: RequestRecord) => number): number =>
    Math.max(0, ...waited.map(request => Math.max(request.start, request.end - less(request))))
  return last(() => 0) - last(request => (sparedOn(request) * 8) / down)
}

const shareOf = (time: number | undefined, by: number): number => (time === undefined || time <= 0 ? 0 : by / time)

/** Changes of one page, as shares (0 to 1) of what is measured. */
const changesOf = ({ view, moved }: PageWeight) => {
  const first = view.loads.filter(load => load.view === 'first')
  const { down } = PROFILES[view.profile].network
  const medianOf = (share: (load: PageLoad, by: number) => number): number =>
    first.length === 0 ? 0 : median(first.map(load => share(load, earlier(load, moved, down))))
  const requests = first[0]?.requests ?? view.survey.requests
  const all = requests.reduce((sum, { transferSize }) => sum + transferSize, 0)
  const never = moved.reduce((sum, { neverLoaded }) => sum + neverLoaded, 0)
  return {
    paint: medianOf(({ metrics }, by) => shareOf(metrics['first-contentful-paint'], by)),
    // What is largest may be what comes out, or text in a font that does: it is asked for later than the code that it stood in.
    largest: medianOf(({ metrics }, by) => shareOf(metrics['largest-contentful-paint'], by / 2)),
    bytes: all === 0 ? 0 : never / all,
  }
}

/** The change of each metric, as a mean of all pages, those included that stay as they are. */
export const predicted = (pages: readonly PageWeight[]): MetricValues => {
  const changes = pages.map(changesOf)
  const saved = (shares: readonly number[]): number => inPercent(-meanOf(shares))
  return {
    'first-contentful-paint': saved(changes.map(({ paint }) => paint)),
    'largest-contentful-paint': saved(changes.map(({ largest }) => largest)),
    'total-transfer-size': saved(changes.map(({ bytes }) => bytes)),
  }
}
