import type { Bottleneck, DiagnosisKind, Severity } from '../../model/diagnosis.js'
import type { MetricName } from '../../model/metrics.js'
import type { PageLoad, PageObservation } from '../../model/observation.js'

/** A bottleneck before it is known who addresses it. */
export interface Point extends Omit<Bottleneck, 'strategyId' | 'advice' | 'notBy' | 'kind' | 'severity'> {
  readonly kind: DiagnosisKind
}

/** Below this share of its metric a part of a time is not worth a line. */
export const WORTH_NAMING = 0.15

/** Bytes come in many small parts: below this share of a page's, and this many, one is not worth a line. */
export const WORTH_BYTES = { share: 0.05, bytes: 4_000 }

/** A point on a page. */
export const pointOn = (
  { page, profile }: PageObservation,
  kind: DiagnosisKind,
  metric: MetricName,
  value: number,
  share: number,
  cause: string,
  subject?: string,
): Point => ({
  page: page.id,
  profile,
  kind,
  metric,
  value,
  share: Math.min(1, share),
  cause,
  ...(subject !== undefined && { subject }),
})

/** A point about bytes on a page's wire, where they are worth a line. */
export function bytesPoint(
  page: PageObservation,
  kind: DiagnosisKind,
  bytes: number,
  cause: string,
  subject?: string,
): Point[] {
  const total = page.metrics['total-transfer-size'] ?? 0
  if (total <= 0 || bytes < WORTH_BYTES.bytes || bytes / total < WORTH_BYTES.share) return []
  return [pointOn(page, kind, 'total-transfer-size', bytes, bytes / total, cause, subject)]
}

/** The load that stands in the middle by what is asked of each; undefined where none tells it. */
export function medianLoad(
  loads: readonly PageLoad[],
  of: (load: PageLoad) => number | undefined,
): PageLoad | undefined {
  const known = loads.flatMap(load => {
    const value = of(load)
    return value === undefined ? [] : [{ load, value }]
  })
  return known.toSorted((a, b) => a.value - b.value)[(known.length - 1) >> 1]?.load
}

/** What is good as it is (web.dev/articles/vitals): to better it gains little. */
const GOOD: Partial<Record<MetricName, number>> = {
  'first-contentful-paint': 1_800,
  'largest-contentful-paint': 2_500,
  'cumulative-layout-shift': 0.1,
  'total-blocking-time': 200,
}

/** Bytes from which a point is at least of medium, and of high severity. */
const BYTES = { medium: 20_000, high: 100_000 }
const SHARES = { medium: 0.15, high: 0.3 }
const BYTE_SHARES = { medium: 0.1, high: 0.3 }
/** What is no cause by itself, or concerns the next visit: other points say what to do first. */
const MOST_GRAVE: Partial<Record<DiagnosisKind, number>> = {
  'script-weight': 1,
  'picture-weight': 1,
  uncached: 1,
  'network-wait': 0,
}

const STEPS: readonly Severity[] = ['low', 'medium', 'high']

const IN_BYTES: ReadonlySet<MetricName> = new Set([
  'total-transfer-size',
  'image-transfer-size',
  'script-transfer-size',
  'initial-bundle-size',
  'bundle-size',
])

/**
 * By the share of the metric. One step less where the metric is good already, two where it is twice as good, and no more than its bytes are
 * worth.
 * @param whole the metric's value on the page; undefined where it is not known
 */
export function severityOf({ kind, metric, value, share }: Point, whole: number | undefined): Severity {
  const inBytes = IN_BYTES.has(metric)
  const { medium, high } = inBytes ? BYTE_SHARES : SHARES
  const byShare = share >= high ? 2 : share >= medium ? 1 : 0
  if (inBytes) {
    const most = value >= BYTES.high ? 2 : value >= BYTES.medium ? 1 : 0
    // A small share of very much is much.
    return STEPS[Math.min(most, MOST_GRAVE[kind] ?? 2, Math.max(byShare, value >= 10 * BYTES.high ? 1 : 0))]!
  }
  const good = GOOD[metric]
  const less = good === undefined || whole === undefined || whole > good ? 0 : whole > good / 2 ? 1 : 2
  return STEPS[Math.min(MOST_GRAVE[kind] ?? 2, Math.max(0, byShare - less))]!
}
