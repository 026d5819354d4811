import type { Breakage, PairedSample } from '../model/experiment.js'
import type { MetricName } from '../model/metrics.js'
import type { PageLoad, PageSurvey } from '../model/observation.js'
import { PROFILES, type ProfileId } from '../model/profile.js'
import type { PageTarget } from '../model/target.js'
import { allSettled } from '../system/all-settled.js'
import { median } from '../system/median.js'
import { BrokenCandidate, lookTwiceIfBroken } from './broken-page.js'
import { compareConditions } from './confounds.js'
import { type DisturbanceLimits, disturbed } from './disturbance.js'
import { compareRequests } from './guard/compare-requests.js'
import { type Arms, type ExperimentLab, type Serve, withServedArms } from './lab-port.js'
import type { Random } from './statistics/random.js'

export interface BlockOptions {
  readonly lab: ExperimentLab
  readonly serve: Serve
  readonly arms: Arms
  readonly pages: readonly PageTarget[]
  readonly profiles: readonly ProfileId[]
  /** Pairs of loads of each page and profile; the block's value is the median of each arm's (default 1). */
  readonly pairsPerBlock?: number
  readonly random: Random
  /** The number that its samples bear, if it is valid. */
  readonly block: number
  readonly limits: DisturbanceLimits
  /** What the baseline was seen to do before: its errors and failed requests are nobody's doing. */
  readonly baselineSurveys: readonly PageSurvey[]
  readonly signal?: AbortSignal
}

export interface LoadedPair {
  readonly baseline: PageLoad
  readonly candidate: PageLoad
}

export interface BlockResult {
  /** Empty where the block was discarded. */
  readonly samples: readonly PairedSample[]
  readonly pairs: readonly LoadedPair[]
  /** Why the whole block was thrown away, by signals that are blind to the arm. */
  readonly discarded?: string
  readonly breakages: readonly Breakage[]
}

/**
 * One block: fresh instances of both arms (process, port) and a fresh browser, started in random order; every page and profile once in each
 * arm, in random order, the arms of a pair next to each other in random order.
 * @throws TunewrightError as the lab and the server do; PAGE_BROKEN only for the baseline
 */
export async function runBlock(o: BlockOptions): Promise<BlockResult> {
  const starts = coinArm(o.random)
  const repeats = Array.from({ length: o.pairsPerBlock ?? 1 })
  const places = o.pages.flatMap(page => o.profiles.flatMap(profile => repeats.map(() => ({ page, profile }))))
  const plan = o.random.shuffle(places).map(place => ({ ...place, first: coinArm(o.random) }))
  return withServedArms(o.arms, o.serve, starts, async served => {
    await o.lab.renew()
    const pairs: (LoadedPair & { first: keyof Arms })[] = []
    const seeFirst = async (arm: keyof Arms) => {
      for (const { page, profile } of plan)
        await lookTwiceIfBroken(arm, page.id, () => o.lab.warm(served[arm], page, PROFILES[profile]))
    }
    try {
      // Nothing is measured yet, so both arms may be shown to the browser at once.
      await allSettled([seeFirst('baseline'), seeFirst('candidate')])
      for (const { page, profile, first } of plan) {
        o.signal?.throwIfAborted()
        const load = (arm: keyof Arms) =>
          lookTwiceIfBroken(arm, page.id, () => o.lab.load(served[arm], page, PROFILES[profile]))
        const one = await load(first)
        const other = await load(first === 'baseline' ? 'candidate' : 'baseline')
        pairs.push(
          first === 'baseline'
            ? { baseline: one, candidate: other, first }
            : { baseline: other, candidate: one, first },
        )
      }
    } catch (error) {
      if (!(error instanceof BrokenCandidate)) throw error
      return { samples: [], pairs, breakages: [error.breakage] }
    }
    const breakages = pairs.flatMap(pair => breakagesOf(pair, o.baselineSurveys))
    const discarded = disturbed(
      pairs.flatMap(pair => [pair.baseline, pair.candidate]),
      o.limits,
    )
    if (discarded !== null) return { samples: [], pairs, discarded, breakages }
    return { samples: grouped(pairs).flatMap(own => samplesOf(own, o.block)), pairs, breakages }
  })
}

const coinArm = (random: Random): keyof Arms => (random.coin() ? 'baseline' : 'candidate')

const grouped = <P extends LoadedPair>(pairs: readonly P[]): P[][] => {
  const places = new Map<string, P[]>()
  for (const pair of pairs) {
    const place = `${pair.baseline.page} ${pair.baseline.profile}`
    places.set(place, [...(places.get(place) ?? []), pair])
  }
  return [...places.values()]
}

/** One paired value per metric of a page and profile: the block is the unit, however many loads it has. */
function samplesOf(pairs: readonly (LoadedPair & { first: keyof Arms })[], block: number): PairedSample[] {
  const [one] = pairs
  if (one === undefined) return []
  const { page, profile } = one.baseline
  return (Object.keys(one.baseline.metrics) as MetricName[]).flatMap(metric => {
    const before = pairs.map(pair => pair.baseline.metrics[metric]).filter(value => value !== undefined)
    const after = pairs.map(pair => pair.candidate.metrics[metric]).filter(value => value !== undefined)
    if (before.length < pairs.length || after.length < pairs.length) return []
    return [{ block, page, profile, metric, baseline: median(before), candidate: median(after), first: one.first }]
  })
}

/** What a timed pair shows broken or confounded: the surveys look closer, but a rare failure shows only in many loads. */
function breakagesOf({ baseline, candidate }: LoadedPair, surveys: readonly PageSurvey[]): Breakage[] {
  const page = baseline.page
  const before = [baseline, ...surveys.filter(survey => survey.page === page)]
  const known = new Set(before.flatMap(look => look.errors))
  const asked = before.flatMap(look => look.requests)
  return [
    ...candidate.errors
      .filter(error => !known.has(error))
      .map(message => ({ check: 'console' as const, page, message })),
    ...compareRequests([asked], [candidate.requests]).map(message => ({
      check: 'requests' as const,
      page,
      message,
    })),
    ...compareConditions(baseline, candidate),
  ]
}
