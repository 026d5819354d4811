import type { Effect, Judgement, Verdict } from '../model/experiment.js'
import { metric } from '../model/metrics.js'
import { effectInterval, effectSize, formatConfidence } from './format.js'

/** Why one effect is told with several intervals. */
export const INTERVALS_DIFFER =
  'The verdict asks for more certainty than a summary does, so its intervals are wider: each names its own, and all hold however often one looks.'

/** An effect with its interval, the confidence of that, and what it rests on: `−17.0 % (99 %: −40.7 % to +16.2 %), 4 blocks`. */
const measured = (effect: Effect): string =>
  `${effectSize(effect)} (${formatConfidence(effect.confidence)}: ${effectInterval(effect)}), ${effect.blocks} blocks`

const placeOf = ({ page, profile }: Effect): string => `${page === '*' ? 'over all pages' : `on ${page}`}, ${profile}`

const subjectOf = (effect: Effect): string => `${metric(effect.metric).title} ${placeOf(effect)}`

/** What was seen of a requirement, without the metric and the place that the requirement has just named. */
export function seenOf({ kind, requirement, outcome, evidence, effect }: Judgement): string {
  if (effect) return `${notIn(requirement, kind, effect)}${measured(effect)}`
  // Bounds that may be anything are no news of what is not known.
  if (kind === 'steadiness' && outcome === 'undecided') return evidence.replace(/ \([^()]* … [^()]*\)/, '')
  const [subject = ''] = evidence.split(': ', 1)
  const isSaid = subject !== '' && subject !== evidence && requirement.startsWith(subject)
  return isSaid ? evidence.slice(subject.length + 2) : evidence
}

function notIn(requirement: string, kind: Judgement['kind'], effect: Effect): string {
  if (requirement.startsWith(subjectOf(effect))) return ''
  if (!requirement.startsWith(metric(effect.metric).title)) return `${subjectOf(effect)}: `
  return kind === 'felt' ? '' : `${placeOf(effect)}: `
}

/** A requirement that is not shown to hold, with what was seen of it. */
export const openText = (judgement: Judgement): string =>
  `${judgement.requirement}: ${judgement.outcome === 'unmet' ? 'not so' : 'open'}. ${seenOf(judgement)}`

/** A verdict's reason, in which each interval names its confidence and nothing is said twice. */
export const reasonOf = ({ reason, judgements }: Pick<Verdict, 'reason' | 'judgements'>): string =>
  judgements.reduce((told, judgement) => {
    const { requirement, evidence, effect } = judgement
    if (evidence === '') return told
    const once = told.replaceAll(
      `${requirement}: not so. ${evidence}`,
      () => `${requirement}: not so. ${seenOf(judgement)}`,
    )
    return effect ? once.replaceAll(evidence, () => `${subjectOf(effect)}: ${measured(effect)}`) : once
  }, reason)
