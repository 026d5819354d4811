import type { Refusal } from '../../../model/actuator.js'
import type { ReadableWorkspace } from '../../../model/change.js'
import type { PageTarget } from '../../../model/target.js'
import { giveDimensions } from '../../html/give-dimensions.js'
import { HtmlSources } from '../../html/html-source.js'
import { observedPages } from '../../html/observed-pages.js'
import { policyFile } from '../../html/policy-file.js'
import { servedTexts } from '../../html/served-texts.js'
import { servedViews } from '../../html/served-views.js'
import { sourcePages } from '../../html/source-pages.js'
import { type BuiltPage, builtPages, readPageBuild } from './built-pages.js'
import type { Context } from './context.js'
import { planPage } from './plan-page.js'
import { waitForSheets } from './predict.js'

/** An HTML file of the project, with what pages that are made from it may use of their style sheets. */
export interface PlannedFile extends Omit<BuiltPage, 'file'> {
  /** Of the project. */
  readonly file: string
  readonly pages: readonly PageTarget[]
  /** How many pictures get dimensions. */
  readonly pictures: number
}

/** What is said of a page that is not given its styles by its source. */
interface LeftPages {
  readonly pages: readonly PageTarget[]
  readonly refusals: readonly Refusal[]
}

/** What of the measured pages' style sheets goes into them. */
export interface Plans {
  readonly planned: readonly PlannedFile[]
  readonly built: readonly BuiltPage[]
  readonly refusals: readonly Refusal[]
}

const sourcePlans = async (
  context: Context,
  workspace: ReadableWorkspace,
): Promise<{ planned: PlannedFile[]; left: LeftPages[]; refusals: Refusal[] }> => {
  const sources = await HtmlSources.read(context.target, context.baseline, workspace)
  const textOf = servedTexts(context.target, context.baseline)
  const planned: PlannedFile[] = []
  const { files, unknown } = await sourcePages(sources, context.observation)
  const all = observedPages(context.observation)
  const left: LeftPages[] = unknown.map(one => ({
    pages: all.filter(({ path }) => path === one.subject),
    refusals: [one],
  }))
  const refusals: Refusal[] = []
  for (const { file, pages } of files) {
    const [page] = pages
    const html = await workspace.readText(file)
    const plan = await planPage(html, page.path, context.configuration.inlined, textOf)
    if (plan.inlined.length === 0) {
      left.push({ pages, refusals: plan.refusals })
      continue
    }
    refusals.push(...plan.refusals)
    const views = context.observation.pages.filter(view => view.page.id === page.id)
    const wait = waitForSheets(views, plan.inlinedBytes, html)
    const pictures = context.configuration.pictureDimensions
      ? await giveDimensions(html, file, servedViews(context.observation, pages), textOf, true)
      : null
    refusals.push(...(pictures?.refusals ?? []))
    const { bytes, inlinedBytes } = plan
    const given = pictures?.given.length ?? 0
    planned.push({ file, pages, page: page.path, bytes, inlinedBytes, wait, pictures: given })
  }
  return { planned, left, refusals }
}

/** What goes into pages that are files of the project, and into those that its build writes. Edits nothing. */
export const planStyles = async (context: Context, workspace: ReadableWorkspace): Promise<Plans> => {
  const policy = await policyFile(workspace)
  if (policy !== null) {
    const reason = 'sends a Content Security Policy, which may keep styles and handlers out of pages'
    return { planned: [], built: [], refusals: [{ subject: policy, reason }] }
  }
  const { planned, left, refusals } = await sourcePlans(context, workspace)
  const build = await readPageBuild(context, workspace)
  if (build === null) return { planned, built: [], refusals: [...refusals, ...left.flatMap(one => one.refusals)] }
  const bySource = new Set(planned.flatMap(({ pages }) => pages.map(({ id }) => id)))
  const written = builtPages(context, bySource)
  // Of what the bundler writes, its own pages say why they are left; their sources say what they are made from.
  const told = new Set([...written.pages.map(({ page }) => page), ...written.refusals.map(({ subject }) => subject)])
  const others = left.filter(({ pages }) => !pages.some(({ path }) => told.has(path))).flatMap(one => one.refusals)
  const ofBuild = 'reason' in build && written.pages.length > 0 ? [build] : []
  return {
    planned,
    built: 'reason' in build ? [] : written.pages,
    refusals: [...refusals, ...others, ...written.refusals, ...ofBuild],
  }
}
