import type { Breakage, PairedSample } from '../model/experiment.js'
import type { MetricName } from '../model/metrics.js'
import type { PageLoad } from '../model/observation.js'
import { PROFILES, type ProfileId } from '../model/profile.js'
import type { PageTarget } from '../model/target.js'
import { allSettled } from '../system/all-settled.js'
import { mapBounded } from '../system/map-bounded.js'
import { median } from '../system/median.js'
import { BrokenCandidate, lookTwiceIfBroken } from './broken-page.js'
import { compareConditions } from './confounds.js'
import { type DisturbanceLimits, disturbed } from './disturbance.js'
import { type Arms, type ExperimentLab, type Serve, withServedArms } from './lab-port.js'
import { byPlace, type LoadedPair } from './loaded-pair.js'
import { bothSeen, lookForFailures, newFailures, type SeenOfArms, seenOf } from './new-failures.js'
import type { Random } from './statistics/random.js'

export interface BlockOptions {
  readonly lab: ExperimentLab
  readonly serve: Serve
  readonly arms: Arms
  /** What is loaded, and how long each page must be quiet before a load of it is over, ms. */
  readonly places: readonly { readonly page: PageTarget; readonly profile: ProfileId; readonly quiet: number }[]
  /** Pairs of loads of each page and profile; the block's value is the median of each arm's (default 1). */
  readonly pairsPerBlock?: number
  readonly random: Random
  /** The number that its samples bear, if it is valid. */
  readonly block: number
  readonly limits: DisturbanceLimits
  /** What the arms were seen to do before: what the baseline fails in is nobody's doing, what the candidate alone fails in often is its own. */
  readonly seen: SeenOfArms
  readonly signal?: AbortSignal
}

export interface BlockResult {
  /** Empty where the block was discarded. */
  readonly samples: readonly PairedSample[]
  readonly pairs: readonly LoadedPair[]
  /** Why the whole block was thrown away, by signals that are blind to the arm. */
  readonly discarded?: string
  readonly breakages: readonly Breakage[]
  /** What its loads and looks showed. */
  readonly seen: SeenOfArms
}

/**
 * One block: fresh instances of both arms (process, port) and a fresh browser, started in random order; every place once in each arm,
 * in random order, the arms of a pair next to each other in random order.
 * @throws TunewrightError as the lab and the server do; PAGE_BROKEN only for the baseline
 */
export async function runBlock(o: BlockOptions): Promise<BlockResult> {
  const starts = coinArm(o.random)
  const repeats = Array.from({ length: o.pairsPerBlock ?? 1 })
  const plan = o.random
    .shuffle(o.places.flatMap(place => repeats.map(() => place)))
    .map(place => ({ ...place, first: coinArm(o.random) }))
  return withServedArms(o.arms, o.serve, starts, async served => {
    await o.lab.renew()
    const pairs: (LoadedPair & { first: keyof Arms })[] = []
    const failed: Record<keyof Arms, Map<string, string>> = { baseline: new Map(), candidate: new Map() }
    const trying = <R>(arm: keyof Arms, page: PageTarget, profile: ProfileId, look: () => Promise<R>): Promise<R> =>
      lookTwiceIfBroken(arm, page.id, look, ({ message }) => failed[arm].set(`${page.id} ${profile}`, message))
    const seeFirst = (arm: keyof Arms) =>
      mapBounded(o.places, SEEN_AT_ONCE, ({ page, profile }) =>
        trying(arm, page, profile, () => o.lab.warm(served[arm], page, PROFILES[profile])),
      )
    try {
      // Nothing is measured yet, so both arms may be shown to the browser at once. Of arms that are files, each page is shown in one of them: by lot.
      await allSettled([seeFirst(starts), seeFirst(starts === 'baseline' ? 'candidate' : 'baseline')])
      for (const { page, profile, quiet, first } of plan) {
        o.signal?.throwIfAborted()
        const load = async (arm: keyof Arms) => {
          const done = await trying(arm, page, profile, () =>
            o.lab.load(served[arm], page, PROFILES[profile], { quiet }),
          )
          return failed[arm].has(`${page.id} ${profile}`) ? markedAsFailed(done) : done
        }
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
      return { samples: [], pairs, breakages: [error.breakage], seen: { baseline: [], candidate: [] } }
    }
    const seenIn = (arm: keyof Arms) =>
      pairs.map(pair => {
        const load = pair[arm]
        return { ...seenOf(load, failed[arm].get(`${load.page} ${load.profile}`)), profile: load.profile }
      })
    const loads = { baseline: seenIn('baseline'), candidate: seenIn('candidate') }
    const again = await lookForFailures({
      lab: o.lab,
      served,
      loads: loads.candidate,
      pages: o.places.map(({ page }) => page),
      known: bothSeen(o.seen, loads),
    })
    const seen = bothSeen(loads, again)
    const breakages = [
      ...newFailures(bothSeen(o.seen, seen)),
      ...pairs.flatMap(({ baseline, candidate }) => compareConditions(baseline, candidate)),
    ]
    const discarded = disturbed(
      pairs.flatMap(pair => [pair.baseline, pair.candidate]),
      o.limits,
    )
    if (discarded !== null) return { samples: [], pairs, discarded, breakages, seen }
    return { samples: byPlace(pairs).flatMap(own => samplesOf(own, o.block)), pairs, breakages, seen }
  })
}

/** Of each arm: a first look mostly waits for the page to be quiet. */
export const SEEN_AT_ONCE = 3

/** A page that worked at the second try is not as good as one that worked at the first. */
export const markedAsFailed = (load: PageLoad): PageLoad => ({ ...load, metrics: { ...load.metrics, 'error-rate': 1 } })

const coinArm = (random: Random): keyof Arms => (random.coin() ? 'baseline' : 'candidate')

/** One paired value per metric of a page and profile: the block is the unit, however many loads it has. */
export function samplesOf(pairs: readonly (LoadedPair & { first: keyof Arms })[], block: number): PairedSample[] {
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
