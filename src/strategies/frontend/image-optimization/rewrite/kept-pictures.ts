import MagicString from 'magic-string'
import type { DefaultTreeAdapterTypes as Tree } from 'parse5'
import type { Picture } from '../../../../instruments/images/inspect.js'
import type { Showing } from '../../../../instruments/images/inventory.js'
import { shownElements } from '../../../html/elements.js'
import { parseMarkup } from '../../../html/parse-markup.js'
import { changesItsAddress } from '../plan/own-attributes.js'
import { dimensionsOf, type ImageFacts, loadingFor, type TreatmentContext } from '../plan/treatment.js'
import { factsOf, insertAttributes, placeOf } from './html-elements.js'
import { attribute, isElement, TEMPLATE } from './html-sketch.js'

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
    if (node.tagName !== 'img') continue
    const facts = factsOf(node, null)
    const kept = keptIn(node, facts, file, context)
    if (kept === null) continue
    const added = attributesFor(facts, kept, context)
    if (added.size === 0) continue
    insertAttributes(output, source, node, added)
    details.push(
      `${file}: ${attribute(node, 'src')} stays as it is: ${[...added].map(one => one.join('=')).join(', ')}`,
    )
  }
  return { text: output.toString(), details }
}

const keptIn = (node: Tree.Element, facts: ImageFacts, file: string, context: KeptContext): KeptPicture | null => {
  const { sketch, attributes } = facts
  const src = attributes.get('src')
  if (src === undefined || !node.sourceCodeLocation || isOffered(node)) return null
  if ([...attributes.keys(), src].some(text => TEMPLATE.test(text))) return null
  if (changesItsAddress(attributes) ?? context.writers.writerOf(sketch, attributes)) return null
  return context.keptAt(src, file)
}

/** Whether others are offered beside it. */
const isOffered = (node: Tree.Element): boolean =>
  attribute(node, 'srcset') !== null || (isElement(node.parentNode!) && node.parentNode.tagName === 'picture')

const attributesFor = (
  facts: ImageFacts,
  { picture, showings }: KeptPicture,
  context: TreatmentContext,
): ReadonlyMap<string, string> => {
  const added = placeOf(dimensionsOf(picture, showings, facts, context))
  // What it says itself stands.
  const loading = facts.loading === null ? loadingFor(null, showings, context) : null
  return loading === null ? added : added.set('loading', loading)
}
