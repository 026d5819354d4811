import type { BuiltArm } from '../../model/change.js'
import type { Breakage, PairedSample } from '../../model/experiment.js'
import type { PageLoad } from '../../model/observation.js'
import { PROFILES } from '../../model/profile.js'
import { mapBounded } from '../../system/map-bounded.js'
import { type BlockOptions, markedAsFailed, SEEN_AT_ONCE, samplesOf } from '../blocks.js'
import { BrokenCandidate, lookTwiceIfBroken } from '../broken-page.js'
import { compareConditions } from '../confounds.js'
import { disturbed } from '../disturbance.js'
import type { Serve, ServedArm } from '../lab-port.js'
import { byPlace, type LoadedPair } from '../loaded-pair.js'

/** The system with everything, and the same without each of some changes. */
export interface AblationArms {
  readonly whole: BuiltArm
  readonly without: ReadonlyMap<string, BuiltArm>
}

export interface ArmsBlockOptions
  extends Pick<BlockOptions, 'lab' | 'serve' | 'places' | 'random' | 'block' | 'limits' | 'signal'> {
  readonly arms: AblationArms
}

export interface ArmsBlockResult {
  /** By change: `baseline` is the system without it, `candidate` the whole. Empty where the block was discarded. */
  readonly samples: ReadonlyMap<string, readonly PairedSample[]>
  readonly discarded?: string
  /** Changes without which a page is broken, or answers under other conditions: they are not measured any further. */
  readonly broken: ReadonlyMap<string, Breakage>
}

const WHOLE = Symbol('the whole')
type Arm = string | typeof WHOLE

/** Runs something while fresh instances of several arms are up, started in the order given, and stops them whatever happens. */
async function withServed<R>(
  arms: readonly (readonly [Arm, BuiltArm])[],
  serve: Serve,
  run: (served: ReadonlyMap<Arm, ServedArm>) => Promise<R>,
): Promise<R> {
  const served = new Map<Arm, ServedArm>()
  try {
    for (const [name, arm] of arms) served.set(name, await serve(arm))
    return await run(served)
  } finally {
    for (const instance of [...served.values()].reverse()) await instance.stop()
  }
}

/**
 * One block of several arms: fresh instances of each and a fresh browser, started in random order; every place once in each arm, places and the
 * arms at a place in random order. The whole is loaded once for all that is held against it.
 * @throws TunewrightError as the lab and the server do; PAGE_BROKEN only for the whole
 */
export async function runArmsBlock(o: ArmsBlockOptions): Promise<ArmsBlockResult> {
  const arms = o.random.shuffle<readonly [Arm, BuiltArm]>([[WHOLE, o.arms.whole], ...o.arms.without])
  const plan = o.random.shuffle(
    o.places.map(place => ({ ...place, order: o.random.shuffle(arms.map(([arm]) => arm)) })),
  )
  return withServed(arms, o.serve, async served => {
    await o.lab.renew()
    const broken = new Map<string, Breakage>()
    const failed = new Set<string>()
    const loads = new Map<Arm, PageLoad[]>(arms.map(([arm]) => [arm, []]))
    const pairs = new Map<string, (LoadedPair & { first: 'baseline' | 'candidate' })[]>()
    /** @returns null where the page is broken without a change */
    const trying = async <R>(
      arm: Arm,
      place: ArmsBlockOptions['places'][number],
      look: (served: ServedArm) => Promise<R>,
    ): Promise<R | null> => {
      if (typeof arm === 'string' && broken.has(arm)) return null
      try {
        return await lookTwiceIfBroken(
          arm === WHOLE ? 'baseline' : 'candidate',
          place.page.id,
          () => look(served.get(arm)!),
          () => failed.add(`${String(arm)} ${place.page.id} ${place.profile}`),
        )
      } catch (error) {
        if (!(error instanceof BrokenCandidate) || typeof arm !== 'string') throw error
        broken.set(arm, error.breakage)
        return null
      }
    }
    for (const [arm] of arms) {
      await mapBounded(o.places, SEEN_AT_ONCE, place =>
        trying(arm, place, instance => o.lab.warm(instance, place.page, PROFILES[place.profile])),
      )
    }
    for (const place of plan) {
      const here = new Map<Arm, PageLoad>()
      for (const arm of place.order) {
        o.signal?.throwIfAborted()
        const load = await trying(arm, place, instance =>
          o.lab.load(instance, place.page, PROFILES[place.profile], { quiet: place.quiet }),
        )
        if (load === null) continue
        const isFailing = failed.has(`${String(arm)} ${place.page.id} ${place.profile}`)
        here.set(arm, isFailing ? markedAsFailed(load) : load)
        loads.get(arm)?.push(load)
      }
      const candidate = here.get(WHOLE)
      for (const [arm, baseline] of here) {
        if (typeof arm !== 'string' || candidate === undefined) continue
        const first = place.order.indexOf(arm) < place.order.indexOf(WHOLE) ? 'baseline' : 'candidate'
        pairs.set(arm, [...(pairs.get(arm) ?? []), { baseline, candidate, first }])
        const [confound] = compareConditions(baseline, candidate)
        if (confound && !broken.has(arm)) broken.set(arm, confound)
      }
    }
    const discarded = disturbed([...loads.values()].flat(), o.limits)
    if (discarded !== null) return { samples: new Map(), discarded, broken }
    const samples = [...pairs]
      .filter(([arm]) => !broken.has(arm))
      .map(([arm, own]) => [arm, byPlace(own).flatMap(at => samplesOf(at, o.block))] as const)
    return { samples: new Map(samples), broken }
  })
}
