import type { Effect } from '../../model/experiment.js'
import { type MetricName, metric } from '../../model/metrics.js'
import { type DecisionInput, FELT_ABSOLUTE_MARGIN, FELT_MARGIN, pagesOf, RULE } from '../decision-input.js'
import { judgeCriteria } from '../judge-criteria.js'
import { judgeFelt } from '../judge-felt.js'
import { judgeGuards } from '../judge-guards.js'
import { isOpen, nothingShown, overLooks, type Shown } from '../over-looks.js'
import { headlineEffects } from '../prove-whole.js'
import { type Assessed, awaiting, improvementLimit, judge } from '../requirement.js'
import { type Look, lookAt, looksAfter } from '../sequential/looks.js'
import { bestChance } from '../sequential/prediction.js'
import { type MetricSeries, weightedSeries } from '../series.js'
import { formatValue } from '../wording.js'

/** The rules of ablation as they are now. */
export const ABLATION_RULE = 1

/**
 * By what is decided whether a change still helps beside the others: plain data. `baseline` is the system without it, `candidate` the one with
 * everything, so that what it does reads as anywhere else.
 */
export interface AblationInput extends DecisionInput {
  readonly ablationRule: number
  /** Felt metrics in which it must be shown to gain nothing any more before it is taken out. */
  readonly lost: readonly MetricName[]
}

/** No verdict yet: `null`. */
export interface AblationAnswer {
  readonly verdict: 'helps' | 'no-longer-helps' | 'not-shown' | null
  /** In a sentence. */
  readonly reason: string
}

export interface AblationLooks {
  readonly gains: Shown
  readonly losses: Shown
}

export const noAblationLooks = (): AblationLooks => ({ gains: nothingShown(), losses: nothingShown() })

/** Below this chance of ever being shown, it is not waited for. */
const FUTILE = 0.05
/** That a change helps is worth waiting for where it has at least this chance of being shown. */
const LIKELY = 0.2

/**
 * Whether a change still helps beside the others. It does where a felt metric is shown better by the margin, or bytes are saved. It no longer does where all
 * of this is shown: without it, no felt metric in question is worse by as much as the margin, over pages by traffic; no guard is worse than
 * tolerated, on each page by itself; and no bytes are saved by it. Each of these is shown at `alpha` (intersection-union: Berger, Technometrics 24,
 * 1982), so that a change that helps is taken out in at most that share of cases.
 * @param earlier filled here, for the calls of one and the same experiment, in the order of their blocks
 */
export function decideAblation(input: AblationInput, earlier: AblationLooks = noAblationLooks()): AblationAnswer {
  const saved = judgeCriteria({ ...input, criteria: input.savings }, null).find(a => a.judgement.outcome === 'met')
  if (saved) return { verdict: 'helps', reason: `It saves bytes: ${saved.judgement.evidence}.` }
  const look = lookAt(input.blocks, input.maxBlocks)
  const gains = overLooks(look, earlier.gains, at => judgeFelt(input, at))
  const losses = overLooks(look, earlier.losses, at => judgeLosses(input, at))
  const gain = gains.find(isMet)
  if (gain) return { verdict: 'helps', reason: `${gain.judgement.evidence}.` }
  if (look !== null && losses.every(isMet)) return { verdict: 'no-longer-helps', reason: NOTHING_LOST }
  const open = losses.filter(a => !isMet(a))
  const later = looksAfter(input.blocks, input.maxBlocks)
  const ended = input.budgetExhausted || (look !== null && later.length === 0)
  const hope = (a: Assessed): number =>
    a.noisy ? bestChance(a.noisy.harm, a.noisy.of.limit, a.noisy.of.alpha, later) : isOpen(a) ? 1 : 0
  const given = look !== null && open.some(a => hope(a) < FUTILE) && gains.filter(isOpen).every(a => hope(a) < LIKELY)
  if (!ended && !given) return { verdict: null, reason: '' }
  const [first] = open.toSorted((a, b) => hope(a) - hope(b))
  const what = first?.noisy || first?.unmeasured ? first.judgement.evidence : first?.judgement.requirement
  return {
    verdict: 'not-shown',
    reason: `Neither that it helps nor that it does not was shown in ${input.blocks} blocks${what ? `. Open: ${what}` : ''}.`,
  }
}

