import { formatValue } from '../experiment/index.js'
import { breakagesProper } from '../model/breakages.js'
import { type MetricValues, metric } from '../model/metrics.js'
import type { AutomatedOptimizer } from '../model/optimizer.js'
import type { AutomatedOptimizationResult, CandidateTrial } from '../model/session.js'
import type { OptimizationStrategy, RiskMitigation } from '../model/strategy.js'
import { visitedText } from '../report/proving-words.js'

export interface MitigationInput {
  readonly optimizer: Pick<AutomatedOptimizer, 'automation'>
  readonly strategy: Pick<OptimizationStrategy, 'risks' | 'validation' | 'monitoring'>
  /** The candidate that the result is about: the kept one, else the last that was tried. */
  readonly trial: CandidateTrial | undefined
  /** Measured next to each other; the candidate's are the baseline's where nothing was kept. */
  readonly metrics: { readonly baseline: MetricValues; readonly candidate: MetricValues }
}

const notDone = (why: string): string => `Not carried out: ${why}`

/** Why a candidate shows nothing: it was never tried, or never came to be measured. */
const untested = ({ trial }: MitigationInput): string => (trial ? trial.verdict.reason : 'no candidate was tried.')

const OWN_TESTS: Record<NonNullable<CandidateTrial['tested']>['ownTests'], string> = {
  run: 'the project’s own tests ran on it',
  'given-up': 'the project’s own tests were given up, since it was rejected before they ended',
  none: 'the project has no tests of its own',
  'failing-before': 'the project’s own tests were not run, since they fail on the unchanged system',
}

function thoroughTesting(input: MitigationInput): string {
  const tested = input.trial?.tested
  if (!tested || !input.trial) return notDone(untested(input))
  const { length } = breakagesProper(input.trial.verdict.breakages)
  const found =
    length === 0 ? 'nothing is broken' : `${length} ${length === 1 ? 'breakage was' : 'breakages were'} found`
  return `${tested.views} views of pages were looked at twice in each arm (console, requests, text, accessible tree, what is seen and used, pixels), ${visitedText(tested) ?? 'no further pages'} visited in both, and ${OWN_TESTS[tested.ownTests]}: ${found}.`
}

function gradualRollout({ optimizer, trial }: MitigationInput): string {
  if (optimizer.automation.executionMode === 'immediate')
    return notDone('the optimizer’s executionMode is immediate; the change is handed over as a whole.')
  if (!trial?.commit) return notDone('nothing was kept that could be rolled out.')
  return notDone(
    'it needs real visits, and is due with them; the change is handed over apart from what is live, for you to release.',
  )
}

/** Those of the manifest's metrics that were measured in both arms, and those that were not. */
function monitoringEnhancement(input: MitigationInput): string {
  const { trial, strategy, metrics } = input
  if (!trial || trial.verdict.blocks === 0) return notDone(untested(input))
  const measured = strategy.monitoring.metrics.filter(
    name => metrics.baseline[name] !== undefined && metrics.candidate[name] !== undefined,
  )
  if (measured.length === 0) return notDone('none of the metrics that the manifest watches is measured here.')
  const others = strategy.monitoring.metrics.filter(name => !measured.includes(name))
  const missing = others.length > 0 ? `; not measured here: ${others.map(name => metric(name).title).join(', ')}` : ''
  return `${measured.length} of the manifest’s ${strategy.monitoring.metrics.length} metrics were recorded beside the change: ${measured.map(name => metric(name).title).join(', ')}${missing}. Watching them on real visits for ${strategy.monitoring.duration} is due.`
}

function qualityThresholds(input: MitigationInput): string {
  const outputs = input.trial?.applied?.pictures?.flatMap(picture => picture.outputs) ?? []
  if (outputs.length === 0) return notDone('no picture was written.')
  const worst = outputs.reduce((least, output) => (output.score < least.score ? output : least))
  const floor = input.strategy.validation.criteria.find(
    criterion => criterion.metric === 'image-quality-score' && 'minimum' in criterion,
  )
  const score = `${outputs.length} files were scored against their originals; the worst, ${worst.path}, has ${formatValue('image-quality-score', worst.score)}`
  if (!floor || !('minimum' in floor)) return notDone(`${score}, but the manifest names no floor.`)
  return worst.score >= floor.minimum
    ? `${score}, and none is below the floor of ${floor.minimum}.`
    : notDone(`${score}, below the floor of ${floor.minimum}.`)
}

const MODERN: ReadonlySet<string> = new Set(['avif', 'webp'])

function fallbackFormats({ trial, strategy }: MitigationInput): string {
  const pictures = trial?.applied?.pictures ?? []
  const modern = pictures.filter(picture => picture.outputs.some(output => MODERN.has(output.format)))
  if (modern.length === 0) return notDone('no picture was given a modern format, so none needs a fallback.')
  const share = trial?.applied?.measured['compatibility-score']
  if (share === undefined) return notDone('nobody counted which browsers get a picture that they can show.')
  const needed = strategy.validation.criteria.find(
    criterion => criterion.metric === 'compatibility-score' && 'minimum' in criterion,
  )
  const least = needed && 'minimum' in needed ? needed.minimum : 1
  const own = modern.filter(picture => picture.outputs.some(output => !MODERN.has(output.format))).length
  const told = `${modern.length} pictures have modern formats; ${own} fall back on a file made for it and ${modern.length - own} on the original, which ${Math.round(1_000 * share) / 10} % of the supported browsers can show at least`
  return share >= least ? `${told}.` : notDone(`${told}, less than the ${100 * least} % that are asked for.`)
}

function performanceMonitoring(input: MitigationInput): string {
  const { trial } = input
  if (!trial || trial.verdict.blocks === 0) return notDone(untested(input))
  const guards = trial.verdict.judgements.filter(({ kind }) => kind === 'guard')
  const held = guards.filter(({ outcome }) => outcome === 'met')
  return `${held.length} of ${guards.length} guards are shown not worse over ${trial.verdict.blocks} paired blocks; watching real visits for ${input.strategy.monitoring.duration} is due.`
}

const MITIGATIONS: Record<RiskMitigation, (input: MitigationInput) => string> = {
  'thorough-testing': thoroughTesting,
  'gradual-rollout': gradualRollout,
  'monitoring-enhancement': monitoringEnhancement,
  'quality-thresholds': qualityThresholds,
  'fallback-formats': fallbackFormats,
  'performance-monitoring': performanceMonitoring,
}

/** What became of each mitigation that the manifest names, from the evidence of this very result; `Not carried out: …` where it was not. */
export const carryOutMitigations = (input: MitigationInput): AutomatedOptimizationResult['risks']['mitigations'] =>
  input.strategy.risks.mitigation.map(name => ({ name, act: MITIGATIONS[name](input) }))
