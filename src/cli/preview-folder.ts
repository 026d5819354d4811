import type { OptimizationPreview } from '../model/preview.js'
import { choosePackage } from './choose-package.js'
import { leftOut } from './left-out.js'
import type { OptimizeRequest } from './optimize-folder.js'
import { readProjectSettings } from './project-settings.js'
import type { CommandContext } from './run.js'
import { selectOptimizers } from './select-optimizers.js'
import { withOrchestrator } from './with-orchestrator.js'

/**
 * What `tunewright optimize` would do with the project in a folder; nothing is changed, and no session is recorded.
 * @throws TunewrightError for input that cannot be used, for a project that cannot be measured, CANCELLED where the user stopped it
 */
export async function previewFolder(request: OptimizeRequest, context: CommandContext): Promise<OptimizationPreview> {
  const folder = await choosePackage(request.folder, { ...request, command: 'optimize --dry-run' }, context)
  const settings = await readProjectSettings(folder, request)
  const { target } = settings
  const omitted = await leftOut(target.root, settings.session.includeDirty ?? false)
  if (omitted !== null) context.view.note(omitted)
  return withOrchestrator(context, settings, orchestrator =>
    orchestrator.previewOptimizationAutomation({
      optimizers: selectOptimizers(orchestrator.optimizers(), request),
      targets: [target],
      ...(request.approve && { approve: request.approve }),
    }),
  )
}
