import type { Breakage, PairedSample } from '../model/experiment.js'
import type { MetricName } from '../model/metrics.js'
import type { PageLoad, PageSurvey } from '../model/observation.js'
import { PROFILES, type ProfileId } from '../model/profile.js'
import type { PageTarget } from '../model/target.js'
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
  const starts = o.random.coin() ? 'baseline' : 'candidate'
  const places = o.random.shuffle(o.pages.flatMap(page => o.profiles.map(profile => ({ page, profile }))))
  const plan = places.map(place => ({
    ...place,
    first: o.random.coin() ? ('baseline' as const) : ('candidate' as const),
  }))
  return withServedArms(o.arms, o.serve, starts, async served => {
    await o.lab.renew()
    const pairs: (LoadedPair & { first: keyof Arms })[] = []
    try {
      for (const { page, profile, first } of plan) {
        o.signal?.throwIfAborted()
        const load = (arm: keyof Arms) =>
          lookTwiceIfBroken(arm, page.id, () => o.lab.load(served[arm], page, PROFILES[profile], { view: 'first' }))
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
    return { samples: pairs.flatMap(pair => samplesOf(pair, o.block)), pairs, breakages }
  })
}

function samplesOf({ baseline, candidate, first }: LoadedPair & { first: keyof Arms }, block: number): PairedSample[] {
  return (Object.keys(baseline.metrics) as MetricName[]).flatMap(metric => {
    const [before, after] = [baseline.metrics[metric], candidate.metrics[metric]]
    if (before === undefined || after === undefined) return []
    return [
      { block, page: baseline.page, profile: baseline.profile, metric, baseline: before, candidate: after, first },
    ]
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
    ...compareRequests(asked, candidate.requests).map(message => ({
      check: 'requests' as const,
      page,
      message,
    })),
    ...compareConditions(baseline, candidate),
  ]
}
