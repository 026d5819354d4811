import { z } from 'zod'
import type { Actuator, AppliedChange, Candidate, Proposal, SettingEffect } from '../../../model/actuator.js'
import type { ReadableWorkspace, Workspace } from '../../../model/change.js'
import { TunewrightError } from '../../../model/errors.js'
import { writeHelper } from '../../build-config/extend-config.js'
import { giveDimensions } from '../../html/give-dimensions.js'
import { HtmlSources } from '../../html/html-source.js'
import { servedTexts } from '../../html/served-texts.js'
import { servedViews } from '../../html/served-views.js'
import { sourcePages } from '../../html/source-pages.js'
import { inPercent, meanOf } from '../../predicted-change.js'
import { settingEffect } from '../../setting-effect.js'
import { readPageBuild } from './built-pages.js'
import type { Context } from './context.js'
import { editPage } from './edit-page.js'
import { helperOf, helperSource } from './helper/helper-source.js'
import { type Plans, planStyles } from './plan.js'
import { planPage } from './plan-page.js'

const settingsSchema = z.strictObject({
  /** HTML files of the project, each with a page that is made from it. */
  files: z.array(z.strictObject({ file: z.string(), page: z.string() })),
  /** Files of pages that the build writes, below the folder that is served. */
  built: z.array(z.string()),
})

const candidateOf = ({ planned, built }: Plans, { observation }: Context): Candidate => {
  const pages = new Set(observation.pages.map(({ page }) => page.id)).size
  const given = [...planned, ...built]
  const paint = inPercent(
    -meanOf(
      given.map(({ wait }) => wait.share),
      pages,
    ),
  )
  return {
    id: 'inline-used-styles',
    title: `Put the styles that pages may use into them, and let the sheets come later (${given.map(({ page }) => page).join(', ')})`,
    shortTitle: 'Put used styles into pages',
    settings: {
      files: planned.map(({ file, page }) => ({ file, page })),
      built: built.map(({ file }) => file),
    } satisfies z.infer<typeof settingsSchema>,
    predicted: { 'first-contentful-paint': paint, 'largest-contentful-paint': paint / 2 },
    basis:
      'The measured loads: what the first paint waited for style sheets after everything else it waits for, less the time that the page takes longer to arrive.',
  }
}

const settingEffects = ({ configuration }: Context, { planned, built }: Plans): SettingEffect[] => {
  const offered = planned.length + built.length > 0
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
  const found = await planStyles(context, workspace)
  const given = [...found.planned, ...found.built]
  return {
    candidates: given.length > 0 ? [candidateOf(found, context)] : [],
    findings: given.map(({ page, bytes, inlinedBytes, wait }) => ({
      subject: page,
      message: `waits ${Math.round(wait.milliseconds)} ms for ${kilobytes(bytes)} of styles, of which it may use ${kilobytes(inlinedBytes)}`,
      metric: 'first-contentful-paint' as const,
      value: Math.round(wait.milliseconds),
    })),
    measured: {},
    refusals: found.refusals,
    settings: settingEffects(context, found),
  }
}

/** Edits the HTML files of the project. @returns what was done, in words */
const editSources = async (
  files: readonly { readonly file: string; readonly page: string }[],
  context: Context,
  workspace: Workspace,
): Promise<string[]> => {
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
  return details
}

/** Has the build give its pages their styles. @returns what was done, in words */
const extendBuild = async (built: readonly string[], context: Context, workspace: Workspace): Promise<string[]> => {
  if (built.length === 0) return []
  const build = await readPageBuild(context, workspace)
  if (build === null || 'reason' in build) {
    const why = build === null ? 'no bundler that can be read writes them' : build.reason
    throw new TunewrightError('CHANGE_REFUSED', `Pages cannot be given their styles while they are built: ${why}.`, {
      remedy: 'Analyze the target again: its build has changed since the proposal.',
    })
  }
  const { bundler, config } = build
  const source = await helperSource(bundler, built, context.configuration.inlined)
  const helper = await writeHelper(workspace, config, helperOf(bundler), source)
  return [`${config.path}: what it exports passes through ${helper}, which puts used styles into ${built.join(', ')}`]
}

const apply = async (chosen: Candidate, context: Context, workspace: Workspace): Promise<AppliedChange> => {
  const { files, built } = settingsSchema.parse(chosen.settings)
  const details = [...(await editSources(files, context, workspace)), ...(await extendBuild(built, context, workspace))]
  return { summary: chosen.title, details, refusals: [], measured: {} }
}

/** Puts what pages may use of their style sheets into them, and has the sheets themselves load without holding up the first paint. */
export const actuator: Actuator<'stylesheet-loading'> = { type: 'stylesheet-loading', propose, apply }
