import { z } from 'zod'
import type { Actuator, AppliedChange, Candidate, Proposal, SettingEffect } from '../../../model/actuator.js'
import type { ReadableWorkspace, Workspace } from '../../../model/change.js'
import { TunewrightError } from '../../../model/errors.js'
import { inPercent } from '../../predicted-change.js'
import { settingEffect } from '../../setting-effect.js'
import type { Context } from './context.js'
import { type FallbackPlan, planFallbacks } from './plan.js'

const settingsSchema = z.strictObject({ what: z.literal('fallbacks') })

const candidatesOf = ({ writes, families, share }: FallbackPlan): Candidate[] =>
  writes.size === 0
    ? []
    : [
        {
          id: 'fallbacks',
          title: `Give what is shown before ${families.join(', ')} its measures`,
          shortTitle: 'Give fallback fonts the measures of what comes',
          settings: { what: 'fallbacks' },
          // Letters are as wide on the mean only: lines still break elsewhere here and there.
          predicted: { 'cumulative-layout-shift': inPercent(-0.8 * share) },
          basis: 'The measured loads: four fifths of the share of layout shift that comes with these fonts.',
        },
      ]

const settingEffects = ({ configuration }: Context, { writes, families }: FallbackPlan): SettingEffect[] => [
  settingEffect(
    'minimumShift',
    true,
    `fonts with which pages move by at least ${configuration.minimumShift} are given a fallback`,
  ),
  settingEffect(
    'leaveFamilies',
    configuration.leaveFamilies.length > 0,
    configuration.leaveFamilies.length > 0
      ? `${configuration.leaveFamilies.join(', ')} stay as they are`
      : 'none is named that is to stay as it is',
  ),
  settingEffect('automation.detection', true, 'layout shifts of the measured loads'),
  settingEffect(
    'automation.metrics',
    writes.size > 0,
    writes.size > 0 ? `widths and heights of ${families.join(', ')} from their files` : 'no font is given a fallback',
  ),
  settingEffect('automation.validation', true, 'measured against the unchanged pages'),
]

const propose = async (context: Context, workspace: ReadableWorkspace): Promise<Proposal> => {
  const plan = await planFallbacks(context, workspace)
  return {
    candidates: candidatesOf(plan),
    findings: plan.findings,
    measured: {},
    refusals: plan.refusals,
    settings: settingEffects(context, plan),
  }
}

const apply = async (chosen: Candidate, context: Context, workspace: Workspace): Promise<AppliedChange> => {
  settingsSchema.parse(chosen.settings)
  const { writes, details } = await planFallbacks(context, workspace)
  if (writes.size === 0) {
    throw new TunewrightError('CHANGE_REFUSED', 'No font is left that a fallback could be given to.', {
      remedy: 'Analyze the target again: it has changed since the proposal.',
    })
  }
  for (const [path, text] of writes) await workspace.write(path, text)
  return { summary: chosen.title, details, refusals: [], measured: {} }
}

/** Gives the font that is shown first the measures of the one that comes. */
export const actuator: Actuator<'font-fallbacks'> = { type: 'font-fallbacks', propose, apply }
