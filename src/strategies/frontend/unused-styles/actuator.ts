import { z } from 'zod'
import type { Actuator, AppliedChange, Candidate, Finding, Proposal, SettingEffect } from '../../../model/actuator.js'
import type { ReadableWorkspace, Workspace } from '../../../model/change.js'
import { TunewrightError } from '../../../model/errors.js'
import { settingEffect } from '../../setting-effect.js'
import type { Context } from './find-sheets.js'
import { type LookedAtSheet, planUnused, type UnusedPlan } from './plan.js'
import { predictedSaving } from './predict.js'

const settingsSchema = z.strictObject({ sheets: z.array(z.string()).min(1) })

const kilobytes = (bytes: number): string => `${(bytes / 1000).toFixed(1)} kB`

const candidateOf = (planned: readonly LookedAtSheet[], { observation }: Context): Candidate => {
  const paths = planned.map(({ sheet }) => sheet.path)
  return {
    id: 'cut-unused-rules',
    title: `Take rules that nothing uses out of ${paths.join(', ')}`,
    shortTitle: 'Take unused rules out of style sheets',
    settings: { sheets: paths },
    predicted: { 'total-transfer-size': predictedSaving(planned, observation) },
    basis: 'The measured loads: their style sheets, by the share of their text that is left.',
  }
}

const findingOf = ({ sheet, pruned }: LookedAtSheet): Finding => ({
  subject: sheet.path,
  message: `${kilobytes(pruned.removedBytes)} of ${kilobytes(pruned.bytes)} are rules that nothing in the project has names for (before compression)`,
  value: pruned.removedBytes,
})

const settingEffects = ({ configuration }: Context, { planned, lookedAt }: UnusedPlan): SettingEffect[] => {
  const { minimumShare, minimumBytes } = configuration.removed
  const looked = lookedAt.length > 0
  return [
    settingEffect('removed.minimumShare', looked, `at least ${Math.round(minimumShare * 100)} % of a sheet go`),
    settingEffect('removed.minimumBytes', looked, `at least ${kilobytes(minimumBytes)} of a sheet go`),
    settingEffect('automation.detection', true, 'the style sheets that the HTML of measured pages, or a module, names'),
    settingEffect('automation.coverage', looked, 'rules of which some name is in no text of the project'),
    settingEffect('automation.validation', planned.length > 0, 'measured against the unchanged pages'),
  ]
}

const propose = async (context: Context, workspace: ReadableWorkspace): Promise<Proposal> => {
  const plan = await planUnused(context, workspace)
  return {
    candidates: plan.planned.length > 0 ? [candidateOf(plan.planned, context)] : [],
    findings: plan.lookedAt.filter(({ pruned }) => pruned.rules > 0).map(findingOf),
    measured: {},
    refusals: plan.refusals,
    settings: settingEffects(context, plan),
  }
}

const apply = async (chosen: Candidate, context: Context, workspace: Workspace): Promise<AppliedChange> => {
  const { sheets } = settingsSchema.parse(chosen.settings)
  const plan = await planUnused(context, workspace)
  const planned = new Map(plan.planned.map(one => [one.sheet.path, one]))
  const missing = sheets.find(path => !planned.has(path))
  if (missing !== undefined) {
    const reason = plan.refusals.find(({ subject }) => subject === missing)?.reason
    throw new TunewrightError(
      'CHANGE_REFUSED',
      `${missing} has no rules left that could go${reason === undefined ? '' : `: it ${reason}`}.`,
      { remedy: 'Analyze the target again: it has changed since the proposal.' },
    )
  }
  const details: string[] = []
  for (const path of sheets) {
    const { pruned } = planned.get(path)!
    await workspace.write(path, pruned.text)
    details.push(
      `${path}: ${pruned.rules} rules left out, ${kilobytes(pruned.removedBytes)} of ${kilobytes(pruned.bytes)}`,
    )
  }
  return { summary: chosen.title, details, refusals: [], measured: {} }
}

/** Takes out of the project's own style sheets what nothing in it has names for. */
export const actuator: Actuator<'unused-styles'> = { type: 'unused-styles', propose, apply }
