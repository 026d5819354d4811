import MagicString from 'magic-string'
import type { ActuatorContext, Refusal } from '../../../../model/actuator.js'
import type { ReadableWorkspace } from '../../../../model/change.js'
import type { PageTarget } from '../../../../model/target.js'
import { withoutOwnSize } from '../../../html/give-dimensions.js'
import { observedPages } from '../../../html/observed-pages.js'
import { servedTexts } from '../../../html/served-texts.js'
import type { SourceText } from '../../../markup/source-text.js'
import type { DimensionedFile, HeldPicture } from '../edited-file.js'
import { isPushedBy, type PageShift } from '../page-shifts.js'
import { attributeShowings } from './attribute-showings.js'
import { closedPlaces } from './closed-places.js'
import { holdBox } from './hold-box.js'
import { namedWidths } from './named-widths.js'
import { type ComponentImage, readComponents } from './read-components.js'
import { readSheets } from './sheets.js'
import { type PageSource, shownByComponents } from './shown-by-components.js'
import { hadSources } from './sources-when-seen.js'
import { stylesWork } from './style-policy.js'

export interface PreparedComponents {
  readonly dimensioned: readonly DimensionedFile[]
  readonly refusals: readonly Refusal[]
}

const LONGEST_SUBJECT = 60
const shortened = (subject: string): string =>
  subject.length > LONGEST_SUBJECT ? `${subject.slice(0, LONGEST_SUBJECT).trim()}…` : subject

/**
 * The modules and single-file components of a built project as they are once the boxes of their pictures are held: those on measured pages that a picture was
 * seen to move.
 *
 * @param sources the HTML files of the measured pages
 * @param policy a file by which a server sends a Content Security Policy, or null
 */
export const prepareComponents = async (
  context: ActuatorContext<'layout-stability'>,
  shifts: readonly PageShift[],
  sources: readonly PageSource[],
  policy: string | null,
  workspace: ReadableWorkspace,
): Promise<PreparedComponents> => {
  const { observation, configuration } = context
  const byPictures = shifts.filter(({ cause }) => cause === 'picture')
  const moving = new Set(byPictures.map(({ page }) => page.id))
  if (observation.bundle === null || moving.size === 0) return { dimensioned: [], refusals: [] }
  const { images, modules, refusals: unread } = await readComponents(observation.bundle, workspace)
  const refusals: Refusal[] = [...unread]
  const textOf = servedTexts(context.target, context.baseline)
  const sheets = await readSheets(observation, modules, sources, textOf, workspace)
  const isElsewhere = closedPlaces(modules, sources)
  const isStyled = stylesWork(policy, sources, modules)
  const pageOf = new Map(observedPages(observation).map(page => [page.id, page]))
  const given = new Map<SourceText, Given[]>()
  const seen = shownByComponents(observation, sources)
  const attributed = attributeShowings(images, seen)
  const told = new Set([...attributed.values()].flatMap(({ showings }) => showings))
  const untold = seen.filter(
    one =>
      !told.has(one) &&
      !one.image.hasDimensions &&
      byPictures.some(
        ({ page, ...shift }) =>
          page.id === one.page && isPushedBy(shift, { selectors: [one.image.selector], shown: [one.image.url] }),
      ),
  )
  for (const url of new Set(untold.map(({ image }) => image.url)))
    refusals.push({ subject: url, reason: 'no markup of the project that can be edited could be told to show it' })
  for (const [image, { showings, alone }] of attributed) {
    const shown = showings.filter(one => !one.image.hasDimensions)
    const pages = [...new Set(shown.map(({ page }) => page))]
    if (image.sized || !pages.some(page => moving.has(page))) continue
    const its = {
      selectors: [...new Set(shown.map(one => one.image.selector))],
      shown: [...new Set(shown.map(one => one.image.url))],
    }
    const pictures = shown.map(one => one.image)
    const own = await withoutOwnSize(pictures, pageOf.get(pages[0]!)!.path, textOf)
    const found =
      typeof own === 'string'
        ? own
        : await holdBox(image, pictures, {
            widthVaries: hadSources(image, pictures) || own.varies,
            styles: sheets(image.file.path),
            isElsewhere,
            styleAllowed: configuration.dimensions.ratioInStyle && isStyled(image),
            pushes: byPictures.some(shift => pages.includes(shift.page.id) && isPushedBy(shift, its)),
            alone,
            namedWidths: () =>
              image.addresses.length === 1
                ? namedWidths(image.addresses[0]!, pictures, workspace)
                : Promise.resolve(null),
          })
    const address = shortened(image.subject)
    if (typeof found === 'string') refusals.push({ subject: `${image.file.path}: ${address}`, reason: found })
    else if (found !== null)
      given.set(image.file, [
        ...(given.get(image.file) ?? []),
        {
          image,
          pages: pages.flatMap(page => pageOf.get(page) ?? []),
          dimensions: { ...found, address, ...its, ...(its.shown.length > 1 && { mostly: true }) },
        },
      ])
  }
  const dimensioned = [...given]
    .map(([file, its]) => edited(file, its))
    .toSorted((a, b) => a.file.localeCompare(b.file))
  return { dimensioned, refusals }
}

interface Given {
  readonly image: ComponentImage
  readonly pages: readonly PageTarget[]
  readonly dimensions: HeldPicture
}

const edited = ({ path, text }: SourceText, its: readonly Given[]): DimensionedFile => {
  const output = new MagicString(text)
  for (const { image, dimensions } of its)
    for (const insertion of image.write(dimensions)) output.appendLeft(insertion.at, insertion.text)
  const pages = [...new Map(its.flatMap(one => one.pages.map(page => [page.id, page] as const))).values()]
  return {
    file: path,
    pages: pages as [PageTarget, ...PageTarget[]],
    text: output.toString(),
    given: its.map(({ dimensions }) => dimensions),
  }
}
