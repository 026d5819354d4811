import { z } from 'zod'
import type {
  Actuator,
  ActuatorContext,
  AppliedChange,
  Candidate,
  Proposal,
  Refusal,
  SettingEffect,
} from '../../../model/actuator.js'
import type { ReadableWorkspace, Workspace } from '../../../model/change.js'
import { TunewrightError } from '../../../model/errors.js'
import { HtmlSources } from '../../html/html-source.js'
import { isLargestByScript } from '../../html/largest-by-script.js'
import { observedPages } from '../../html/observed-pages.js'
import { servedTexts, type TextOf } from '../../html/served-texts.js'
import { settingEffect } from '../../setting-effect.js'
import { editPage } from './edit-page.js'
import { type Deferral, planDeferral } from './plan-deferral.js'
import { predicted, type ScriptCost, scriptCost } from './predict.js'

type Context = ActuatorContext<'script-loading'>

const settingsSchema = z.strictObject({
  place: z.enum(['in-place', 'head']),
  files: z.array(z.strictObject({ file: z.string(), page: z.string(), ahead: z.boolean() })).min(1),
})
type Settings = z.infer<typeof settingsSchema>

/** A page's HTML, with what of it can wait. */
interface PlannedFile {
  readonly file: string
  readonly page: string
  readonly deferral: Deferral
  readonly cost: ScriptCost
  /** Whether its scripts are to come ahead of pictures. */
  readonly ahead: boolean
}

const planFile = async (file: string, page: string, context: Context, textOf: TextOf, workspace: ReadableWorkspace) => {
  const { inlineCode } = context.configuration.deferred
  const html = await workspace.readText(file)
  return { html, deferral: await planDeferral(html, { inlineCode, textOf: src => textOf(page, src) }) }
}

