import type { Bottleneck, PageDiagnosis, Severity, TargetDiagnosis } from '../../model/diagnosis.js'
import { metric } from '../../model/metrics.js'
import type { Observation, PageObservation } from '../../model/observation.js'
import type { OptimizationOpportunity } from '../../model/session.js'
import { deliveryPoints, otherHostsOf } from './delivery.js'
import { firstPaintOf, firstPaintPoints } from './first-paint.js'
import { fontPoints } from './fonts.js'
import { lcpOf, lcpPoints } from './lcp.js'
import { linked } from './link.js'
import { longTaskPoints, mainThreadOf } from './main-thread.js'
import { packagePoints, packagesOf } from './packages.js'
import { pictureSizePoints } from './pictures.js'
import { type Point, severityOf } from './point.js'
import { shiftPoints, shiftsOf } from './shifts.js'
import { unusedOf, unusedPoints } from './unused.js'
import { weightPoints } from './weight.js'

export interface Diagnosed {
  readonly diagnosis: TargetDiagnosis
  /** The gravest first, of these what is felt, then by share. */
  readonly bottlenecks: Bottleneck[]
}

interface TakenApart {
  readonly parts: PageDiagnosis
  readonly points: readonly Point[]
}

function takeApart(page: PageObservation, { bundle }: Observation): TakenApart {
  const lcp = lcpOf(page)
  const firstPaint = firstPaintOf(page)
  const mainThread = mainThreadOf(page)
  const unused = unusedOf(page, bundle)
  const shifts = shiftsOf(page)
  return {
    parts: {
      page: page.page.id,
      profile: page.profile,
      ...(lcp && { lcp }),
      ...(firstPaint && { firstPaint }),
      unused,
      ...(mainThread && { mainThread }),
      shifts,
      otherHosts: otherHostsOf(page),
    },
    points: [
      ...lcpPoints(page, lcp, firstPaint),
      ...firstPaintPoints(page, firstPaint),
      ...longTaskPoints(page, mainThread),
      ...shiftPoints(page, shifts),
      ...weightPoints(page),
      ...pictureSizePoints(page),
      ...unusedPoints(page, unused),
      ...fontPoints(page),
      ...deliveryPoints(page),
    ],
  }
}

const ORDER: Record<Severity, number> = { high: 0, medium: 1, low: 2 }

/** What a visitor feels comes before bytes. */
const felt = ({ metric: name }: Pick<Bottleneck, 'metric'>): number => Number(metric(name).felt)

/** Where the time and the bytes go, each page and profile by itself, and which strategy addresses it or what to do. Pure. */
export function diagnose(observation: Observation, opportunities: readonly OptimizationOpportunity[]): Diagnosed {
  const pages = observation.pages.map(page => ({ page, ...takeApart(page, observation) }))
  const packages = packagesOf(observation, opportunities)
  const lighter = new Map(packages.map(one => [one.name, one.lighter]))
  const finished = (point: Point, whole: number | undefined) => ({
    ...linked(point, opportunities, point.kind === 'package-weight' ? lighter.get(point.subject ?? '') : undefined),
    severity: severityOf(point, whole),
  })
  const bottlenecks = [
    ...pages.flatMap(({ page, points }) => points.map(point => finished(point, page.metrics[point.metric]))),
    ...packagePoints(observation, packages).map(point => finished(point, undefined)),
  ]
  return {
    diagnosis: { pages: pages.map(({ parts }) => parts), packages },
    bottlenecks: bottlenecks.toSorted(
      (a, b) => ORDER[a.severity] - ORDER[b.severity] || felt(b) - felt(a) || b.share - a.share,
    ),
  }
}
