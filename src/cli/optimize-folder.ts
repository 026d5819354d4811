import path from 'node:path'
import { TunewrightError } from '../model/errors.js'
import type { AutomatedOptimizer } from '../model/optimizer.js'
import type {
  OptimizationAutomationConfig,
  OptimizationAutomationReport,
  OptimizationAutomationSession,
} from '../model/session.js'
import { type OptimizeOutcome, outcomeOf } from './outcome.js'
import { type ProjectSettings, readProjectSettings, type SettingsOverrides } from './project-settings.js'
import { reportPath, writeReport } from './report-file.js'
import type { CommandContext } from './run.js'
import { selectOptimizers } from './select-optimizers.js'
import { withOrchestrator } from './with-orchestrator.js'

export interface OptimizeRequest extends SettingsOverrides {
  readonly folder: string
  readonly budget?: number
  readonly optimizers?: readonly string[]
  readonly strategies?: readonly string[]
  readonly report?: string
  readonly seed?: number
  readonly includeDirty?: boolean
  readonly approve?: NonNullable<OptimizationAutomationConfig['approve']>
}

export interface OptimizeDone {
  readonly report: OptimizationAutomationReport
  readonly outcome: OptimizeOutcome
}

/**
 * Optimizes the project in a folder from beginning to end and writes the report: what `tunewright optimize` and the demo run.
 *
 * @throws TunewrightError for input that cannot be used, for a session that failed, and CANCELLED where the user stopped it
 */
export async function optimizeFolder(request: OptimizeRequest, context: CommandContext): Promise<OptimizeDone> {
  const file = request.report === undefined ? null : reportPath(request.report)
  const settings = await readProjectSettings(request.folder, request)
  return withOrchestrator(context, settings, async orchestrator => {
    const optimizers = selectOptimizers(orchestrator.optimizers(), request)
    const started = await orchestrator.startOptimizationAutomation(sessionConfig(settings, optimizers, request))
    const session = await orchestrator.whenSettled(started.id)
    requireCompleted(session)
    const report = await orchestrator.generateOptimizationReport(session.id, {
      targetId: settings.target.id,
      analysisConfig: { scope: 'all' },
    })
    const { picturePreviews } = await import('../report/picture-previews.js')
    const written = file ?? path.join(session.stateFolder, 'report.html')
    await writeReport(report, written, await picturePreviews(report, settings.target.root))
    return { report, outcome: outcomeOf(report, settings.target.id, written) }
  })
}

function sessionConfig(
  { target, profiles, budget, seed, includeDirty }: ProjectSettings,
  optimizers: AutomatedOptimizer[],
  request: OptimizeRequest,
): OptimizationAutomationConfig {
  const chosenSeed = request.seed ?? seed
  return {
    optimizers,
    targets: [target],
    budget: { ...budget, ...(request.budget !== undefined && { milliseconds: request.budget }) },
    includeDirty: request.includeDirty || includeDirty || false,
    ...(profiles && { profiles }),
    ...(chosenSeed !== undefined && { seed: chosenSeed }),
    ...(request.approve && { approve: request.approve }),
  }
}

function requireCompleted(session: OptimizationAutomationSession): void {
  if (session.status === 'completed') return
  const wasCancelled = session.status === 'cancelled'
  throw new TunewrightError(
    wasCancelled ? 'CANCELLED' : 'STRATEGY_FAILED',
    session.failure ?? 'The session ended early.',
    {
      state: 'Your project was not changed: the work is done in a private copy.',
      remedy: `Look into ${session.stateFolder}, or run again with --debug.`,
    },
  )
}
