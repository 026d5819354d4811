import type { AblatedChange, InteractionEffect } from '../model/ablation.js'
import type { Effect } from '../model/experiment.js'
import { type MetricName, metric } from '../model/metrics.js'
import type { OptimizationAutomationReport } from '../model/session.js'
import { excludesZero, formatDifference, formatPercent, isKnown, NOT_KNOWN_YET } from './format.js'
import { triesOf } from './tries.js'

/** One metric of a change: beside the others, at its own proof, and the one against the other. */
export interface AblationLine {
  readonly metric: MetricName
  readonly profile: Effect['profile']
  /** null where it had none: it was proved with the others, as one change. */
  readonly own: { readonly alone: Effect; readonly interaction: InteractionEffect } | null
  readonly beside: Effect
}

/** A kept change as it is told of in the company of the others. */
export interface AblationRow {
  readonly change: AblatedChange
  readonly title: string
  /** The card of its trial in the HTML report. */
  readonly id: string | null
  readonly lines: readonly AblationLine[]
}

/** What is told where nothing else was shown at its own proof. */
const TOLD: MetricName = 'largest-contentful-paint'
const MOST_LINES = 3

export function ablationRows(report: OptimizationAutomationReport): readonly AblationRow[] {
  const tries = triesOf(report)
  return Object.values(report.session.finalProof).flatMap(({ ablation = [] }) =>
    ablation.map(change => {
      const attempt = tries.find(
        ({ result, trial }) => `${result.strategy.id}.${trial.candidate.id}` === change.change && trial.commit !== null,
      )
      return {
        change,
        title: attempt?.trial.candidate.title ?? change.change,
        id: attempt?.id ?? null,
        lines: linesOf(change),
      }
    }),
  )
}

/** What visitors feel, of which something was shown alone or beside the others, what was shown most surely first. */
function linesOf({ alone, marginal, interaction }: AblatedChange): readonly AblationLine[] {
  const lines = marginal.flatMap((beside): AblationLine[] => {
    const same = (other: { readonly metric: MetricName; readonly profile: Effect['profile'] }) =>
      other.metric === beside.metric && other.profile === beside.profile
    const [own, between] = [alone.find(same), interaction.find(same)]
    if (!metric(beside.metric).felt || (alone.length > 0 && !(own && between))) return []
    const both = own && between ? { alone: own, interaction: between } : null
    return [{ metric: beside.metric, profile: beside.profile, own: both, beside }]
  })
  const shown = lines.filter(({ own, beside }) => (own && excludesZero(own.alone)) || excludesZero(beside))
  return (shown.length > 0 ? shown : lines.filter(line => line.metric === TOLD)).slice(0, MOST_LINES)
}

/** What company does to a change, in words. */
export function interactionWord({ metric: name, low, high, estimate, scale }: InteractionEffect): string {
  if (scale === 'relative' && !isKnown(low, high)) return NOT_KNOWN_YET
  if (!excludesZero({ low, high })) return 'no interaction shown'
  return estimate > 0 === (metric(name).better === 'lower')
    ? 'helps less beside the others'
    : 'helps more beside the others'
}

export const interactionSize = ({ metric: name, scale }: InteractionEffect, value: number): string =>
  scale === 'relative' ? formatPercent(100 * value) : formatDifference(name, value)

/** What was found of a change, for people. */
export const ABLATION_WORDS: Record<AblatedChange['verdict'], { readonly word: string; readonly tone: string }> = {
  helps: { word: 'Helps', tone: 'kept' },
  'not-shown': { word: 'Not shown', tone: 'inconclusive' },
  'no-longer-helps': { word: 'No longer helps', tone: 'rejected' },
  'not-measured': { word: 'Not measured', tone: 'inconclusive' },
}

/** Whether some change had a proof of its own, to hold what it does beside the others against. */
export const wereProvedAlone = (rows: readonly AblationRow[]): boolean =>
  rows.some(({ change }) => change.alone.length > 0)

export const ablationAbout = (rows: readonly AblationRow[]): string => (wereProvedAlone(rows) ? ABOUT : ABOUT_OF_ONE)

const ABOUT_OF_ONE =
  'Everything kept against the same without one change, in the same blocks: what each does beside the others. None had a proof of its own: they were proved as one change. What no longer helps is taken out again.'

const ABOUT =
  'Everything kept against the same without one change, in the same blocks: what each does beside the others, next to what it did at its own proof. What no longer helps is taken out again.'
