import { breakagesProper } from '../model/breakages.js'
import { parseDuration } from '../model/duration.js'
import type { Judgement, Verdict } from '../model/experiment.js'
import { type DecisionInput, lacksQuiet } from './decision-input.js'
import { judgeCriteria } from './judge-criteria.js'
import { judgeFelt } from './judge-felt.js'
import { judgeGuards, judgeTriggers } from './judge-guards.js'
import { judgeRates } from './judge-rates.js'
import { judgeSteadiness } from './judge-steadiness.js'
import { isOpen, nothingShown, overLooks, type Shown } from './over-looks.js'
import { type Assessed, REJECTION_ALPHA } from './requirement.js'
import { type Place, placesOf, placesOpen } from './resting.js'
import { FIRST_LOOK, type Look, lookAt, looksAfter } from './sequential/looks.js'
import { bestChance, blocksNeeded } from './sequential/prediction.js'
import { formatValue } from './wording.js'

/** No verdict yet: what is still open, in words. */
export interface Continue {
  readonly outcome: 'continue'
  readonly open: readonly string[]
  readonly judgements: readonly Judgement[]
  /** Where more blocks may tell something; null before the first look. */
  readonly places: readonly Place[] | null
}

/** Below this chance of ever being shown, waiting for it is given up … */
const FUTILE = 0.05
/** … unless the opposite has at least this chance of being shown: then the experiment goes on to say so. */
const TELLING = 0.2
/** Above this chance of being felt, what saves bytes already is waited for. */
const LIKELY = 0.5

/** What a conclusion would take. */
type Missing = Required<Pick<Verdict, 'wouldTake'>> & Pick<Verdict, 'blocksToDecide'>

export interface EarlierLooks {
  readonly required: Shown
  readonly felt: Shown
}

export const noEarlierLooks = (): EarlierLooks => ({
  required: nothingShown(),
  felt: nothingShown(),
})

/**
 * The verdict table of the rules of evidence. The same input gives the same answer. Call it before the first timed block (`blocks: 0`),
 * where what is counted can only reject, and then after each block.
 * @param earlier spares looking at earlier blocks anew: filled here, for the calls of one and the same experiment, in the order of their blocks
 */
export function decide(input: DecisionInput, earlier: EarlierLooks = noEarlierLooks()): Verdict | Continue {
  if (!Number.isInteger(input.maxBlocks) || input.maxBlocks < FIRST_LOOK)
    throw new RangeError(`an experiment needs at least ${FIRST_LOOK} blocks, not ${input.maxBlocks}`)
  const look = lookAt(input.blocks, input.maxBlocks)
  const required = overLooks(look, earlier.required, at => [
    ...judgeCriteria(input, at),
    ...judgeTriggers(input, at),
    ...judgeGuards(input, at),
    ...judgeRates(input, at),
  ])
  const constraints = judgeConstraints(input)
  const felt = overLooks(look, earlier.felt, at => judgeFelt(input, at))
  const steadiness = judgeSteadiness(input, look, false)
  const judgementsWith = (steady: readonly Assessed[]): readonly Judgement[] => [
    ...required.map(a => a.judgement),
    ...constraints,
    ...felt.map(a => a.judgement),
    ...steady.map(a => a.judgement),
  ]
  const asItIs = judgementsWith(steadiness)
  const conclude = (
    outcome: Verdict['outcome'],
    reason: string,
    more: { bytesOnly?: boolean; missing?: Missing } = {},
    judgements: readonly Judgement[] = asItIs,
  ): Verdict => ({
    outcome,
    bytesOnly: more.bytesOnly ?? false,
    reason,
    judgements,
    effects: judgements.flatMap(j => (j.effect ? [j.effect] : [])),
    breakages: input.breakages,
    alphaSpent: input.blocks === 0 ? 0 : input.alpha,
    blocks: input.blocks,
    ...(more.missing && (lacksQuiet(input) ? { wouldTake: quieter(input) } : more.missing)),
  })

  if (input.breakages.length > 0) return concludeBroken(input, conclude)
  const refuse = ({ requirement, evidence }: Judgement, judgements = asItIs) =>
    conclude('rejected', `${requirement}: not so. ${evidence}.`, {}, judgements)
  const unmet = [...constraints, ...required.map(a => a.judgement), ...steadiness.map(a => a.judgement)].find(isUnmet)
  if (unmet) return refuse(unmet)
  const unmeasured = required.find(a => a.unmeasured)
  if (unmeasured)
    return conclude('inconclusive', `${unmeasured.judgement.requirement}: ${unmeasured.judgement.evidence}.`, {
      missing: { wouldTake: unmeasured.wouldTake ?? 'a measurement of it' },
    })
  const bytes = savesBytes(input, look)
  const harmless = input.aim === 'not-worse'
  const feltOutcome = harmless ? 'met' : combineFelt(felt)
  if (feltOutcome === 'unmet' && !bytes)
    return conclude('rejected', 'A gain nobody feels: no felt metric is better by the margin, and no bytes are saved.')

  const later = looksAfter(input.blocks, input.maxBlocks)
  const open = required.filter(a => a.judgement.outcome === 'undecided')
  const doubtful = steadiness.filter(a => a.doubtful)
  /** Why it is kept, where nothing that is required is open any more and no more is waited for. */
  const whyKept = (): { readonly reason: string; readonly bytesOnly: boolean } | null => {
    if (harmless) return { reason: 'No guard is worse, and nothing is broken.', bytesOnly: false }
    if (feltOutcome === 'met') return { reason: keptReason(felt), bytesOnly: false }
    const mayYetBeFelt = !input.budgetExhausted && felt.some(a => isOpen(a) && hopeFor(a, later) > LIKELY)
    if (!bytes || mayYetBeFelt) return null
    const reason = 'Bytes are down by the criterion and nothing is worse; that a visitor would feel it is not shown.'
    return { reason, bytesOnly: true }
  }
  const kept = look === null || open.length > 0 ? null : whyKept()
  if (kept !== null) {
    const before = judgeSteadiness(input, look, true)
    const asItEnds = judgementsWith(before)
    const unsteady = before.map(a => a.judgement).find(isUnmet)
    if (unsteady) return refuse(unsteady, asItEnds)
    if (doubtful.length === 0) return conclude('kept', kept.reason, { bytesOnly: kept.bytesOnly }, asItEnds)
  }
  const waitingForFelt = feltOutcome === 'undecided' && !bytes
  const blockers = [...open, ...(waitingForFelt ? felt.filter(isOpen) : []), ...(kept === null ? [] : doubtful)]
  if (input.budgetExhausted || (look !== null && later.length === 0))
    return conclude('inconclusive', `${whyEnded(input)} ${stillOpen(blockers, look, input.blocks)}`, {
      missing: missingFor(blockers, look),
    })
  if (look !== null && input.toTheEnd !== true) {
    const hopeless = open.filter(a => isFutile(a, later))
    const feltHopeless = waitingForFelt && felt.filter(isOpen).every(a => isFutile(a, later))
    const given = [...hopeless, ...(feltHopeless ? felt.filter(isOpen) : [])]
    if (given.length > 0)
      return conclude('inconclusive', `${whyGivenUp(input)} Open: ${names(given)}.`, {
        missing: missingFor(given, look),
      })
  }
  const hopes = felt.filter(a => isOpen(a) && !isFutile(a, later))
  const wanted = [...open, ...doubtful, ...(feltOutcome === 'met' || harmless ? [] : hopes)]
  return {
    outcome: 'continue',
    open: blockers.map(a => a.judgement.requirement),
    judgements: asItIs,
    places: look === null ? null : placesOpen(placesOf(input), wanted),
  }
}

