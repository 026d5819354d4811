import { z } from 'zod'
import type { Actuator, AppliedChange, Candidate, Proposal, SettingEffect } from '../../../model/actuator.js'
import type { ReadableWorkspace, Workspace } from '../../../model/change.js'
import { TunewrightError } from '../../../model/errors.js'
import { type Replacement, replaced } from '../../build-config/literals.js'
import { predictTimes } from '../../build-config/predict-times.js'
import { inPercent } from '../../predicted-change.js'
import { settingEffect } from '../../setting-effect.js'
import { type Context, planShaking, type ShakingPlan } from './plan.js'
import { unusedBytes } from './unused-exports.js'

const settingsSchema = z.strictObject({ switches: z.boolean(), modules: z.boolean() })
type Settings = z.infer<typeof settingsSchema>

const editsOf = (plan: ShakingPlan, { switches, modules }: Settings): Replacement[] => [
  ...(switches ? plan.switches : []),
  ...(modules ? plan.modules : []),
]

const candidatesOf = (plan: ShakingPlan, unused: number, { observation }: Context): Candidate[] => {
  const initial = observation.metrics['initial-bundle-size'] ?? observation.metrics['bundle-size'] ?? 0
  const change = initial > 0 ? Math.max(-90, inPercent(-unused / initial)) : 0
  const offer = (id: string, title: string, settings: Settings): Candidate => ({
    id,
    title,
    settings,
    predicted: { 'bundle-size': change, 'initial-bundle-size': change, ...predictTimes(observation, change) },
    basis:
      "What the project's own modules export and none of them imports: the least that goes; what goes of packages is not known before.",
  })
  const [switches, modules] = [plan.switches.length > 0, plan.modules.length > 0]
  return [
    ...(switches && modules
      ? [offer('restore-tree-shaking', 'Leave out what nothing uses', { switches, modules })]
      : []),
    ...(switches ? [offer('switch-on', 'Switch on what leaves out unused code', { switches, modules: false })] : []),
    ...(modules ? [offer('keep-modules', 'Leave modules to the bundler', { switches: false, modules })] : []),
  ]
}

const settingEffects = ({ configuration }: Context, plan: ShakingPlan): SettingEffect[] => {
  const { modules, switches } = configuration.restored
  return [
    settingEffect(
      'restored.modules',
      !modules || plan.modules.length > 0,
      !modules
        ? 'the format of modules stays'
        : plan.modules.length > 0
          ? 'modules are written as CommonJS'
          : 'no compiler is told to write CommonJS',
    ),
    settingEffect(
      'restored.switches',
      !switches || plan.switches.length > 0,
      !switches ? 'switches stay' : plan.switches.length > 0 ? `${plan.switches.length} are off` : 'none is off',
    ),
    settingEffect('automation.detection', true, 'the files that configure the build and its compilers'),
    settingEffect('automation.validation', true, 'measured against the unchanged build'),
  ]
}

const propose = async (context: Context, workspace: ReadableWorkspace): Promise<Proposal> => {
  const plan = await planShaking(context, workspace)
  const unused = unusedBytes(plan.tree)
  const candidates = candidatesOf(plan, unused, context)
  return {
    candidates,
    findings:
      candidates.length === 0
        ? []
        : [
            {
              subject: [...new Set(editsOf(plan, { switches: true, modules: true }).map(({ path }) => path))].join(
                ', ',
              ),
              message: `keeps the bundler from leaving out code that nothing uses: at least ${(unused / 1000).toFixed(1)} kB of the project's own`,
              metric: 'bundle-size',
              value: unused,
            },
          ],
    measured: {},
    refusals: plan.refusals,
    settings: settingEffects(context, plan),
  }
}

const apply = async (chosen: Candidate, context: Context, workspace: Workspace): Promise<AppliedChange> => {
  const plan = await planShaking(context, workspace)
  const edits = editsOf(plan, settingsSchema.parse(chosen.settings))
  if (edits.length === 0) {
    throw new TunewrightError('CHANGE_REFUSED', 'Nothing keeps the bundler from leaving out unused code any more.', {
      remedy: 'Analyze the target again: its configuration has changed since the proposal.',
    })
  }
  for (const [path, text] of replaced(edits, plan.textOf)) await workspace.write(path, text)
  return { summary: chosen.title, details: edits.map(({ detail }) => detail), refusals: [], measured: {} }
}

/** Lets the bundler leave out what nothing uses: switches that are off, and modules written as CommonJS. */
export const actuator: Actuator<'tree-shaking'> = { type: 'tree-shaking', propose, apply }
