import { z } from 'zod'
import type { Actuator, AppliedChange, Candidate, Proposal, SettingEffect } from '../../../model/actuator.js'
import type { ReadableWorkspace, Workspace } from '../../../model/change.js'
import { TunewrightError } from '../../../model/errors.js'
import { transferSaved } from '../../predicted-change.js'
import { settingEffect } from '../../setting-effect.js'
import { type Context, type FontPlan, type FontPlans, planFonts } from './plan.js'
import { planSelfHosting, type SelfHosting } from './self-host.js'

const settingsSchema = z.strictObject({ what: z.enum(['subset', 'woff2', 'self-host']) })
type Settings = z.infer<typeof settingsSchema>

const predicted = ({ bytesAfter }: FontPlan, { observation }: Context): number =>
  transferSaved(observation, ({ url, transferSize }) =>
    Math.max(0, transferSize - (bytesAfter.get(url) ?? transferSize)),
  )

const named = ({ families }: FontPlan): string => families.join(', ')

const candidatesOf = ({ subset, woff2 }: FontPlans, hosting: SelfHosting, context: Context): Candidate[] => {
  const basis =
    'Each file really made and held against the whole font; the measured loads with its bytes in place of the present ones.'
  const offer = (what: Settings['what'], title: string, shortTitle: string, bytes: number): Candidate => ({
    id: what,
    title,
    shortTitle,
    settings: { what },
    predicted: { 'total-transfer-size': bytes },
    basis,
  })
  return [
    ...(subset.split > 0
      ? [
          offer(
            'subset',
            `Send the characters in use of ${named(subset)} first, the others when needed`,
            'Send the characters in use of fonts first',
            predicted(subset, context),
          ),
        ]
      : []),
    ...(woff2.converted > 0
      ? [offer('woff2', `Send ${named(woff2)} as WOFF 2`, 'Send fonts as WOFF 2', predicted(woff2, context))]
      : []),
    ...(hosting.writes.size > 0
      ? [
          {
            ...offer('self-host', `Serve ${hosting.families.join(', ')} from the site`, 'Serve fonts from the site', 0),
            basis:
              'Not measured: the lab does not reach the host that serves them now, so that their bytes count as new.',
          },
        ]
      : []),
  ]
}

const settingEffects = (
  { configuration, automation }: Context,
  { subset, woff2 }: FontPlans,
  hosting: SelfHosting,
): SettingEffect[] => {
  const { strategies, keepCharacters, minimumSaving, selfHost } = configuration
  const acting = subset.split + subset.converted + hosting.writes.size > 0
  return [
    settingEffect(
      'strategies',
      acting,
      acting
        ? `${subset.split} fonts are split, ${woff2.converted} could be sent as WOFF 2 whole`
        : `nothing is to be had by ${strategies.join(', ')}`,
    ),
    settingEffect(
      'keepCharacters',
      keepCharacters.trim() !== '' && subset.split > 0,
      keepCharacters.trim() === '' ? 'no more characters than may be shown' : `${keepCharacters} come first as well`,
    ),
    settingEffect('minimumSaving', true, `fonts on which less than ${minimumSaving} bytes are saved stay as they are`),
    settingEffect(
      'selfHost',
      !selfHost || hosting.writes.size > 0,
      !selfHost
        ? 'fonts of other hosts stay there'
        : hosting.writes.size > 0
          ? `${hosting.families.join(', ')} can be served from the site`
          : 'no package with a font of another host is installed, or none is asked for there',
    ),
    settingEffect('automation.detection', true, 'the fonts that the measured pages ask for'),
    settingEffect(
      'automation.iconFonts',
      true,
      automation.iconFonts === 'used-first'
        ? 'of pictograms those come first that pages or scripts have names for'
        : 'fonts of pictograms stay as they are',
    ),
    settingEffect('automation.safety', subset.split > 0, 'each part is held against the whole font'),
    settingEffect('automation.validation', true, 'measured against the unchanged pages'),
  ]
}

const propose = async (context: Context, workspace: ReadableWorkspace): Promise<Proposal> => {
  const plans = await planFonts(context, workspace)
  const hosting = await planSelfHosting(context, workspace)
  return {
    candidates: candidatesOf(plans, hosting, context),
    findings: [...plans.findings, ...hosting.findings],
    measured: {},
    refusals: [...plans.refusals, ...hosting.refusals],
    settings: settingEffects(context, plans, hosting),
  }
}

const apply = async (chosen: Candidate, context: Context, workspace: Workspace): Promise<AppliedChange> => {
  const { what } = settingsSchema.parse(chosen.settings)
  const { writes, details } =
    what === 'self-host' ? await planSelfHosting(context, workspace) : (await planFonts(context, workspace))[what]
  if (writes.size === 0) {
    throw new TunewrightError('CHANGE_REFUSED', 'Nothing can be saved on the fonts of the pages any more.', {
      remedy: 'Analyze the target again: it has changed since the proposal.',
    })
  }
  for (const [path, content] of [...writes].sort(([a], [b]) => (a < b ? -1 : 1))) await workspace.write(path, content)
  return { summary: chosen.title, details, refusals: [], measured: {} }
}

/** Sends of each font what pages use of it first, in the smallest format; everything else of it when it is needed. */
export const actuator: Actuator<'font-files'> = { type: 'font-files', propose, apply }
