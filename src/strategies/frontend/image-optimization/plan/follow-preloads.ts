import type { AssetPipeline } from '../configuration.js'
import { backgroundChoices } from '../rewrite/background-choice.js'
import { rewritePreloads } from '../rewrite/preloads.js'
import type { PaintedBy, ShownAs } from '../rewrite/rewritten.js'
import { dataAddress } from './data-pictures.js'
import type { EncodedPicture } from './encoded-picture.js'
import type { Project } from './project.js'
import type { Resolve } from './resolve.js'
import { narrowLimit } from './sizes.js'

interface Rewritten {
  readonly texts: Map<string, string>
  readonly used: ReadonlySet<EncodedPicture>
  /** How pictures are shown by `<img>`, by the files that show them. */
  readonly shown: readonly (ShownAs & { readonly file: string })[]
  /** Those that rules of style sheets paint backgrounds with. */
  readonly backgrounds: ReadonlySet<EncodedPicture>
  /** Those that styles of elements do. */
  readonly styled: ReadonlySet<EncodedPicture>
  readonly details: string[]
  readonly refusals: { subject: string; reason: string }[]
}

/** What is painted where, as the rules say that `image-set()` was added to. */
const paintedBy = (picture: EncodedPicture, configuration: AssetPipeline): PaintedBy => {
  const [narrow, wide] = (['narrow', 'wide'] as const).map(
    media => backgroundChoices(picture, picture.file.showings, media, configuration)[0]!,
  )
  const isSame = narrow!.single === wide!.single && narrow!.double === wide!.double
  const condition = `(max-width: ${narrowLimit(configuration.responsive.breakpoints) - 1}px)`
  return {
    form: 'background',
    picture,
    choices: isSame
      ? [{ ...wide!, media: null }]
      : [
          { ...narrow!, media: condition },
          { ...wide!, media: `not all and ${condition}` },
        ],
  }
}

/** Has the preloads in pages and modules follow the pictures that have been given other sources. */
export const followPreloads = (
  project: Project,
  rewritten: Rewritten,
  resolve: Resolve<EncodedPicture>,
  /** Whether a build reads the addresses in pages: not all of them read those of a preload of several. */
  bundles: boolean,
  configuration: AssetPipeline,
): void => {
  const shownAs = (picture: EncodedPicture, file: string) => {
    if (!rewritten.used.has(picture)) return null
    if (bundles && dataAddress(picture.file) === null && project.packages['html-loader'] === undefined)
      return { refused: 'the build gives the picture another address, which it may not do for several of them' }
    const all = rewritten.shown.filter(s => s.picture === picture)
    const own = all.filter(s => s.file === file)
    const [first, ...others] = own.length > 0 ? own : all
    if (first === undefined)
      return rewritten.styled.has(picture)
        ? { refused: 'it is shown by styles of elements, as a choice that a preload cannot make' }
        : paintedBy(picture, configuration)
    if (rewritten.backgrounds.has(picture))
      return { refused: 'it is shown in several ways, of which a preload can ask for one' }
    return others.every(o => o.sizes === first.sizes && o.form === first.form)
      ? first
      : { refused: 'it is shown in several sizes, of which a preload can ask for one' }
  }
  for (const source of [...project.pages, ...project.modules]) {
    const text = rewritten.texts.get(source.path) ?? source.text
    const made = rewritePreloads(text, source.path, { resolve, shownAs })
    if (made.text !== text) rewritten.texts.set(source.path, made.text)
    rewritten.details.push(...made.details)
    rewritten.refusals.push(...made.refusals)
  }
}
