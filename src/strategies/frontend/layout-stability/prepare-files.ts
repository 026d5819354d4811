import { posix } from 'node:path'
import type { ActuatorContext, Refusal } from '../../../model/actuator.js'
import type { ReadableWorkspace } from '../../../model/change.js'
import { withoutQuery } from '../../../model/pathname.js'
import { sha256 } from '../../../system/hash.js'
import { giveDimensions } from '../../html/give-dimensions.js'
import { HtmlSources } from '../../html/html-source.js'
import { policyFile } from '../../html/policy-file.js'
import { servedTexts } from '../../html/served-texts.js'
import { servedViews } from '../../html/served-views.js'
import { sourcePages } from '../../html/source-pages.js'
import { prepareComponents } from './components/prepare-components.js'
import type { PageSource } from './components/shown-by-components.js'
import type { DimensionedFile, ReservingFile } from './edited-file.js'
import { holdByRules } from './hold-by-rules.js'
import type { PageShift } from './page-shifts.js'
import { reserveHeights, ruleOf } from './reserve-heights.js'
import { rulesOf, showFirst } from './show-first.js'

export interface PreparedFiles {
  readonly dimensioned: readonly DimensionedFile[]
  readonly reserving: readonly ReservingFile[]
  readonly refusals: readonly Refusal[]
}

/** The bytes of what a file names beside it, or from the root of the project, told by their hash. */
const hashBeside =
  (file: string, workspace: ReadableWorkspace) =>
  async (address: string): Promise<string | null> => {
    if (/^(?:[a-z][a-z\d+.-]*:|\/\/|#)/i.test(address)) return null
    const path = posix.normalize(posix.join(address.startsWith('/') ? '' : posix.dirname(file), withoutQuery(address)))
    const named = path.replace(/^\//, '')
    return /\.\w+$/.test(named) && !named.startsWith('..') && (await workspace.exists(named))
      ? sha256(await workspace.read(named))
      : null
  }

/** The HTML files of the measured pages, and the components in them, as each candidate would leave them; files that it would leave as they are left out. */
export const prepareFiles = async (
  context: ActuatorContext<'layout-stability'>,
  shifts: readonly PageShift[],
  workspace: ReadableWorkspace,
): Promise<PreparedFiles> => {
  const { configuration, observation } = context
  const sources = await HtmlSources.read(context.target, context.baseline, workspace)
  const { files, unknown } = await sourcePages(sources, observation)
  const policy = await policyFile(workspace)
  const textOf = servedTexts(context.target, context.baseline)
  const dimensioned: DimensionedFile[] = []
  const reserving: ReservingFile[] = []
  const refusals: Refusal[] = [...unknown]
  const read: PageSource[] = []
  for (const source of files) {
    const { file, pages } = source
    const html = await workspace.readText(file)
    read.push({ path: file, text: html, pages: pages.map(({ id }) => id) })
    const views = servedViews(observation, pages)
    const ratios = configuration.dimensions.ratioInStyle && policy === null
    const pictures = await giveDimensions(html, file, views, textOf, ratios, hashBeside(file, workspace))
    if (pictures.given.length > 0) dimensioned.push({ ...source, ...pictures })
    const own = shifts.filter(({ page }) => pages.some(({ id }) => id === page.id))
    const surveys = views.flatMap(view => view.surveys)
    const blocks = reserveHeights(html, file, own, surveys, configuration.reservedHeight.minimum)
    const sliders = showFirst(html, file, surveys)
    refusals.push(...pictures.refusals, ...blocks.refusals, ...sliders.refusals)
    const [{ reserved }, { shown }] = [blocks, sliders]
    if (reserved.length + shown.length === 0) continue
    const held = holdByRules(html, [...reserved.map(ruleOf), ...shown.flatMap(rulesOf)])
    if (policy !== null)
      refusals.push({ subject: policy, reason: 'sends a Content Security Policy, which may keep styles out of pages' })
    else if (typeof held === 'string') refusals.push({ subject: file, reason: held })
    else reserving.push({ ...source, ...held, reserved, shown })
  }
  const components = await prepareComponents(context, shifts, read, policy, workspace)
  return {
    dimensioned: [...dimensioned, ...components.dimensioned],
    reserving,
    refusals: [...refusals, ...components.refusals],
  }
}