const NOTHING_LOST =
  'Without it nothing that visitors feel is worse by the margin, no guard is worse than tolerated, and no more bytes come.'

const isMet = ({ judgement }: Assessed): boolean => judgement.outcome === 'met'

/** What must hold of the system without the change for it to be taken out. */
const judgeLosses = (input: AblationInput, look: Look | null): readonly Assessed[] => [
  ...judgeLostFelt(input, look),
  ...judgeGuards(turned(input), look),
]

/** The same experiment, seen as the removal of the change. */
const turned = (input: AblationInput): DecisionInput => ({
  ...input,
  samples: turnedSamples(input.samples),
  counted: { baseline: input.counted.candidate, candidate: input.counted.baseline },
})

/** Asked for at each look: what is read of samples is kept by the array they are in. */
const known = new WeakMap<DecisionInput['samples'], DecisionInput['samples']>()

function turnedSamples(samples: DecisionInput['samples']): DecisionInput['samples'] {
  const before = known.get(samples)
  if (before) return before
  const turned = samples.map(sample => ({
    ...sample,
    baseline: sample.candidate,
    candidate: sample.baseline,
    first: sample.first === 'baseline' ? ('candidate' as const) : ('baseline' as const),
  }))
  known.set(samples, turned)
  return turned
}

function judgeLostFelt(input: AblationInput, look: Look | null): readonly Assessed[] {
  const { samples } = turned(input)
  return input.lost.flatMap(name =>
    input.profiles.map(profile => {
      const absolute = FELT_ABSOLUTE_MARGIN[name]
      const requirement = `${metric(name).title} without it on ${profile}: not worse by ${100 * FELT_MARGIN} %${absolute === undefined ? '' : ` and ${formatValue(name, absolute)}`}`
      if (look === null) return awaiting('felt', requirement, 'no timed block yet')
      const pages = pagesOf(name, input)
      const series = weightedSeries(samples, { metric: name, profile, blocks: look.blocks, pages })
      if (series === null) return { ...awaiting('felt', requirement, 'not measured in every block'), unmeasured: true }
      return judge({ kind: 'felt', requirement, series, limit: lossLimit(series, absolute), alpha: input.alpha }, look)
    }),
  )
}

/** The loss at which the change would be felt: what its gain would have to be, from the other side. */
function lossLimit(series: MetricSeries, absolute = 0): number {
  const gain = improvementLimit(series, FELT_MARGIN)
  return series.comparison === 'difference' ? Math.max(-gain, absolute) : -gain
}

/** Whether the rules that answered are those of this version. */
export const isAblationByRulesOfNow = ({ rule, ablationRule }: AblationInput): boolean =>
  rule === RULE && ablationRule === ABLATION_RULE

/** Each of the two intervals of an interaction: what both may miss by is what 95 % leave. */
const CONFIDENCE = 0.975

/** What the change does beside the others, over pages by traffic, per profile. */
export const marginalEffects = (input: DecisionInput): Effect[] =>
  headlineEffects({ record: { seed: '', input } }, CONFIDENCE)

/** Takes the same looks at stored samples again, and gives what was answered then. */
export function recomputeAblation(input: AblationInput): AblationAnswer {
  const earlier = noAblationLooks()
  for (let blocks = 0; blocks < input.blocks; blocks++) {
    const samples = input.samples.filter(sample => sample.block < blocks)
    const then = decideAblation({ ...input, samples, blocks, budgetExhausted: false }, earlier)
    // Loads after its verdict were made for its interval.
    if (then.verdict !== null) return then
  }
  return decideAblation(input, earlier)
}
