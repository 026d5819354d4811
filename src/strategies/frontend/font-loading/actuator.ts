import { z } from 'zod'
import type { Actuator, AppliedChange, Candidate, Finding, Proposal, SettingEffect } from '../../../model/actuator.js'
import type { ReadableWorkspace, Workspace } from '../../../model/change.js'
import { TunewrightError } from '../../../model/errors.js'
import { type MeasuredFace, measuredFace } from '../../fallback-fonts/fallback-face.js'
import { giveFallbacks } from '../../fallback-fonts/give-fallbacks.js'
import { requestedFaces } from '../../fonts/project-faces.js'
import { inPercent, meanOf } from '../../predicted-change.js'
import { settingEffect } from '../../setting-effect.js'
import { type Context, type Edit, type FontPlan, planFonts } from './plan.js'
import { waitForFonts } from './wait-for-fonts.js'

const settingsSchema = z.strictObject({ display: z.boolean(), preload: z.boolean() })
type Settings = z.infer<typeof settingsSchema>

const editsOf = (plan: FontPlan, { display, preload }: Settings): readonly Edit[] => [
  ...(display ? plan.sheets : []),
  ...(preload ? plan.pages : []),
]

const candidateOf = (id: string, title: string, settings: Settings, context: Context): Candidate => {
  const views = context.observation.pages
  const paths = [...new Set(views.map(({ page }) => page.path))]
  const waits = paths.map(path => waitForFonts(views.filter(({ page }) => page.path === path)).share)
  // A preload alone shortens the wait by the round trip in which a font is found, about a half of it.
  const paint = inPercent(-meanOf(waits) * (settings.display ? 1 : 0.5))
  return {
    id,
    title,
    settings,
    predicted: { 'first-contentful-paint': paint, 'largest-contentful-paint': paint },
    basis: 'The measured loads: what the first paint waited for fonts after everything else it waits for.',
  }
}

const candidatesOf = ({ sheets, pages, families }: FontPlan, context: Context): Candidate[] => {
  const shown = `Show text before ${families.join(', ')} has come`
  return [
    ...(sheets.length > 0 && pages.length > 0
      ? [
          candidateOf(
            'display-and-preload',
            `${shown}, and ask for fonts at once`,
            { display: true, preload: true },
            context,
          ),
        ]
      : []),
    ...(sheets.length > 0 ? [candidateOf('font-display', shown, { display: true, preload: false }, context)] : []),
    ...(pages.length > 0
      ? [
          candidateOf(
            'font-preload',
            'Ask at once for the fonts of the first view',
            { display: false, preload: true },
            context,
          ),
        ]
      : []),
  ]
}

const settingEffects = ({ configuration }: Context, { sheets, pages, families }: FontPlan): SettingEffect[] => {
  const { display, preload, fontFallbacks } = configuration
  return [
    settingEffect(
      'display',
      sheets.length > 0,
      sheets.length > 0 ? `font-display: ${display}` : 'no requested font hides its text',
    ),
    settingEffect(
      'preload',
      !preload || pages.length > 0,
      preload
        ? 'fonts of the first view are asked for in the head as well'
        : 'fonts are asked for when a style needs them',
    ),
    settingEffect(
      'fontFallbacks',
      sheets.length > 0,
      sheets.length === 0
        ? 'no requested font hides its text'
        : `what is shown before ${families.join(', ')} ${fontFallbacks ? 'gets its measures, where its file is known' : 'has measures of its own'}`,
    ),
    settingEffect('automation.detection', true, 'the fonts that the measured pages ask for'),
    settingEffect('automation.iconFonts', true, 'fonts of pictograms stay as they are'),
    settingEffect('automation.validation', true, 'measured against the unchanged pages'),
  ]
}

const findingsOf = (context: Context): Finding[] =>
  [...new Set(context.observation.pages.map(({ page }) => page.path))].flatMap(path => {
    const { milliseconds } = waitForFonts(context.observation.pages.filter(({ page }) => page.path === path))
    if (milliseconds < 1) return []
    return [
      {
        subject: path,
        message: `the first paint comes ${Math.round(milliseconds)} ms after everything but its fonts is there`,
        metric: 'first-contentful-paint' as const,
        value: Math.round(milliseconds),
      },
    ]
  })

const propose = async (context: Context, workspace: ReadableWorkspace): Promise<Proposal> => {
  const plan = await planFonts(context, workspace)
  return {
    candidates: candidatesOf(plan, context),
    findings: findingsOf(context),
    measured: {},
    refusals: plan.refusals,
    settings: settingEffects(context, plan),
  }
}

/** Faces of these families whose files are the project's own. */
const facesOf = async (
  families: readonly string[],
  context: Context,
  workspace: Workspace,
): Promise<readonly MeasuredFace[]> => {
  const { faces } = await requestedFaces(context, workspace, { icons: false })
  return faces.filter(({ face }) => families.includes(face.family)).map(one => measuredFace(one, workspace))
}

const apply = async (chosen: Candidate, context: Context, workspace: Workspace): Promise<AppliedChange> => {
  const settings = settingsSchema.parse(chosen.settings)
  const plan = await planFonts(context, workspace)
  const edits = editsOf(plan, settings)
  if (edits.length === 0) {
    throw new TunewrightError('CHANGE_REFUSED', 'No font is left to be shown or asked for in another way.', {
      remedy: 'Analyze the target again: it has changed since the proposal.',
    })
  }
  for (const { path, text } of edits) await workspace.write(path, text)
  const isGiven = settings.display && context.configuration.fontFallbacks
  const fallbacks = await giveFallbacks(isGiven ? await facesOf(plan.families, context, workspace) : [], workspace)
  return {
    summary: chosen.title,
    details: [...edits.map(({ detail }) => detail), ...fallbacks.details],
    refusals: fallbacks.refusals,
    measured: {},
  }
}

/** Shows text before its font has come, in one of the same measures, and asks for fonts early. */
export const actuator: Actuator<'font-loading'> = { type: 'font-loading', propose, apply }
