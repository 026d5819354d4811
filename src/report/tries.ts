import type {
  AutomatedOptimizationResult,
  CandidateTrial,
  FinalProof,
  HeadlineChange,
  OptimizationAutomationReport,
  OptimizationAutomationSession,
} from '../model/session.js'

/** One candidate with the result it belongs to, as the report shows it. */
export interface Try {
  readonly id: string
  readonly result: AutomatedOptimizationResult
  readonly trial: CandidateTrial
  /**
   * `needless`: kept by itself, then taken out because it no longer helped beside the others. `dropped`: the same because the whole was not proved with it. `taken-back`: kept and handed over, then rolled back
   * because somebody asked for it.
   */
  readonly outcome: 'kept' | 'rejected' | 'inconclusive' | 'needless' | 'dropped' | 'taken-back'
  /** The share by which a guard may get worse, from the optimizer's constraints. */
  readonly tolerance: number
}

/** What a guard tolerates where the optimizer sets nothing else. */
export const DEFAULT_TOLERANCE = 0.05

function toleranceFor(report: OptimizationAutomationReport, optimizerId: string): number {
  const constraints = report.session.optimizers.find(({ id }) => id === optimizerId)?.constraints ?? []
  for (const constraint of constraints) if (constraint.type === 'performance') return constraint.threshold
  return DEFAULT_TOLERANCE
}

/** How many came to what. What was dropped or taken back in the end counts as put back. */
export function countTries(tries: readonly Try[]) {
  const count = (...outcomes: readonly Try['outcome'][]) =>
    tries.filter(({ outcome }) => outcomes.includes(outcome)).length
  return {
    kept: count('kept'),
    rejected: count('rejected', 'needless', 'dropped', 'taken-back'),
    inconclusive: count('inconclusive'),
  }
}

/** Before and after: none where nothing is left of what was kept. */
export const headlineChanges = (report: OptimizationAutomationReport): readonly HeadlineChange[] =>
  countTries(triesOf(report)).kept === 0 ? [] : report.executiveSummary.changes

/** Whether the commit of a trial was kept at first and then dropped by a final proof. */
export const wasDropped = ({ commit }: CandidateTrial, proofs: readonly Pick<FinalProof, 'dropped'>[]): boolean =>
  commit !== null && proofs.some(({ dropped }) => dropped.includes(commit))

/** Whether the commit of a trial was taken out since it no longer helped beside the others. */
export const wasNeedless = ({ commit }: CandidateTrial, proofs: readonly Pick<FinalProof, 'ablation'>[]): boolean =>
  proofs.some(({ ablation = [] }) => ablation.some(({ sha, takenOut }) => takenOut && sha === commit))

/** Whether a result that was kept is no success any more because it was rolled back. */
export const wasTakenBack = (
  { decisions }: Pick<OptimizationAutomationSession, 'decisions'>,
  { success }: Pick<AutomatedOptimizationResult, 'success'>,
): boolean => !success && decisions.some(({ subject }) => subject === 'rollback')

/** Every candidate that was tried, in the order in which they were. */
export function triesOf(report: OptimizationAutomationReport): readonly Try[] {
  return report.session.results.flatMap((result, resultIndex) =>
    result.execution.trials.map((trial, trialIndex) => ({
      id: `try-${resultIndex + 1}-${trialIndex + 1}`,
      result,
      trial,
      outcome: outcomeOf(report.session, result, trial),
      tolerance: toleranceFor(report, result.optimizerId),
    })),
  )
}

function outcomeOf(
  session: OptimizationAutomationSession,
  result: AutomatedOptimizationResult,
  trial: CandidateTrial,
): Try['outcome'] {
  const proofs = Object.values(session.finalProof)
  if (wasNeedless(trial, proofs)) return 'needless'
  // What was never kept by itself is what the proof of the whole made of it.
  if (wasDropped(trial, proofs)) return trial.verdict.together ? trial.verdict.outcome : 'dropped'
  const { outcome } = trial.verdict
  return outcome === 'kept' && wasTakenBack(session, result) ? 'taken-back' : outcome
}
