import { z } from 'zod'
import type { Actuator, AppliedChange, Candidate, Proposal, SettingEffect } from '../../../model/actuator.js'
import type { ReadableWorkspace, Workspace } from '../../../model/change.js'
import { TunewrightError } from '../../../model/errors.js'
import { replaced } from '../../build-config/literals.js'
import { readBuildConfiguration } from '../../build-config/read-build.js'
import { giveFallbacks } from '../../fallback-fonts/give-fallbacks.js'
import { settingEffect } from '../../setting-effect.js'
import { kilobytes } from './in-words.js'
import { readLimits } from './limits/read-limits.js'
import { type Context, FILES_OF, type InlinedPlan, planInlined } from './plan.js'
import { predicted } from './predict.js'
import { movedBytes } from './weigh.js'

/** The edits that were proposed, by what each does: pages load files of other names once something else was changed. */
const settingsSchema = z.strictObject({ edits: z.array(z.string()) })
type Settings = z.infer<typeof settingsSchema>

const candidatesOf = ({ limits, pages }: InlinedPlan): Candidate[] =>
  limits.length === 0
    ? []
    : [
        {
          id: 'files-of-their-own',
          title: 'Keep large fonts and pictures out of the code',
          settings: { edits: limits.map(({ replacement }) => replacement.detail) } satisfies Settings,
          predicted: predicted(pages),
          basis:
            'How much earlier the style sheets and scripts of the measured loads would have come without them; of the bytes, what a page does not ask for: fonts beside a better format, and those for other characters than it shows.',
        },
      ]

const settingEffects = ({ configuration }: Context, { limits, pages, faces }: InlinedPlan): SettingEffect[] => {
  const families = [...new Set(faces.map(({ face }) => face.family))]
  const most = Math.max(0, ...pages.map(movedBytes))
  return [
    settingEffect(
      'inlined.minimumBytes',
      most > 0,
      most === 0
        ? 'nothing is known to come out of what pages load'
        : `${kilobytes(most)} would come out of what a page loads, ${most >= configuration.inlined.minimumBytes ? 'enough' : 'too little'}`,
    ),
    settingEffect(
      'fontFallbacks',
      configuration.fontFallbacks && families.length > 0,
      families.length === 0
        ? 'no font that pages show comes out'
        : configuration.fontFallbacks
          ? `what is shown before ${families.join(', ')} gets its measures`
          : `${families.join(', ')} come without a fallback of their measures`,
    ),
    settingEffect('automation.detection', true, 'style sheets, scripts and pages as the build wrote them'),
    settingEffect('automation.limits', limits.length > 0, 'what the bundler goes by where nothing is said'),
    settingEffect('automation.validation', true, 'measured against the unchanged build'),
  ]
}

const propose = async (context: Context, workspace: ReadableWorkspace): Promise<Proposal> => {
  const plan = await planInlined(context, workspace)
  return {
    candidates: candidatesOf(plan),
    findings: plan.findings,
    measured: {},
    refusals: plan.refusals,
    settings: settingEffects(context, plan),
  }
}

const apply = async (chosen: Candidate, context: Context, workspace: Workspace): Promise<AppliedChange> => {
  const { edits } = settingsSchema.parse(chosen.settings)
  const build = await readBuildConfiguration(context, workspace, FILES_OF)
  const { limits } = await readLimits(build, context, workspace)
  const replacements = limits.map(({ replacement }) => replacement).filter(({ detail }) => edits.includes(detail))
  if (replacements.length === 0) {
    throw new TunewrightError('CHANGE_REFUSED', 'No configuration has large files put into the code any more.', {
      remedy: 'Analyze the target again: its configuration has changed since the proposal.',
    })
  }
  // What comes out is told by the configuration as it is.
  const { faces } = await planInlined(context, workspace)
  const texts = new Map<string, string>()
  for (const { path } of replacements) texts.set(path, await workspace.readText(path))
  for (const [path, text] of replaced(replacements, path => texts.get(path)!)) await workspace.write(path, text)
  // Text that had its font at once is shown in another until that has come.
  const fallbacks = await giveFallbacks(context.configuration.fontFallbacks ? faces : [], workspace)
  return {
    summary: chosen.title,
    details: [...replacements.map(({ detail }) => detail), ...fallbacks.details],
    refusals: fallbacks.refusals,
    measured: {},
  }
}

/** Lets large files be files of their own, where a build puts them into the code that pages wait for. */
export const actuator: Actuator<'inlined-files'> = { type: 'inlined-files', propose, apply }
