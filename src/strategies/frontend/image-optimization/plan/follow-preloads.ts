import { rewritePreloads } from '../rewrite/preloads.js'
import type { ShownAs } from '../rewrite/rewritten.js'
import { dataAddress } from './data-pictures.js'
import type { EncodedPicture } from './encoded-picture.js'
import type { Project } from './project.js'
import type { Resolve } from './resolve.js'

interface Rewritten {
  readonly texts: Map<string, string>
  readonly used: ReadonlySet<EncodedPicture>
  /** How pictures are shown by `<img>`, by the files that show them. */
  readonly shown: readonly (ShownAs & { readonly file: string })[]
  readonly details: string[]
  readonly refusals: { subject: string; reason: string }[]
}

/** Has the preloads in pages and modules follow the pictures that have been given other sources. */
export const followPreloads = (
  project: Project,
  rewritten: Rewritten,
  resolve: Resolve<EncodedPicture>,
  /** Whether a build reads the addresses in pages: not all of them read those of a preload of several. */
  bundles: boolean,
): void => {
  const shownAs = (picture: EncodedPicture, file: string) => {
    if (!rewritten.used.has(picture)) return null
    if (bundles && dataAddress(picture.file) === null && project.packages['html-loader'] === undefined)
      return { refused: 'the build gives the picture another address, which it may not do for several of them' }
    const all = rewritten.shown.filter(s => s.picture === picture)
    const own = all.filter(s => s.file === file)
    const [first, ...others] = own.length > 0 ? own : all
    if (first === undefined) return { refused: 'it is shown by styles, as a choice that a preload cannot make' }
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
