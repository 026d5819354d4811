import path from 'node:path'
import { TunewrightError } from '../model/errors.js'
import type {
  OptimizationAutomationConfig,
  OptimizationAutomationReport,
  OptimizationAutomationSession,
} from '../model/session.js'
import { stateLimits } from '../services/state-settings.js'
import { busyNote } from './busy.js'
import { choosePackage } from './choose-package.js'
import { leftOut } from './left-out.js'
import { type OptimizeOutcome, outcomeOf } from './outcome.js'
import { readProjectSettings, type SettingsOverrides } from './project-settings.js'
import { reportPath, writeReport } from './report-file.js'
import type { CommandContext } from './run.js'
import { selectOptimizers } from './select-optimizers.js'
import { withOrchestrator } from './with-orchestrator.js'

export interface OptimizeRequest extends SettingsOverrides {
  readonly folder: string
  /** The package, where the folder is the root of a workspace. */
  readonly package?: string
  /** Programs are not asked. */
  readonly json?: boolean
  readonly optimizers?: readonly string[]
  readonly strategies?: readonly string[]
  readonly report?: string
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
  const file = request.report === undefined ? null : await reportPath(request.report)
  const settings = await readProjectSettings(
    await choosePackage(request.folder, { ...request, command: 'optimize' }, context),
    request,
  )
  const { target } = settings
  const limits = stateLimits(settings.configuration)
  const omitted = await leftOut(target.root, settings.session.includeDirty ?? false)
  for (const note of [busyNote(), omitted]) if (note !== null) context.view.note(note)
  return withOrchestrator(context, settings, async orchestrator => {
    const optimizers = selectOptimizers(orchestrator.optimizers(), request)
    const started = await orchestrator.startOptimizationAutomation({
      optimizers,
      targets: [target],
      ...(request.approve && { approve: request.approve }),
    })
    const session = await orchestrator.whenSettled(started.id)
    requireCompleted(session)
    const report = await orchestrator.generateOptimizationReport(session.id, {
      targetId: target.id,
      analysisConfig: { scope: 'all' },
    })
    const { picturePreviews } = await import('../report/picture-previews.js')
    const written = file ?? path.join(session.stateFolder, 'report.html')
    await writeReport(report, written, await picturePreviews(report, target.root))
    const { tidyState } = await import('../loop/retention/tidy.js')
    await tidyState(limits, context.logger)
    return { report, outcome: outcomeOf(report, target.id, written) }
  })
}

function requireCompleted(session: OptimizationAutomationSession): void {
  if (session.status === 'completed') return
  throw new TunewrightError(
    session.failedWith?.code ?? 'STRATEGY_FAILED',
    session.failure ?? 'The session ended early.',
    {
      state: 'Your project was not changed: the work is done in a private copy.',
      remedy: `Look into ${session.stateFolder}, or run again with --debug.`,
      ...session.failedWith,
    },
  )
}
