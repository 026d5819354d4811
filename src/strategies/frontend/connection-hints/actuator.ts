import { z } from 'zod'
import type {
  Actuator,
  ActuatorContext,
  AppliedChange,
  Candidate,
  Finding,
  Proposal,
  Refusal,
  SettingEffect,
} from '../../../model/actuator.js'
import type { ReadableWorkspace, Workspace } from '../../../model/change.js'
import { TunewrightError } from '../../../model/errors.js'
import type { MetricValues } from '../../../model/metrics.js'
import { HtmlSources } from '../../html/html-source.js'
import { policyFile } from '../../html/policy-file.js'
import { servedTexts } from '../../html/served-texts.js'
import { sourcePages } from '../../html/source-pages.js'
import { settingEffect } from '../../setting-effect.js'
import { addTags, type Edited, givePriority } from './edit-page.js'
import { type FilePlan, KINDS, type Kind, PLACES } from './plan.js'
import { planFile } from './plan-file.js'
import { predictedChange } from './predict.js'

type Context = ActuatorContext<'connection-hints'>

const edit = z.strictObject({
  file: z.string(),
  page: z.string(),
  /** Lines that are put into the head; of the candidate for pictures: the lab's word for its element. */
  adds: z.array(z.string()).min(1).readonly(),
})
const settingsSchema = z.strictObject({ kind: z.enum(KINDS), files: z.array(edit).min(1) })
type Settings = z.infer<typeof settingsSchema>

const edited = (html: string, kind: Kind, adds: readonly string[]): Edited =>
  kind === 'picture' ? givePriority(html, adds[0]!) : addTags(html, adds, PLACES[kind])

const WORDS: Readonly<Record<Kind, { readonly id: string; readonly title: string; readonly basis: string }>> = {
  modules: {
    id: 'module-preload',
    title: 'Ask for modules before others name them',
    basis:
      'The measured loads: the time from the first thing that a page loads to the last module that another one names.',
  },
  picture: {
    id: 'picture-priority',
    title: 'Let the largest picture come before others',
    basis: 'The measured loads: the part of the picture’s transfer that the line spent on other pictures, by bytes.',
  },
  connections: {
    id: 'preconnect',
    title: 'Connect to other hosts before they are asked',
    basis:
      'The measured loads: no more than the delay, and no more than two thirds of the first answer, which a connection takes of it.',
  },
  'next-pages': {
    id: 'next-pages',
    title: 'Ask for the next page when its link is about to be taken',
    basis:
      'The next page’s measured paint on the way of the recorded flows: its document is there by as much sooner as a mouse rests on a link.',
  },
}

const addsOf = (plan: FilePlan, kind: Kind): readonly string[] =>
  kind === 'picture' ? (plan.picture === null ? [] : [plan.picture.selector]) : (plan.tags[kind] ?? [])

const candidatesOf = (plans: readonly FilePlan[], context: Context): Candidate[] => {
  const pages = new Set(context.observation.pages.map(({ page }) => page.id)).size
  return KINDS.flatMap((kind): Candidate[] => {
    const own = plans.filter(plan => addsOf(plan, kind).length > 0)
    if (own.length === 0) return []
    const { id, title, basis } = WORDS[kind]
    const files = own.map(plan => ({ file: plan.file, page: plan.pages[0].path, adds: addsOf(plan, kind) }))
    const predicted: MetricValues = predictedChange(kind, own, pages)
    return [
      {
        id,
        title: `${title} on ${own.flatMap(plan => plan.pages.map(({ path }) => path)).join(', ')}`,
        shortTitle: title.slice(0, 52),
        settings: { kind, files } satisfies Settings,
        predicted,
        basis,
      },
    ]
  })
}

const findingsOf = ({ pages, modules, picture, connections, next, views, advice }: FilePlan): Finding[] => {
  const subject = pages[0].path
  const paint = views.find(({ metrics }) => metrics['next-page-paint'] !== undefined)?.metrics['next-page-paint']
  const last = modules.at(-1)
  return [
    ...(last === undefined
      ? []
      : [
          {
            subject,
            message: `${modules.length} modules are found one by the other, the last ${Math.round(last.delay)} ms after the first thing that is loaded (${last.url})`,
            value: Math.round(last.delay),
          },
        ]),
    ...(picture === null
      ? []
      : [
          {
            subject,
            message: `${picture.url} is the largest element and waits ${Math.round(picture.lost)} ms for other pictures`,
            metric: 'largest-contentful-paint' as const,
            value: Math.round(picture.lost),
          },
        ]),
    ...connections.map(({ origin, delay }) => ({
      subject,
      message: `${origin} is asked ${delay} ms after the page has answered`,
      value: delay,
    })),
    ...(next.length === 0 || paint === undefined
      ? []
      : [
          {
            subject,
            message: `the page after it is painted ${Math.round(paint)} ms after its link is taken; ${next.length} may be it`,
            metric: 'next-page-paint' as const,
            value: Math.round(paint),
          },
        ]),
    ...advice.map(({ message }) => ({ subject, message })),
  ]
}

