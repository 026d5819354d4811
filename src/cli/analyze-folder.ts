import type { OptimizationOpportunityAnalysis } from '../model/session.js'
import { readProjectSettings, type SettingsOverrides } from './project-settings.js'
import type { CommandContext } from './run.js'
import { withOrchestrator } from './with-orchestrator.js'

export interface AnalyzeRequest extends SettingsOverrides {
  readonly folder: string
  /** Timed loads per page and profile. */
  readonly loads?: number
}

/**
 * Measures the project in a folder and finds what could be done; changes nothing.
 * @throws TunewrightError for input that cannot be used, for a project that cannot be measured, CANCELLED where the user stopped it
 */
export async function analyzeFolder(
  request: AnalyzeRequest,
  context: CommandContext,
): Promise<OptimizationOpportunityAnalysis> {
  const settings = await readProjectSettings(request.folder, request)
  const { target, profiles } = settings
  return withOrchestrator(context, settings, async orchestrator => {
    orchestrator.registerTarget(target)
    return orchestrator.analyzeOptimizationOpportunities(target.id, {
      scope: 'all',
      ...(profiles && { profiles }),
      ...(request.loads !== undefined && { loads: request.loads }),
    })
  })
}
