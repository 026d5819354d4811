import { z } from 'zod'
import type { Actuator, AppliedChange, Candidate, Finding, Proposal, SettingEffect } from '../../../model/actuator.js'
import type { ReadableWorkspace, Workspace } from '../../../model/change.js'
import { TunewrightError } from '../../../model/errors.js'
import { type Replacement, replaced } from '../../build-config/literals.js'
import { predictTimes } from '../../build-config/predict-times.js'
import { inPercent } from '../../predicted-change.js'
import { settingEffect } from '../../setting-effect.js'
import { type Context, planTarget, type TargetPlan } from './plan.js'

const settingsSchema = z.strictObject({ settings: z.boolean(), polyfills: z.boolean() })
type Settings = z.infer<typeof settingsSchema>

const TITLES: Readonly<Record<string, string>> = {
  'modern-target': 'Build for the browsers that are served',
  'modern-settings': 'Build for the browsers that are served; polyfills stay',
  'unneeded-polyfills': 'Load no polyfills that no browser needs',
}

const editsOf = (plan: TargetPlan, { settings, polyfills }: Settings): Replacement[] => [
  ...(settings ? plan.settings : []),
  ...(polyfills ? plan.polyfills : []),
]

const candidatesOf = (plan: TargetPlan, { observation }: Context): Candidate[] => {
  const offer = (id: string, settings: Settings): Candidate => {
    const saved = (settings.settings ? plan.savedBySettings : 0) + (settings.polyfills ? plan.savedByPolyfills : 0)
    const initial = observation.metrics['initial-bundle-size'] ?? observation.metrics['bundle-size'] ?? saved
    const change = initial > 0 ? Math.max(-90, inPercent(-saved / initial)) : 0
    return {
      id,
      title: TITLES[id]!,
      shortTitle: TITLES[id]!.split(';')[0]!,
      settings,
      predicted: { 'bundle-size': change, 'initial-bundle-size': change, ...predictTimes(observation, change) },
      basis:
        'What helpers and polyfills weigh in this build, and what the constructs in its own sources typically cost where they are written for older browsers.',
    }
  }
  const [hasSettings, hasPolyfills] = [plan.settings.length > 0, plan.polyfills.length > 0]
  if (hasSettings && hasPolyfills) {
    return [
      offer('modern-target', { settings: true, polyfills: true }),
      offer('modern-settings', { settings: true, polyfills: false }),
      offer('unneeded-polyfills', { settings: false, polyfills: true }),
    ]
  }
  return [
    ...(hasSettings ? [offer('modern-target', { settings: true, polyfills: false })] : []),
    ...(hasPolyfills ? [offer('unneeded-polyfills', { settings: false, polyfills: true })] : []),
  ]
}

const settingEffects = ({ configuration }: Context, plan: TargetPlan): SettingEffect[] => {
  const { dropBrowsers, polyfills } = configuration.target
  const named = plan.findings.some(({ message }) => message.startsWith('names browsers'))
  return [
    settingEffect(
      'target.dropBrowsers',
      named,
      named
        ? dropBrowsers
          ? 'browsers that cannot load a module are left'
          : 'browsers that the project names stay served'
        : 'the project names no browser that cannot load a module',
    ),
    settingEffect(
      'target.polyfills',
      !polyfills || plan.polyfills.length > 0,
      polyfills ? `${plan.polyfills.length} imports of polyfills are not needed` : 'imports of polyfills stay',
    ),
    settingEffect('automation.detection', true, 'the files that configure the build and its compilers'),
    settingEffect(
      'automation.compatibility',
      true,
      `${(plan.served * 100).toFixed(1)} % of the use of the browsers that are served now`,
    ),
    settingEffect('automation.validation', true, 'measured against the unchanged build'),
  ]
}

const found = ({ settings, polyfills, savedBySettings, savedByPolyfills }: TargetPlan): Finding[] => [
  ...(settings.length === 0
    ? []
    : [
        {
          subject: [...new Set(settings.map(({ path }) => path))].join(', '),
          message: `the build writes for browsers that are not served: about ${(savedBySettings / 1000).toFixed(1)} kB`,
          metric: 'bundle-size' as const,
          value: savedBySettings,
        },
      ]),
  ...(polyfills.length === 0
    ? []
    : [
        {
          subject: [...new Set(polyfills.map(({ path }) => path))].join(', '),
          message: `imports polyfills that no browser needs: ${(savedByPolyfills / 1000).toFixed(1)} kB`,
          metric: 'bundle-size' as const,
          value: savedByPolyfills,
        },
      ]),
]

const propose = async (context: Context, workspace: ReadableWorkspace): Promise<Proposal> => {
  const plan = await planTarget(context, workspace)
  return {
    candidates: candidatesOf(plan, context),
    findings: [...plan.findings, ...found(plan)],
    measured: {},
    refusals: plan.refusals,
    settings: settingEffects(context, plan),
  }
}

const apply = async (chosen: Candidate, context: Context, workspace: Workspace): Promise<AppliedChange> => {
  const plan = await planTarget(context, workspace)
  const edits = editsOf(plan, settingsSchema.parse(chosen.settings))
  if (edits.length === 0) {
    throw new TunewrightError('CHANGE_REFUSED', 'Nothing is left that writes for browsers that are not served.', {
      remedy: 'Analyze the target again: its configuration has changed since the proposal.',
    })
  }
  for (const [path, text] of replaced(edits, plan.textOf)) await workspace.write(path, text)
  return {
    summary: chosen.title,
    details: edits.map(({ detail }) => detail),
    refusals: [],
    measured: { 'compatibility-score': plan.served },
  }
}

/** Builds for the browsers that are served: targets of compilers, and polyfills. */
export const actuator: Actuator<'build-target'> = { type: 'build-target', propose, apply }
