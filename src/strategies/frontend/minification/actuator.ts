import { z } from 'zod'
import type { Actuator, AppliedChange, Candidate, Proposal, SettingEffect } from '../../../model/actuator.js'
import type { ReadableWorkspace, Workspace } from '../../../model/change.js'
import { TunewrightError } from '../../../model/errors.js'
import { withoutQuery } from '../../../model/pathname.js'
import { replaced } from '../../build-config/literals.js'
import { transferSaved } from '../../predicted-change.js'
import { settingEffect } from '../../setting-effect.js'
import { type Context, type MinificationPlan, planMinification } from './plan.js'
import { namedByTwins } from './twins.js'

const settingsSchema = z.strictObject({ what: z.enum(['twins', 'built']) })

/** What the measured loads would not have to fetch, in per cent of all that they do. */
const predicted = (plan: MinificationPlan, what: 'twins' | 'built', { observation }: Context): number => {
  const shares = new Map<string, number>()
  for (const { references } of plan.pages)
    for (const { from, bytes } of references) shares.set(from, bytes[1] / bytes[0])
  return transferSaved(observation, ({ url, transferSize }) => {
    const path = withoutQuery(url)
    const twin = [...shares].find(([from]) => path.endsWith(`/${from.split('/').slice(-2).join('/')}`))
    const share = what === 'built' ? (path.endsWith('.css') ? plan.builtShare : 1) : (twin?.[1] ?? 1)
    return transferSize * (1 - share)
  })
}

const candidatesOf = (plan: MinificationPlan, context: Context): Candidate[] => {
  const offer = (what: 'twins' | 'built', id: string, title: string): Candidate => ({
    id,
    title,
    settings: { what },
    predicted: { 'total-transfer-size': predicted(plan, what, context) },
    basis:
      'The measured loads: their style sheets, by the share of their text that is left; compression takes more off what is left.',
  })
  return [
    ...(plan.pages.length > 0 ? [offer('twins', 'minified-twins', 'Name style sheets by their minified twins')] : []),
    ...(plan.built.length > 0 ? [offer('built', 'minify-styles', 'Minify style sheets again')] : []),
  ]
}

const settingEffects = ({ configuration }: Context, plan: MinificationPlan): SettingEffect[] => {
  const { twins, built } = configuration.minified
  return [
    settingEffect(
      'minified.twins',
      !twins || plan.pages.length > 0,
      !twins
        ? 'pages go on naming what they name'
        : plan.pages.length > 0
          ? `${plan.pages.length} pages name style sheets that have a twin`
          : 'no page names a style sheet that has the same twin beside it',
    ),
    settingEffect(
      'minified.built',
      !built || plan.built.length > 0,
      !built
        ? 'builds stay as they are'
        : plan.built.length > 0
          ? 'the build has minifying switched off'
          : 'no build has minifying of style sheets switched off',
    ),
    settingEffect('automation.detection', true, 'style sheets and scripts as the measured pages load them'),
    settingEffect('automation.equality', plan.pages.length > 0, 'rule by rule, as a parser reads both'),
    settingEffect('automation.validation', true, 'measured against the unchanged pages'),
  ]
}

const propose = async (context: Context, workspace: ReadableWorkspace): Promise<Proposal> => {
  const plan = await planMinification(context, workspace)
  const twins = plan.pages.flatMap(({ path, references }) =>
    references.map(({ from, to, bytes }) => ({
      subject: `${path}: ${from}`,
      message: `${to} beside it says the same in ${(bytes[1] / 1000).toFixed(1)} instead of ${(bytes[0] / 1000).toFixed(1)} kB`,
    })),
  )
  return {
    candidates: candidatesOf(plan, context),
    findings: [
      ...twins,
      ...plan.built.map(({ path }) => ({ subject: path, message: 'has minifying of style sheets switched off' })),
      ...plan.findings,
    ],
    measured: {},
    refusals: plan.refusals,
    settings: settingEffects(context, plan),
  }
}

const apply = async (chosen: Candidate, context: Context, workspace: Workspace): Promise<AppliedChange> => {
  const { what } = settingsSchema.parse(chosen.settings)
  const plan = await planMinification(context, workspace)
  const details: string[] = []
  if (what === 'twins') {
    for (const { path, html, references } of plan.pages) {
      await workspace.write(path, namedByTwins(html, references))
      details.push(...references.map(({ from, to }) => `${path}: ${to} in place of ${from}`))
    }
  } else {
    for (const [path, text] of replaced(plan.built, one => plan.build!.configs.get(one)!))
      await workspace.write(path, text)
    details.push(...plan.built.map(({ detail }) => detail))
  }
  if (details.length === 0) {
    throw new TunewrightError('CHANGE_REFUSED', 'No style sheet can be sent minified any more.', {
      remedy: 'Analyze the target again: it has changed since the proposal.',
    })
  }
  return { summary: chosen.title, details, refusals: [], measured: {} }
}

/** Sends style sheets minified where a twin or a minifier is there; what people edit is never rewritten. */
export const actuator: Actuator<'minification'> = { type: 'minification', propose, apply }