const plans = async (
  context: Context,
  workspace: ReadableWorkspace,
): Promise<{ planned: PlannedFile[]; refusals: Refusal[] }> => {
  const sources = await HtmlSources.read(context.target, context.baseline, workspace)
  const textOf = servedTexts(context.target, context.baseline)
  const planned = new Map<string, PlannedFile>()
  const refusals: Refusal[] = []
  for (const page of observedPages(context.observation)) {
    const source = await sources.of(page)
    if (typeof source === 'string') {
      refusals.push({ subject: page.path, reason: source })
      continue
    }
    if (planned.has(source.path)) continue
    const { deferral } = await planFile(source.path, page.path, context, textOf, workspace)
    for (const { subject, reason } of deferral.kept) refusals.push({ subject: `${source.path}: ${subject}`, reason })
    if (deferral.deferred.length === 0) continue
    const names = deferral.deferred.map(({ src }) => src!.replace(/^\.?\//, ''))
    const views = context.observation.pages.filter(view => view.page.id === page.id)
    const requested = views.flatMap(({ loads }) => loads.flatMap(({ requests }) => requests.map(({ url }) => url)))
    const urls = new Set(requested.filter(url => names.some(name => url.endsWith(name))))
    planned.set(source.path, {
      file: source.path,
      page: page.path,
      deferral,
      cost: scriptCost(views, urls),
      // What is largest waits for them then.
      ahead: views.some(isLargestByScript),
    })
  }
  return { planned: [...planned.values()], refusals }
}

const TITLES: Record<Settings['place'], string> = {
  'in-place': 'Let pages be painted before their scripts have run',
  head: 'Ask for scripts from the head, and run them once the page is there',
}

const candidateOf = (place: Settings['place'], files: readonly PlannedFile[], context: Context): Candidate => {
  const pages = new Set(context.observation.pages.map(({ page }) => page.id)).size
  return {
    id: place === 'head' ? 'defer-from-head' : 'defer-in-place',
    title: `${TITLES[place]} (${files.map(({ page }) => page).join(', ')})`,
    shortTitle: place === 'head' ? 'Ask for scripts early, run them late' : 'Paint before scripts run',
    settings: { place, files: files.map(({ file, page, ahead }) => ({ file, page, ahead })) },
    predicted: predicted(
      files.map(({ cost }) => cost),
      pages,
      place,
    ),
    basis:
      'The measured loads: what the first paint waited for scripts after the last style sheet had come; nothing is taken off what is sent.',
  }
}

const candidatesOf = (planned: readonly PlannedFile[], context: Context): Candidate[] => {
  const blocked = planned.filter(({ deferral }) => deferral.deferred.some(script => script.beforeContent))
  const late = planned.filter(
    ({ deferral }) => deferral.page.headEnd !== null && deferral.deferred.some(({ inHead }) => !inHead),
  )
  return [
    ...(blocked.length > 0 ? [candidateOf('in-place', blocked, context)] : []),
    // Where nothing stands at a page's end, both are the same.
    ...(context.configuration.deferred.fromHead && late.length > 0
      ? [
          candidateOf(
            'head',
            planned.filter(one => blocked.includes(one) || late.includes(one)),
            context,
          ),
        ]
      : []),
  ]
}

const settingEffects = (
  { configuration }: Context,
  planned: readonly PlannedFile[],
  candidates: readonly Candidate[],
): SettingEffect[] => {
  const { inlineCode, fromHead } = configuration.deferred
  const modules = planned.reduce((sum, { deferral }) => sum + deferral.modules.length, 0)
  const offered = candidates.length > 0
  return [
    settingEffect(
      'deferred.inlineCode',
      inlineCode === 'keep-in-place' || modules > 0,
      inlineCode === 'keep-in-place'
        ? 'code in a page stays where it is, and so do the scripts that it needs'
        : modules > 0
          ? `${modules} scripts in pages wait as modules`
          : 'no code in a page needs a script that waits',
    ),
    settingEffect(
      'deferred.fromHead',
      !fromHead || candidates.some(({ id }) => id === 'defer-from-head'),
      fromHead
        ? 'scripts at the end of a page are asked for from its head as well'
        : 'scripts are asked for where they stand',
    ),
    settingEffect('automation.detection', true, 'the scripts that the HTML of the measured pages names'),
    settingEffect('automation.ordering', offered, 'what waits runs in the order of the document'),
    settingEffect('automation.validation', true, 'measured against the unchanged pages'),
  ]
}

const propose = async (context: Context, workspace: ReadableWorkspace): Promise<Proposal> => {
  const { planned, refusals } = await plans(context, workspace)
  const candidates = candidatesOf(planned, context)
  return {
    candidates,
    findings: planned
      .filter(({ cost }) => cost.milliseconds >= 1)
      .map(({ page, deferral, cost }) => ({
        subject: page,
        message: `the first paint waits ${Math.round(cost.milliseconds)} ms for ${deferral.deferred.map(({ src }) => src).join(', ')}`,
        metric: 'first-contentful-paint' as const,
        value: Math.round(cost.milliseconds),
      })),
    measured: {},
    refusals,
    settings: settingEffects(context, planned, candidates),
  }
}

const apply = async (chosen: Candidate, context: Context, workspace: Workspace): Promise<AppliedChange> => {
  const { place, files } = settingsSchema.parse(chosen.settings)
  const textOf = servedTexts(context.target, context.baseline)
  const details: string[] = []
  for (const { file, page, ahead } of files) {
    const { html, deferral } = await planFile(file, page, context, textOf, workspace)
    const text = deferral.deferred.length === 0 ? null : editPage(html, deferral, { place, ahead })
    if (text === null) {
      throw new TunewrightError('CHANGE_REFUSED', `${file} has no script that can wait any more.`, {
        remedy: 'Analyze the target again: the page has changed since the proposal.',
      })
    }
    await workspace.write(file, text)
    const waiting =
      deferral.modules.length === 0 ? '' : `; ${deferral.modules.length} scripts in the page wait for them`
    details.push(
      `${file}: ${deferral.deferred.map(({ src }) => src).join(', ')} deferred${ahead ? ', and asked for ahead of pictures: a script shows the largest one' : ''}${waiting}`,
    )
  }
  return { summary: chosen.title, details, refusals: [], measured: {} }
}

/** Lets pages be painted before their scripts have run: `defer`, in the order of the document. */
export const actuator: Actuator<'script-loading'> = { type: 'script-loading', propose, apply }
