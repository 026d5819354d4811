import MagicString from 'magic-string'
import { type DefaultTreeAdapterTypes, html } from 'parse5'
import type { Showing } from '../../../../instruments/images/inventory.js'
import type { Refusal } from '../../../../model/actuator.js'
import { parseMarkup } from '../../../html/parse-markup.js'
import { type EncodedPicture, formatName, withBasename } from '../plan/encoded-picture.js'
import { pageForbidsInlineStyles } from '../plan/inline-styles.js'
import type { Resolve } from '../plan/resolve.js'
import { srcset, type Treatment, type TreatmentContext, treat } from '../plan/treatment.js'
import { rewriteCss, rewriteStyleValue } from './css.js'
import { attributeWriter, factsOf, insertAttributes, placeOf } from './html-elements.js'
import { attribute, isElement, TEMPLATE } from './html-sketch.js'
import type { Rewritten, RewrittenMarkup, ShownAs } from './rewritten.js'

type Element = DefaultTreeAdapterTypes.Element
type Node = DefaultTreeAdapterTypes.Node

export interface HtmlContext extends TreatmentContext {
  readonly resolve: Resolve<EncodedPicture>
  /** The showings that this file may be the source of. */
  showingsIn(encoded: EncodedPicture, file: string): readonly Showing[]
}

