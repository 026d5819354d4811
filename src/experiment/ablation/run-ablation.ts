import type { BuiltArm } from '../../model/change.js'
import type { MetricName, MetricValues } from '../../model/metrics.js'
import type { PageLoad, PageSurvey } from '../../model/observation.js'
import type { OptimizationConstraint } from '../../model/optimizer.js'
import { BrokenCandidate } from '../broken-page.js'
import { countArm } from '../counted.js'
import { FELT, GUARDS, JUDGED_BY, lacksQuiet } from '../decision-input.js'
import { disturbanceLimits } from '../disturbance.js'
import type { ExperimentOptions, ExperimentProgress } from '../experiment-options.js'
import { measuredAlongFlows } from '../interactions.js'
import type { Serve, ServedArm } from '../lab-port.js'
import { surveyTwice } from '../look-at-arms.js'
import { SAVINGS } from '../prove-whole.js'
import { quietOfPage } from '../quiet-of-page.js'
import { REJECTION_ALPHA } from '../requirement.js'
import { placesOf } from '../resting.js'
import { FIRST_LOOK } from '../sequential/looks.js'
import { createRandom } from '../statistics/random.js'
import { type AblationArms, runArmsBlock } from './arms-block.js'
import {
  ABLATION_RULE,
  type AblationAnswer,
  type AblationInput,
  type AblationLooks,
  decideAblation,
  noAblationLooks,
} from './decide-ablation.js'

/** A change is loaded for so many blocks at least, also where its verdict is known before: fewer say little of how much it does. */
const LEAST_BLOCKS = 6

export interface AblationOptions
  extends Pick<ExperimentOptions, 'target' | 'profiles' | 'lab' | 'serve' | 'deadline' | 'seed' | 'signal'> {
  /** So many blocks there is time for; no more than `MOST_BLOCKS_OF_ABLATION` are made. */
  readonly maxBlocks: number
  readonly arms: AblationArms
  readonly constraints: readonly OptimizationConstraint[]
  /** Of the whole, as it was looked at before; what is missing to two of each page and profile is made. */
  readonly surveys: readonly PageSurvey[]
  /** Counted metrics of the target that no page shows: of the whole, and without each change. */
  readonly targetCounts: { readonly whole: MetricValues; readonly without: ReadonlyMap<string, MetricValues> }
  /** Noisy felt metrics that a change was shown to better at its own proof: what it was kept for is to be shown gone. */
  readonly keptFor: ReadonlyMap<string, readonly MetricName[]>
  readonly usualLoads: readonly PageLoad[]
  readonly onProgress?: (event: Exclude<ExperimentProgress, { kind: 'survey' | 'look' }>) => void
}

export interface AblationOutcome {
  readonly answer: AblationAnswer
  /** From which the answer can be made again; null where a page is broken without the change, so that nothing was measured. */
  readonly input: AblationInput | null
}

/** The most blocks: what is not known by then is too close to call. */
export const MOST_BLOCKS_OF_ABLATION = 28

/** Whose paired spread is too wide to be waited for, unless a change was kept for it. */
const HARDLY_SHOWN: MetricName = 'total-blocking-time'

interface Running {
  input: AblationInput
  answer: AblationAnswer
  readonly looks: AblationLooks
}

/**
 * Holds the whole against the whole without each change, all in the same blocks: what each does beside the others, and whether it still helps. Ends for each change
 * once that is known, and for all at the deadline.
 * @throws TunewrightError SERVE_FAILED, BROWSER_FAILED, CANCELLED; PAGE_BROKEN for the whole
 */
