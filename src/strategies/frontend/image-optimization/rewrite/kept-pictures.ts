import MagicString from 'magic-string'
import type { DefaultTreeAdapterTypes as Tree } from 'parse5'
import type { Picture } from '../../../../instruments/images/inspect.js'
import type { Showing } from '../../../../instruments/images/inventory.js'
import { shownElements } from '../../../html/elements.js'
import { parseMarkup } from '../../../html/parse-markup.js'
import { changesItsAddress } from '../plan/own-attributes.js'
import { dimensionsOf, loadingFor, type TreatmentContext } from '../plan/treatment.js'
import { factsOf, insertAttributes } from './html-elements.js'
import { attribute, isElement, sketchOf, TEMPLATE } from './html-sketch.js'

/** A picture of the project that is not encoded anew, and where pages show it. */
export interface KeptPicture {
  readonly picture: Picture
  readonly showings: readonly Showing[]
}

export interface KeptContext extends TreatmentContext {
  /** The picture that an address in this file means; null where it is none, or one that others are offered beside. */
  keptAt(address: string, file: string): KeptPicture | null
}

/**
 * What images get whose pictures stay as they are, on pages that are rewritten for others: a place that is held, and, below the first view, a
 * later time. Otherwise a page whose other pictures have places would be painted sooner, and then be pushed about by these.
 */
export const rewriteKept = (
  source: string,
  file: string,
  context: KeptContext,
): { readonly text: string; readonly details: readonly string[] } => {
  const output = new MagicString(source)
  const details: string[] = []
  for (const node of shownElements(parseMarkup(source))) {
    const kept = node.tagName === 'img' ? keptIn(node, file, context) : null
    if (kept === null) continue
    const added = attributesFor(node, kept, context)
    if (added.size === 0) continue
    insertAttributes(output, source, node, added)
    details.push(
      `${file}: ${attribute(node, 'src')} stays as it is: ${[...added].map(one => one.join('=')).join(', ')}`,
    )
  }
  return { text: output.toString(), details }
}

const keptIn = (node: Tree.Element, file: string, context: KeptContext): KeptPicture | null => {
  const src = attribute(node, 'src')
  if (src === null || !node.sourceCodeLocation || isOffered(node)) return null
  const attributes = new Map(node.attrs.map(({ name, value }) => [name, value]))
  if ([...attributes.keys(), src].some(text => TEMPLATE.test(text))) return null
  if (changesItsAddress(attributes) ?? context.writers.writerOf(sketchOf(node), attributes)) return null
  return context.keptAt(src, file)
}

/** Whether others are offered beside it. */
const isOffered = (node: Tree.Element): boolean =>
  attribute(node, 'srcset') !== null || (isElement(node.parentNode!) && node.parentNode.tagName === 'picture')

const attributesFor = (
  node: Tree.Element,
  { picture, showings }: KeptPicture,
  context: TreatmentContext,
): ReadonlyMap<string, string> => {
  const facts = factsOf(node, null)
  const { width, height, aspectRatio } = dimensionsOf(picture, showings, facts, context)
  const firstView = showings.some(({ image }) => image.inFirstView || image.isLcp)
  const loading = facts.loading === null ? loadingFor(null, firstView, showings.length > 0, context) : null
  const values: Readonly<Record<string, string | null>> = {
    width: width === null ? null : `${width}`,
    height: height === null ? null : `${height}`,
    style: aspectRatio === null ? null : `aspect-ratio: ${aspectRatio}`,
    loading,
  }
  return new Map(Object.entries(values).flatMap(([name, value]) => (value === null ? [] : [[name, value]])))
}
