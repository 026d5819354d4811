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
import { giveDimensions } from '../../html/give-dimensions.js'
import { HtmlSources } from '../../html/html-source.js'
import { policyFile } from '../../html/policy-file.js'
import { servedTexts } from '../../html/served-texts.js'
import { servedViews } from '../../html/served-views.js'
import { sourcePages } from '../../html/source-pages.js'
import { settingEffect } from '../../setting-effect.js'
import { editPage } from './edit-page.js'
import { type PlannedPage, planPage } from './plan-page.js'
import { waitForSheets } from './predict.js'

type Context = ActuatorContext<'stylesheet-loading'>

const settingsSchema = z.strictObject({ files: z.array(z.strictObject({ file: z.string(), page: z.string() })).min(1) })

interface PlannedFile {
  readonly file: string
  readonly page: string
  readonly plan: PlannedPage
  readonly wait: ReturnType<typeof waitForSheets>
  /** How many pictures get dimensions. */
  readonly pictures: number
}

const plans = async (
  context: Context,
  workspace: ReadableWorkspace,
): Promise<{ planned: PlannedFile[]; refusals: Refusal[] }> => {
  const policy = await policyFile(workspace)
  if (policy !== null) {
    const reason = 'sends a Content Security Policy, which may keep styles and handlers out of pages'
    return { planned: [], refusals: [{ subject: policy, reason }] }
  }
  const sources = await HtmlSources.read(context.target, context.baseline, workspace)
  const textOf = servedTexts(context.target, context.baseline)
  const planned: PlannedFile[] = []
  const { files, unknown } = await sourcePages(sources, context.observation)
  const refusals: Refusal[] = [...unknown]
  for (const { file, pages } of files) {
    const [page] = pages
    const html = await workspace.readText(file)
    const plan = await planPage(html, page.path, context.configuration.inlined, textOf)
    refusals.push(...plan.refusals)
    if (plan.inlined.length === 0) continue
    const views = context.observation.pages.filter(view => view.page.id === page.id)
    const wait = waitForSheets(views, plan.inlinedBytes)
    const pictures = context.configuration.pictureDimensions
      ? await giveDimensions(html, file, servedViews(context.observation, pages), textOf, true)
      : null
    refusals.push(...(pictures?.refusals ?? []))
    planned.push({ file, page: page.path, plan, wait, pictures: pictures?.given.length ?? 0 })
  }
  return { planned, refusals }
}

const candidateOf = (planned: readonly PlannedFile[], { observation }: Context): Candidate => {
  const pages = new Set(observation.pages.map(({ page }) => page.id)).size
  const share = planned.reduce((sum, { wait }) => sum + wait.share, 0) / pages
  const paint = Math.round(-share * 1000) / 10 + 0
  return {
    id: 'inline-used-styles',
    title: `Put the styles that pages may use into them, and let the sheets come later (${planned.map(({ page }) => page).join(', ')})`,
    shortTitle: 'Put used styles into pages',
    settings: { files: planned.map(({ file, page }) => ({ file, page })) },
    predicted: { 'first-contentful-paint': paint, 'largest-contentful-paint': paint / 2 },
    basis:
      'The measured loads: what the first paint waited for style sheets after everything else it waits for, less the time that the page takes longer to arrive.',
  }
}

const settingEffects = ({ configuration }: Context, planned: readonly PlannedFile[]): SettingEffect[] => {
  const offered = planned.length > 0
  const { maximum, forScripts, minimumLeftOut } = configuration.inlined
  return [
    settingEffect('inlined.maximum', true, `at most ${(maximum / 1000).toFixed(0)} kB of styles in a page`),
    settingEffect(
      'inlined.forScripts',
      true,
      `up to ${(forScripts / 1000).toFixed(0)} kB also of what only scripts have names for`,
    ),
    settingEffect(
      'inlined.minimumLeftOut',
      true,
      `at least ${Math.round(minimumLeftOut * 100)} % of the sheets are left for later`,
    ),
    settingEffect('rest', offered, 'whole style sheets come without holding up the page'),
    settingEffect(
      'pictureDimensions',
      planned.some(({ pictures }) => pictures > 0),
      `pictures of the pages that are painted earlier hold their places: ${configuration.pictureDimensions ? planned.reduce((sum, { pictures }) => sum + pictures, 0) : 'no'}`,
    ),
    settingEffect('automation.detection', true, 'the style sheets that the HTML of the measured pages names'),
    settingEffect('automation.coverage', offered, 'rules all of whose names are in the page or in its scripts'),
    settingEffect('automation.validation', true, 'measured against the unchanged pages'),
  ]
}

const kilobytes = (bytes: number): string => `${(bytes / 1000).toFixed(1)} kB`

const propose = async (context: Context, workspace: ReadableWorkspace): Promise<Proposal> => {
  const { planned, refusals } = await plans(context, workspace)
  return {
    candidates: planned.length > 0 ? [candidateOf(planned, context)] : [],
    findings: planned.map(({ page, plan, wait }) => ({
      subject: page,
      message: `waits ${Math.round(wait.milliseconds)} ms for ${kilobytes(plan.bytes)} of styles, of which it may use ${kilobytes(plan.inlinedBytes)}`,
      metric: 'first-contentful-paint' as const,
      value: Math.round(wait.milliseconds),
    })),
    measured: {},
    refusals,
    settings: settingEffects(context, planned),
  }
}

const apply = async (chosen: Candidate, context: Context, workspace: Workspace): Promise<AppliedChange> => {
  const { files } = settingsSchema.parse(chosen.settings)
  const textOf = servedTexts(context.target, context.baseline)
  const details: string[] = []
  const sources = await HtmlSources.read(context.target, context.baseline, workspace)
  const pagesOf = new Map((await sourcePages(sources, context.observation)).files.map(one => [one.file, one.pages]))
  for (const { file, page } of files) {
    const html = await workspace.readText(file)
    const plan = await planPage(html, page, context.configuration.inlined, textOf)
    if (plan.inlined.length === 0) {
      throw new TunewrightError('CHANGE_REFUSED', `${file} has no style sheet left that could come later.`, {
        remedy: 'Analyze the target again: the page has changed since the proposal.',
      })
    }
    const edited = editPage(html, plan.inlined)
    // Painted earlier, a page shows what moves when its pictures come.
    const pictures = context.configuration.pictureDimensions
      ? await giveDimensions(edited, file, servedViews(context.observation, pagesOf.get(file) ?? []), textOf, true)
      : null
    await workspace.write(file, pictures?.text ?? edited)
    const names = plan.inlined.map(({ sheet }) => sheet.href).join(', ')
    details.push(
      `${file}: ${kilobytes(plan.inlinedBytes)} of the ${kilobytes(plan.bytes)} of ${names} put into the page`,
    )
    if (pictures && pictures.given.length > 0)
      details.push(`${file}: dimensions for ${pictures.given.map(({ address }) => address).join(', ')}`)
  }
  return { summary: chosen.title, details, refusals: [], measured: {} }
}

/** Puts what pages may use of their style sheets into them, and has the sheets themselves load without holding up the first paint. */
export const actuator: Actuator<'stylesheet-loading'> = { type: 'stylesheet-loading', propose, apply }
