import type { OptimizationOpportunityAnalysis } from '../model/session.js'
import { choosePackage } from './choose-package.js'
import { leftOut } from './left-out.js'
import { readProjectSettings, type SettingsOverrides } from './project-settings.js'
import type { CommandContext } from './run.js'
import { withOrchestrator } from './with-orchestrator.js'

export interface AnalyzeRequest extends SettingsOverrides {
  readonly folder: string
  /** The package, where the folder is the root of a workspace. */
  readonly package?: string
  /** Programs are not asked. */
  readonly json?: boolean
  /** Timed loads per page and profile. */
  readonly loads?: number
}

export interface AnalyzeDone {
  readonly analysis: OptimizationOpportunityAnalysis
  /** What of the checkout was not looked at, as a sentence; null where all of it was. */
  readonly leftOut: string | null
}

/**
 * Measures the project in a folder and finds what could be done; changes nothing.
 * @throws TunewrightError for input that cannot be used, for a project that cannot be measured, CANCELLED where the user stopped it
 */
export async function analyzeFolder(request: AnalyzeRequest, context: CommandContext): Promise<AnalyzeDone> {
  const settings = await readProjectSettings(
    await choosePackage(request.folder, { ...request, command: 'analyze' }, context),
    request,
  )
  const { target, session } = settings
  const omitted = await leftOut(target.root, session.includeDirty ?? false)
  if (omitted !== null) context.view.note(omitted)
  const analysis = await withOrchestrator(context, settings, async orchestrator => {
    orchestrator.registerTarget(target)
    return orchestrator.analyzeOptimizationOpportunities(target.id, {
      scope: 'all',
      ...(request.loads !== undefined && { loads: request.loads }),
    })
  })
  return { analysis, leftOut: omitted }
}
