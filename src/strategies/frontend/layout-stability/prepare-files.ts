import type { ActuatorContext, Refusal } from '../../../model/actuator.js'
import type { ReadableWorkspace } from '../../../model/change.js'
import { type GivenDimensions, giveDimensions } from '../../html/give-dimensions.js'
import { HtmlSources } from '../../html/html-source.js'
import { policyFile } from '../../html/policy-file.js'
import { servedTexts } from '../../html/served-texts.js'
import { servedViews } from '../../html/served-views.js'
import { type SourceFile, sourcePages } from '../../html/source-pages.js'
import type { PageShift } from './page-shifts.js'
import { type ReservedHeight, reserveHeights } from './reserve-heights.js'

/** An HTML file as one of the candidates leaves it. */
export interface Edited extends SourceFile {
  readonly text: string
}
export interface DimensionedFile extends Edited {
  readonly given: readonly GivenDimensions[]
}
export interface ReservingFile extends Edited {
  readonly reserved: readonly ReservedHeight[]
}

export interface PreparedFiles {
  readonly dimensioned: readonly DimensionedFile[]
  readonly reserving: readonly ReservingFile[]
  readonly refusals: readonly Refusal[]
}

/** The HTML files of the measured pages as each candidate would leave them; files that it would leave as they are left out. */
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
  for (const source of files) {
    const { file, pages } = source
    const html = await workspace.readText(file)
    const views = servedViews(observation, pages)
    const ratios = configuration.dimensions.ratioInStyle && policy === null
    const pictures = await giveDimensions(html, file, views, textOf, ratios)
    if (pictures.given.length > 0) dimensioned.push({ ...source, ...pictures })
    const own = shifts.filter(({ page }) => pages.some(({ id }) => id === page.id))
    const surveys = views.flatMap(view => view.surveys)
    const blocks = reserveHeights(html, file, own, surveys, configuration.reservedHeight.minimum)
    refusals.push(...pictures.refusals, ...blocks.refusals)
    if (blocks.reserved.length === 0) continue
    if (policy === null) reserving.push({ ...source, ...blocks })
    else
      refusals.push({ subject: policy, reason: 'sends a Content Security Policy, which may keep styles out of pages' })
  }
  return { dimensioned, reserving, refusals }
}