/** Rewrites the pictures of an HTML page or template. Everything but the tags that change stays as it is, character for character. */
export const rewriteHtml = (source: string, file: string, context: HtmlContext): RewrittenMarkup => {
  const root = parseMarkup(source)
  const output = new MagicString(source)
  const details: string[] = []
  const refusals: Refusal[] = []
  const used = new Set<EncodedPicture>()
  const shown: ShownAs[] = []
  const inlineStyles = context.inlineStyles && !pageForbidsInlineStyles(source)
  const here = { ...context, inlineStyles, foreignEnds: openForeignEnds(root) }
  const note = (result: Rewritten): void => {
    details.push(...result.details)
    refusals.push(...result.refusals)
    for (const picture of result.used) used.add(picture)
  }
  const visit = (node: Node): void => {
    if (isElement(node)) {
      if (node.tagName === 'picture') return
      if (node.tagName === 'img') rewriteImage(node)
      if (node.tagName === 'style') rewriteSheet(node)
      if (!TEMPLATE.test(attribute(node, 'style') ?? '')) rewriteStyle(node)
    }
    if ('content' in node) visit(node.content)
    if ('childNodes' in node) for (const child of node.childNodes) visit(child)
  }
  const rewriteSheet = (node: Element): void => {
    const at = node.sourceCodeLocation
    if (!at?.startTag || !at.endTag) return
    const text = source.slice(at.startTag.endOffset, at.endTag.startOffset)
    const result = rewriteCss(text, file, here)
    if (result.text !== text) output.overwrite(at.startTag.endOffset, at.endTag.startOffset, result.text)
    note(result)
  }
  const rewriteStyle = (node: Element): void => {
    const at = node.sourceCodeLocation?.attrs?.style
    const value = attribute(node, 'style')
    if (!at || value === null || !/url\(/i.test(value)) return
    const raw = source.slice(at.startOffset, at.endOffset)
    const [, head, quote, inner] = /^([^=]*=\s*)(["'])([\s\S]*)\2$/.exec(raw) ?? []
    if (head === undefined || inner === undefined || inner.includes('&')) return
    const result = rewriteStyleValue(inner, quote === '"' ? "'" : '"', file, here)
    if (result.text !== inner) output.overwrite(at.startOffset, at.endOffset, head + quote + result.text + quote)
    note(result)
  }
  const rewriteImage = (node: Element): void => {
    const src = attribute(node, 'src')
    if (!node.sourceCodeLocation || src === null) return
    const found = treatImage(node, src, source, file, here)
    if (found === null) return
    if ('refused' in found) {
      refusals.push({ subject: `${file}: ${src}`, reason: found.refused })
      return
    }
    writeImage(output, source, node, src, found.treatment)
    used.add(found.encoded)
    shown.push({ picture: found.encoded, ...found.treatment })
    details.push(describe(file, src, found.treatment))
  }
  visit(root)
  return { text: output.toString(), details, refusals, used: [...used], shown }
}

/** What is to be written for an `<img>`; null where it shows no picture that was encoded. */
const treatImage = (
  node: Element,
  src: string,
  source: string,
  file: string,
  context: HtmlContext & { readonly foreignEnds: ReadonlySet<number> },
): { readonly treatment: Treatment; readonly encoded: EncodedPicture } | { readonly refused: string } | null => {
  if (TEMPLATE.test(src)) return { refused: 'its address is computed by the template' }
  const encoded = context.resolve(src, file)
  if (encoded === null) return null
  const { startOffset, endOffset } = node.sourceCodeLocation!
  const unquoted = source.slice(startOffset, endOffset).replace(/=\s*(?:"[^"]*"|'[^']*')/g, '')
  if (TEMPLATE.test(unquoted)) return { refused: 'template code inside the tag' }
  if (attribute(node, 'srcset') !== null || attribute(node, 'sizes') !== null)
    return { refused: 'it already names several sources' }
  const treatment = treat(
    encoded,
    context.showingsIn(encoded, file),
    { ...factsOf(node, endsForeignContent(node, context.foreignEnds)), isOne: !TEMPLATE.test(source) },
    context,
  )
  return 'refused' in treatment ? treatment : { treatment, encoded }
}

const writeImage = (output: MagicString, source: string, node: Element, src: string, treatment: Treatment): void => {
  const at = node.sourceCodeLocation!
  const write = attributeWriter(source, node)
  const reference = (path: string): string => withBasename(src, path)
  const added = new Map<string, string>()
  if (treatment.form === 'srcset')
    added.set('srcset', srcset(treatment.sources[0]!, reference)).set('sizes', treatment.sizes)
  for (const [name, value] of placeOf(treatment)) added.set(name, value)
  const loading = at.attrs?.loading
  if (treatment.loading !== null && loading)
    output.overwrite(loading.startOffset, loading.endOffset, write('loading', treatment.loading))
  else if (treatment.loading !== null) added.set('loading', treatment.loading)
  if (treatment.highPriority && attribute(node, 'fetchpriority') === null) added.set('fetchpriority', 'high')
  insertAttributes(output, source, node, added)
  if (treatment.form === 'srcset') return
  // `hidden`: browsers give <source> a box of its own, which would be an item of its own in a flex or grid container.
  const sources = treatment.sources.map(
    s =>
      `<source hidden ${s.type === null ? '' : `${write('type', s.type)} `}${write('srcset', srcset(s, reference))} ${write('sizes', treatment.sizes)}>`,
  )
  // Each belongs to the tag itself: where the next picture follows at once, this one is closed before that is opened.
  output.appendRight(at.startOffset, `<picture ${write('style', 'display: contents')}>${sources.join('')}`)
  output.appendLeft(at.endOffset, '</picture>')
}

export const describe = (file: string, subject: string, treatment: Treatment): string => {
  const formats = treatment.sources.map(s => `${formatName(s)} ${s.files.map(f => f.encoding.width).join('/')}`)
  const extras = [
    treatment.loading === null ? '' : `loading=${treatment.loading}`,
    treatment.highPriority ? 'high priority' : '',
    treatment.note === null ? '' : `not wrapped: ${treatment.note}`,
  ].filter(Boolean)
  return `${file}: ${subject} as ${[formats.join(', '), ...extras].join('; ')}`
}

/** Browsers end SVG and MathML at an `<img>`, but not at a `<picture>`. */
const endsForeignContent = (node: Element, foreign: ReadonlySet<number>): string | null =>
  foreign.has(node.sourceCodeLocation!.startOffset) ? 'it ends an SVG that is not closed' : null

/** Where elements of SVG and MathML end that have no end tag. */
const openForeignEnds = (root: Node): Set<number> => {
  const ends = new Set<number>()
  const visit = (node: Node): void => {
    const at = 'sourceCodeLocation' in node ? node.sourceCodeLocation : null
    if (isElement(node) && node.namespaceURI !== html.NS.HTML && at && !('endTag' in at && at.endTag))
      ends.add(at.endOffset)
    if ('content' in node) visit(node.content)
    if ('childNodes' in node) for (const child of node.childNodes) visit(child)
  }
  visit(root)
  return ends
}
