import type { Breakage, Verdict } from '../model/experiment.js'
import { shortName } from '../model/short-name.js'
import { runBlock } from './blocks.js'
import { compareBlockedHosts, compareServerTimes } from './confounds.js'
import type { CountedPart } from './count-arms.js'
import { decide, noEarlierLooks } from './decide.js'
import { type DecisionInput, lacksQuiet, pagesOf } from './decision-input.js'
import { afterOwnWork, disturbanceLimits } from './disturbance.js'
import type { ExperimentOptions } from './experiment-options.js'
import { isVerdict } from './experiment-record.js'
import type { LoadedPair } from './loaded-pair.js'
import { bothSeen, type SeenOfArms, seenOf } from './new-failures.js'
import { quietOfPage } from './quiet-of-page.js'
import { isAmong, lookAtPlace, type Place, placesOf, type Resting } from './resting.js'
import { weightedSeries } from './series.js'
import { createRandom } from './statistics/random.js'
import { mean } from './statistics/summary.js'
import { formatPercent } from './wording.js'

interface TimedPart {
  readonly verdict: Verdict
  readonly input: DecisionInput
  readonly pairs: readonly LoadedPair[]
  readonly discarded: readonly string[]
}

/** Runs blocks and looks at them until there is a verdict. */
export async function timedBlocks(
  start: DecisionInput,
  o: ExperimentOptions,
  { surveys, failed }: Pick<CountedPart, 'surveys' | 'failed'>,
): Promise<TimedPart> {
  await o.beforeTimedBlocks?.()
  const random = createRandom(o.seed)
  const limits = afterOwnWork(disturbanceLimits(o.usualLoads))
  const pairs: LoadedPair[] = []
  let input = start
  let seen: SeenOfArms = bothSeen(
    {
      baseline: surveys.baseline.map(survey => seenOf(survey)),
      candidate: surveys.candidate.map(survey => seenOf(survey)),
    },
    failed,
  )
  const earlier = noEarlierLooks()
  /** ms for a place */
  let slowest = 0
  while (true) {
    const begun = Date.now()
    const expected = slowest * placesToLoad(o, input).length
    const exhausted = outOfBudget(input, begun + expected > o.deadline)
    if (exhausted) input = { ...input, budgetExhausted: true }
    const answer = decide(input, earlier)
    if (isVerdict(answer)) return { verdict: answer, input, pairs, discarded: input.discarded ?? [] }
    input = { ...input, resting: restingAfter(input, answer.places) }
    const places = placesToLoad(o, input).map(({ page, profile }) => ({
      page,
      profile,
      quiet: quietOfPage({ page: page.id, profile }, [...surveys.baseline, ...surveys.candidate]),
    }))
    if (places.length === 0) {
      input = { ...input, budgetExhausted: true }
      continue
    }
    const result = await runBlock({ ...o, places, random, limits: limits(), seen, block: input.blocks })
    slowest = Math.max(slowest, (Date.now() - begun) / places.length)
    seen = bothSeen(seen, result.seen)
    if (result.discarded === undefined) pairs.push(...result.pairs)
    input = {
      ...input,
      samples: [...input.samples, ...result.samples],
      blocks: input.blocks + (result.samples.length > 0 ? 1 : 0),
      breakages: distinct([
        ...input.breakages,
        ...result.breakages,
        ...compareBlockedHosts(pairs),
        ...(o.serverTime === 'judged' ? [] : compareServerTimes(pairs)),
      ]),
    }
    if (result.discarded !== undefined) {
      input = { ...input, discarded: [...(input.discarded ?? []), result.discarded] }
      o.onProgress?.({ kind: 'discarded', reason: result.discarded })
    } else o.onProgress?.({ kind: 'block', done: input.blocks, of: input.maxBlocks, summary: summarize(input) })
  }
}

/** What nothing is open about any more rests from here on. */
function restingAfter(input: DecisionInput, open: readonly Place[] | null): readonly Resting[] {
  const { blocks, resting = [] } = input
  if (open === null) return resting
  const settled = placesOf(input).filter(place => !isAmong(open, place) && !isAmong(resting, place))
  return [...resting, ...settled.map(place => ({ ...place, after: blocks }))]
}

const placesToLoad = ({ target }: ExperimentOptions, { profiles, resting = [] }: DecisionInput) =>
  target.pages.flatMap(page =>
    profiles.filter(profile => !isAmong(resting, { page: page.id, profile })).map(profile => ({ page, profile })),
  )

const outOfBudget = (input: DecisionInput, late: boolean): boolean =>
  late || input.blocks >= input.maxBlocks || lacksQuiet(input)

function distinct(breakages: readonly Breakage[]): Breakage[] {
  const seen = new Map(breakages.map(b => [`${b.check} ${b.page} ${b.message}`, b]))
  return [...seen.values()]
}

/** `LCP (mobile) −41.2 %, FCP (mobile) −3.0 %`: estimates on the way, no verdict. */
function summarize(input: DecisionInput): string {
  return input.profiles
    .flatMap(profile =>
      input.felt.flatMap(name => {
        const series = weightedSeries(input.samples, {
          metric: name,
          profile,
          blocks: lookAtPlace(input, input, { page: '*', profile }).blocks,
          pages: pagesOf(name, input),
        })
        if (series === null || series.comparison === 'difference') return []
        return [`${shortName(name)} (${profile}) ${formatPercent(Math.expm1(mean(series.values)))} %`]
      }),
    )
    .join(', ')
}