const isUnmet = ({ outcome }: Judgement): boolean => outcome === 'unmet'

/** Before the first look all that is noisy is open, and none of it tells anything. */
const stillOpen = (blockers: readonly Assessed[], look: Look | null, blocks: number): string =>
  look === null
    ? `Nothing that is timed is judged before ${FIRST_LOOK} blocks; ${blocks === 0 ? 'there was none' : `there ${blocks === 1 ? 'was' : 'were'} ${blocks}`}.`
    : `Open: ${names(blockers)}.`

/** Each once: several requirements may rest on what was seen of one metric on a page. */
const names = (items: readonly Assessed[]): string => {
  const told = items.map(({ judgement: { kind, requirement, evidence }, noisy }) =>
    kind === 'steadiness' ? `${requirement}: ${evidence}` : noisy ? evidence : requirement,
  )
  return [...new Set(told)].join('; ')
}

function concludeBroken(
  input: DecisionInput,
  conclude: (outcome: Verdict['outcome'], reason: string, more?: { missing?: Missing }) => Verdict,
): Verdict {
  const broken = input.breakages.filter(b => b.check !== 'confound')
  const proper = breakagesProper(broken)
  const [first] = [...proper, ...broken, ...input.breakages]
  if (first === undefined) throw new Error('a broken experiment has a breakage')
  // A file that is not asked for any more, say: what is broken may have come of it.
  const explanation = proper.length > 0 ? broken.find(b => b.explains) : undefined
  const others = input.breakages.length - (explanation ? 2 : 1)
  const more = others > 0 ? `; and ${others} more` : ''
  if (broken.length === 0)
    return conclude('inconclusive', `Confounded, so thrown away: ${first.message} on ${first.page}${more}.`, {
      missing: { wouldTake: 'the same conditions in both arms' },
    })
  const why = explanation ? ` What may explain it: ${explanation.message}.` : ''
  return conclude('rejected', `Broken (${first.check}) on ${first.page}: ${first.message}${more}.${why}`)
}