export async function runAblation(o: AblationOptions): Promise<ReadonlyMap<string, AblationOutcome>> {
  const outcomes = new Map<string, AblationOutcome>()
  const maxBlocks = Math.max(FIRST_LOOK, Math.min(MOST_BLOCKS_OF_ABLATION, Math.floor(o.maxBlocks)))
  const running = new Map<string, Running>()
  const common = { ...o, pages: o.target.pages }
  const ofWhole = await looking(o.serve, o.arms.whole, served =>
    surveyTwice({ ...common, arm: 'baseline', served, known: o.surveys }),
  )
  const surveys = [...ofWhole]
  const whole = countArm(ofWhole, o.targetCounts.whole)
  for (const [change, arm] of o.arms.without) {
    try {
      const looked = await looking(o.serve, arm, served => surveyTwice({ ...common, arm: 'candidate', served }))
      surveys.push(...looked)
      const counted = { baseline: countArm(looked, o.targetCounts.without.get(change)), candidate: whole }
      const input = inputOf(o, maxBlocks, counted, o.keptFor.get(change) ?? [])
      const looks = noAblationLooks()
      running.set(change, { input, looks, answer: decideAblation(input, looks) })
    } catch (error) {
      if (!(error instanceof BrokenCandidate)) throw error
      outcomes.set(change, { answer: brokenWithout(error.breakage), input: null })
    }
  }
  const random = createRandom(o.seed)
  const limits = disturbanceLimits(o.usualLoads)
  const places = placesOf({ pages: o.target.pages, profiles: o.profiles }).map(place => ({
    page: o.target.pages.find(({ id }) => id === place.page)!,
    profile: place.profile,
    quiet: quietOfPage(place, surveys),
  }))
  let discarded: readonly string[] = []
  let longest = 0
  for (let blocks = 0; running.size > 0; ) {
    const begun = Date.now()
    const ended = blocks >= maxBlocks || begun + longest > o.deadline || lacksQuiet({ discarded, blocks })
    for (const [change, one] of running) {
      if (ended && one.answer.verdict === null) {
        one.input = { ...one.input, budgetExhausted: true }
        one.answer = decideAblation(one.input, one.looks)
      }
      if (ended || (one.answer.verdict !== null && blocks >= LEAST_BLOCKS)) {
        outcomes.set(change, { answer: one.answer, input: one.input })
        running.delete(change)
      }
    }
    if (running.size === 0) break
    const without = new Map([...o.arms.without].filter(([change]) => running.has(change)))
    const result = await runArmsBlock({ ...o, arms: { ...o.arms, without }, places, random, limits, block: blocks })
    longest = Math.max(longest, Date.now() - begun)
    for (const [change, breakage] of result.broken) {
      outcomes.set(change, { answer: brokenWithout(breakage), input: null })
      running.delete(change)
    }
    if (result.discarded !== undefined) {
      discarded = [...discarded, result.discarded]
      o.onProgress?.({ kind: 'discarded', reason: result.discarded })
      continue
    }
    blocks++
    for (const [change, one] of running) {
      const samples = [...one.input.samples, ...(result.samples.get(change) ?? [])]
      one.input = { ...one.input, samples, blocks }
      if (one.answer.verdict === null) one.answer = decideAblation(one.input, one.looks)
    }
    const known = [...running.values()].filter(({ answer }) => answer.verdict !== null).length
    const summary = `${known + outcomes.size} of ${o.arms.without.size} known`
    o.onProgress?.({ kind: 'block', done: blocks, of: maxBlocks, summary })
  }
  return outcomes
}

/** Looks at an arm while an instance of it is up. */
async function looking<R>(serve: Serve, arm: BuiltArm, look: (served: ServedArm) => Promise<R>): Promise<R> {
  const served = await serve(arm)
  try {
    return await look(served)
  } finally {
    await served.stop()
  }
}

const brokenWithout = ({ check, page, message }: BrokenCandidate['breakage']): AblationAnswer => ({
  verdict: 'not-shown',
  reason:
    check === 'confound'
      ? `Without it the pages are not served alike: ${message} on ${page}.`
      : `It cannot be taken out by itself: without it ${page} is broken (${message}).`,
})

function inputOf(
  o: AblationOptions,
  maxBlocks: number,
  counted: AblationInput['counted'],
  keptFor: readonly MetricName[],
): AblationInput {
  const { names: alongFlows, ...onPages } = measuredAlongFlows(o.target, o.usualLoads)
  const felt = [...FELT, ...alongFlows]
  return {
    ...JUDGED_BY,
    ablationRule: ABLATION_RULE,
    pages: o.target.pages,
    profiles: o.profiles,
    ...(o.target.profileWeights && { profileWeights: o.target.profileWeights }),
    criteria: [],
    savings: SAVINGS,
    rollbackTriggers: [],
    constraints: o.constraints,
    guards: [...GUARDS, ...alongFlows],
    felt,
    lost: felt.filter(name => name !== HARDLY_SHOWN || keptFor.includes(name)),
    ...onPages,
    samples: [],
    counted,
    actuatorMeasured: {},
    breakages: [],
    alpha: REJECTION_ALPHA,
    blocks: 0,
    maxBlocks,
    budgetExhausted: false,
  }
}