const settingEffects = (
  { configuration, target }: Context,
  candidates: readonly Candidate[],
  plans: readonly FilePlan[],
): SettingEffect[] => {
  const offers = (id: string): boolean => candidates.some(one => one.id === id)
  const { modules, connections, nextPages, largestPicture } = configuration
  const advises = plans.some(({ advice }) => advice.length > 0)
  return [
    settingEffect(
      'modules.minimumDelay',
      modules.most > 0,
      `modules that are asked for at least ${modules.minimumDelay} ms after the first thing that is loaded`,
    ),
    settingEffect(
      'modules.most',
      modules.most === 0 || offers('module-preload'),
      modules.most === 0 ? 'no module is asked for ahead' : `at most ${modules.most} for a page`,
    ),
    settingEffect(
      'modules.dynamic',
      modules.most > 0,
      modules.dynamic ? 'also what import() loads each time' : 'only what is imported for certain',
    ),
    settingEffect(
      'largestPicture',
      largestPicture === 'as-is' || offers('picture-priority'),
      largestPicture === 'high'
        ? 'a largest picture that stands in the HTML gets ahead of others'
        : 'pictures come in their order',
    ),
    settingEffect(
      'connections.minimumDelay',
      connections.most > 0,
      `hosts that are asked at least ${connections.minimumDelay} ms after the page has answered`,
    ),
    settingEffect(
      'connections.most',
      connections.most === 0 || offers('preconnect') || advises,
      connections.most === 0 ? 'no connection ahead' : `connections to ${connections.most} hosts, names of others`,
    ),
    settingEffect(
      'nextPages.eagerness',
      offers('next-pages'),
      `${nextPages.eagerness}: what of a visitor asks for the next page`,
    ),
    settingEffect(
      'nextPages.most',
      nextPages.most === 0 || offers('next-pages') || advises,
      nextPages.most === 0 ? 'no page is asked for ahead' : `at most ${nextPages.most} pages`,
    ),
    settingEffect('automation.detection', true, 'what the measured loads ask for, and when'),
    settingEffect(
      'automation.navigation',
      offers('next-pages') || advises,
      (target.flows ?? []).length > 0
        ? 'links between measured pages, and recorded flows'
        : 'links between measured pages: no flow is recorded',
    ),
    settingEffect(
      'automation.placement',
      candidates.length > 0,
      'the HTML file or template that the page is made from',
    ),
    settingEffect('automation.validation', true, 'measured against the unchanged pages'),
  ]
}

const propose = async (context: Context, workspace: ReadableWorkspace): Promise<Proposal> => {
  const sources = await HtmlSources.read(context.target, context.baseline, workspace)
  const { files, unknown } = await sourcePages(sources, context.observation)
  const means = {
    context,
    workspace,
    textOf: servedTexts(context.target, context.baseline),
    policyFile: await policyFile(workspace),
  }
  const plans: FilePlan[] = []
  for (const file of files) {
    const source = await sources.of(file.pages[0])
    if (typeof source !== 'string') plans.push(await planFile(source, file, means))
  }
  const candidates = candidatesOf(plans, context)
  const refusals: Refusal[] = [...unknown, ...plans.flatMap(plan => plan.refusals)]
  return {
    candidates,
    findings: plans.flatMap(findingsOf),
    measured: {},
    refusals:
      candidates.length + refusals.length > 0
        ? refusals
        : plans.map(({ file }) => ({ subject: file, reason: 'nothing that it needs is found late' })),
    settings: settingEffects(context, candidates, plans),
  }
}

const apply = async (chosen: Candidate, _: Context, workspace: Workspace): Promise<AppliedChange> => {
  const { kind, files } = settingsSchema.parse(chosen.settings)
  const details: string[] = []
  for (const { file, page, adds } of files) {
    const result = edited(await workspace.readText(file), kind, adds)
    if (typeof result === 'string') {
      throw new TunewrightError('CHANGE_REFUSED', `${file} ${result}.`, {
        remedy: 'Analyze the target again: the page has changed since the proposal.',
      })
    }
    await workspace.write(file, result.text)
    details.push(
      kind === 'picture' ? `${file}: fetchpriority="high" for ${adds[0]} (${page})` : `${file}: ${adds.join(' ')}`,
    )
  }
  return { summary: chosen.title, details, refusals: [], measured: {} }
}

/** Tells browsers early what a page, and the one after it, will need. */
export const actuator: Actuator<'connection-hints'> = { type: 'connection-hints', propose, apply }