function judgeConstraints(input: DecisionInput): Judgement[] {
  return input.constraints.flatMap((constraint): Judgement[] => {
    if (constraint.type === 'functionality') {
      const { length } = breakagesProper(input.breakages)
      const met = length === 0
      const evidence = met ? 'nothing broken' : `${length} broken`
      return [{ kind: 'constraint', requirement: 'No functionality lost', outcome: met ? 'met' : 'unmet', evidence }]
    }
    if (constraint.type === 'business') {
      const downtime = input.downtime ?? 0
      return [
        {
          kind: 'constraint',
          requirement: `Downtime at most ${constraint.threshold}`,
          outcome: downtime <= parseDuration(constraint.threshold) ? 'met' : 'unmet',
          evidence:
            downtime === 0
              ? 'tried on copies, and nothing done to your system so far took it out of service'
              : `your system was out of service for ${formatValue('load-time', downtime)} in this session`,
        },
      ]
    }
    return [] // the tolerance of the guards
  })
}

/**
 * What is cut finer compresses less well: where a whole visit is shown to be lighter, which counts these bytes too, the pages of it may be
 * heavier by this share, each loaded by itself.
 */
const FINER_CUT = 0.03

/** Whether bytes or plan cost are down as asked, and no more comes over the wire in all. */
function savesBytes(input: DecisionInput, look: Look | null): boolean {
  const met = (criteria: DecisionInput['savings']): boolean =>
    judgeCriteria({ ...input, criteria }, look).some(a => a.judgement.outcome === 'met')
  const isOfVisit = ({ metric: name }: DecisionInput['savings'][number]): boolean => name === 'visit-script-size'
  return (
    (!isHeavier(input.counted) && met(input.savings.filter(one => !isOfVisit(one)))) ||
    (!isHeavier(input.counted, FINER_CUT) && met(input.savings.filter(isOfVisit)))
  )
}

/** Whether both counts of the candidate's bytes are above both of the baseline's, by more than a share of them. */
function isHeavier({ baseline, candidate }: DecisionInput['counted'], share = 0): boolean {
  const before = baseline.target['total-transfer-size']
  const after = candidate.target['total-transfer-size']
  return before !== undefined && after !== undefined && Math.min(...after) > Math.max(...before) * (1 + share)
}

function combineFelt(felt: readonly Assessed[]): Judgement['outcome'] {
  if (felt.some(a => a.judgement.outcome === 'met')) return 'met'
  return felt.some(isOpen) ? 'undecided' : 'unmet'
}

const keptReason = (felt: readonly Assessed[]): string =>
  `${felt
    .filter(a => a.judgement.outcome === 'met')
    .map(a => a.judgement.evidence)
    .join('; ')}; every criterion holds, and no guard is worse.`

const hopeFor = ({ noisy }: Assessed, later: readonly Look[]): number =>
  noisy === undefined ? 0 : bestChance(noisy.harm, noisy.of.limit, noisy.of.alpha, later)

function isFutile(assessed: Assessed, later: readonly Look[]): boolean {
  const { noisy } = assessed
  if (assessed.isHopeless) return true
  if (noisy === undefined || hopeFor(assessed, later) >= FUTILE) return false
  const turned = { ...noisy.harm, mean: -noisy.harm.mean }
  return bestChance(turned, -noisy.of.limit, REJECTION_ALPHA, later) < TELLING
}

function whyEnded(input: DecisionInput): string {
  if (lacksQuiet(input)) return 'The machine was too busy to measure on.'
  if (input.blocks < input.maxBlocks) return 'The budget ended first.'
  return `Not shown within ${input.blocks} blocks, which is all there may be.`
}

const whyGivenUp = ({ blocks, maxBlocks }: DecisionInput): string =>
  `Given up after ${blocks} blocks: it would hardly be shown within the ${maxBlocks} there may be.`

const quieter = ({ discarded = [] }: DecisionInput): string =>
  `a quieter machine: ${discarded.length} blocks were thrown away (${discarded.at(-1)})`

/** What a conclusion would take: for what is open of means, by the noisiest of them, and for the rest in its own words. */
function missingFor(open: readonly Assessed[], look: Look | null): Missing {
  if (look === null) return { wouldTake: 'at least four blocks', blocksToDecide: FIRST_LOOK }
  const told = [...new Set(open.flatMap(a => a.wouldTake ?? []))]
  const means = open.filter(a => a.wouldTake === undefined)
  if (means.length === 0) return { wouldTake: told.join('; ') }
  const ofMeans = missingForMeans(means)
  return told.length === 0 ? ofMeans : { wouldTake: [ofMeans.wouldTake, ...told].join('; ') }
}

function missingForMeans(open: readonly Assessed[]): Missing {
  const needed = open.map(a => (a.noisy ? blocksNeeded(a.noisy.harm, a.noisy.of.limit, a.noisy.of.alpha) : null))
  const known = needed.filter(n => n !== null)
  if (known.length === 0)
    return {
      wouldTake: open.every(({ judgement }) => judgement.kind === 'guard' || judgement.kind === 'trigger')
        ? 'a quieter machine: by chance the first blocks look worse, so far that more of the same spread would not make up for it'
        : 'a larger effect: as it stands, more blocks would not show it',
    }
  const blocks = Math.max(...known)
  const inAll = `about ${blocks} blocks at this spread`
  return known.length < needed.length
    ? { wouldTake: `${inAll}, and a larger effect for the rest` }
    : { wouldTake: inAll, blocksToDecide: blocks }
}
