import MagicString from 'magic-string'
import postcss, { type Declaration, type Rule } from 'postcss'
import valueParser from 'postcss-value-parser'
import type { Showing } from '../../../../instruments/images/inventory.js'
import type { Refusal } from '../../../../model/actuator.js'
import { messageOf } from '../../../../model/errors.js'
import type { AssetPipeline } from '../configuration.js'
import { type EncodedPicture, type OutputFile, withBasename } from '../plan/encoded-picture.js'
import type { Resolve } from '../plan/resolve.js'
import { narrowLimit, widestBoxes } from '../plan/sizes.js'
import type { Rewritten } from './rewritten.js'

export interface CssContext {
  readonly configuration: AssetPipeline
  readonly resolve: Resolve<EncodedPicture>
  showingsIn(encoded: EncodedPicture, file: string): readonly Showing[]
}

/** Adds `image-set()` after each background that is a known picture; the old declaration stays first, as the fallback. */
export const rewriteCss = (source: string, file: string, context: CssContext): Rewritten => {
  const output = new MagicString(source)
  const details: string[] = []
  const refusals: Refusal[] = []
  const used = new Set<EncodedPicture>()
  let root: postcss.Root
  try {
    root = postcss.parse(source)
  } catch (thrown) {
    return {
      text: source,
      details,
      refusals: [{ subject: file, reason: `not plain CSS (${messageOf(thrown)})` }],
      used: [],
    }
  }
  root.walkDecls(/^background(?:-image)?$/i, declaration => {
    const rule = declaration.parent
    if (rule?.type !== 'rule' || alreadySet(declaration) || isOverridden(declaration)) return
    const layers = readLayers(declaration.value, file, context)
    if (layers === null) return
    const subject = `${file}: ${(rule as Rule).selector}`
    const sized = sizingIn(rule as Rule, declaration)
    if (!sized) {
      refusals.push({ subject, reason: "the rule does not say the background's size, so other pixels could change it" })
      return
    }
    for (const layer of layers.pictures) used.add(layer)
    write(output, source, declaration, rule as Rule, layers, context)
    details.push(`${subject}: image-set() with ${layers.pictures.map(p => p.file.path).join(', ')}`)
  })
  return { text: output.toString(), details, refusals, used: [...used] }
}

/** The value of a `style` attribute, with `image-set()` declarations added; media queries are not possible there. */
export const rewriteStyleValue = (value: string, quote: string, file: string, context: CssContext): Rewritten => {
  const refusals: Refusal[] = []
  const details: string[] = []
  const used: EncodedPicture[] = []
  let added = ''
  let root: postcss.Root
  try {
    root = postcss.parse(value)
  } catch {
    return { text: value, details, refusals, used }
  }
  root.walkDecls(/^background(?:-image)?$/i, declaration => {
    const layers = readLayers(declaration.value, file, context)
    if (layers === null || /image-set\(/i.test(value)) return
    used.push(...layers.pictures)
    added += `${added === '' ? '' : '; '}background-image: ${layers.render('all', quote)}${declaration.important ? ' !important' : ''}`
    details.push(`${file}: style attribute: image-set() with ${layers.pictures.map(p => p.file.path).join(', ')}`)
  })
  if (added === '') return { text: value, details, refusals, used }
  return { text: `${value.trimEnd().replace(/;$/, '')}; ${added}`, details, refusals, used }
}

const alreadySet = (declaration: Declaration): boolean =>
  declaration.parent?.some(n => n.type === 'decl' && /^background/i.test(n.prop) && /image-set\(/i.test(n.value)) ??
  false

/** A background that a later declaration of the same rule replaces is only a fallback itself. */
const isOverridden = (declaration: Declaration): boolean => {
  for (let next = declaration.next(); next !== undefined; next = next.next())
    if (next.type === 'decl' && /^background(?:-image)?$/i.test(next.prop)) return true
  return false
}

/** Whether the rule itself says how large the background is painted, so that its own pixels do not. */
const sizingIn = (rule: Rule, declaration: Declaration): boolean => {
  const size = rule.nodes.find(n => n.type === 'decl' && n.prop === 'background-size')
  const value =
    size?.type === 'decl' ? size.value : /\/\s*([^,]+)/.exec(declaration.value.replace(/url\([^)]*\)/g, ''))?.[1]
  return value !== undefined && !/^\s*auto(?:\s+auto)?\s*$/.test(value)
}

type Media = 'narrow' | 'wide' | 'all'

interface Layers {
  readonly pictures: readonly EncodedPicture[]
  render(media: Media, quote: string): string
  /** Whether narrow viewports can do with other files than wide ones. */
  readonly differs: boolean
}

/** The images of a background's layers, or null where none is a known picture with smaller forms. */
const readLayers = (value: string, file: string, context: CssContext): Layers | null => {
  const pictures: EncodedPicture[] = []
  const layers = splitLayers(value).map(layer => {
    const node = layer.find(
      n =>
        n.type === 'function' &&
        (n.value.toLowerCase() === 'url' || /gradient$|^image|^cross-fade|^element/i.test(n.value)),
    )
    const text = node === undefined ? 'none' : valueParser.stringify(node)
    if (node?.type !== 'function' || node.value.toLowerCase() !== 'url') return { text }
    const inner = node.nodes[0]
    const reference = inner && (inner.type === 'string' || inner.type === 'word') ? inner.value : ''
    const encoded = context.resolve(reference, file)
    if (encoded === null || encoded.modern.length === 0) return { text }
    pictures.push(encoded)
    return { text, encoded, reference, showings: context.showingsIn(encoded, file) }
  })
  if (pictures.length === 0) return null
  const render = (media: Media, quote: string): string =>
    layers
      .map(l => (l.encoded ? imageSet(l.encoded, l.reference, l.showings, media, quote, context) : l.text))
      .join(', ')
  return { pictures, render, differs: render('narrow', '"') !== render('wide', '"') }
}

const splitLayers = (value: string): valueParser.Node[][] => {
  const layers: valueParser.Node[][] = [[]]
  for (const node of valueParser(value).nodes)
    if (node.type === 'div' && node.value === ',') layers.push([])
    else layers.at(-1)!.push(node)
  return layers
}

/**
 * Phones have dense screens: a narrow viewport gets the one file that serves the highest density. A wide one gets a choice by
 * resolution. Where media queries are not possible, the choice serves the wide box at 1x and whichever is larger, the wide box
 * or the narrow one at the highest density, above.
 */
const imageSet = (
  encoded: EncodedPicture,
  reference: string,
  showings: readonly Showing[],
  media: Media,
  quote: string,
  { configuration }: CssContext,
): string => {
  const { narrow, wide } = widestBoxes(showings)
  const dense = Math.max(...configuration.responsive.densities)
  const url = (file: OutputFile): string => `url(${quote}${withBasename(reference, file.path)}${quote})`
  const entries = encoded.modern.flatMap(source => {
    const atLeast = (pixels: number): OutputFile =>
      source.files.find(f => f.encoding.width >= pixels) ?? source.files.at(-1)!
    const wideOne = atLeast(wide ?? Number.POSITIVE_INFINITY)
    const narrowOne = atLeast((narrow ?? wide ?? Number.POSITIVE_INFINITY) * dense)
    const larger = narrowOne.encoding.width > wideOne.encoding.width ? narrowOne : wideOne
    const pair: [OutputFile, OutputFile] =
      media === 'narrow'
        ? [narrowOne, narrowOne]
        : media === 'all'
          ? [wideOne, larger]
          : [wideOne, atLeast((wide ?? Number.POSITIVE_INFINITY) * dense)]
    const one = `type(${quote}${source.type}${quote})`
    return pair[0] === pair[1] ? [`${url(pair[0])} ${one}`] : [`${url(pair[0])} ${one} 1x`, `${url(pair[1])} ${one} 2x`]
  })
  return `image-set(${entries.join(', ')})`
}

const write = (
  output: MagicString,
  source: string,
  declaration: Declaration,
  rule: Rule,
  layers: Layers,
  { configuration }: CssContext,
): void => {
  const quote = declaration.value.includes("'") ? "'" : '"'
  const start = declaration.source!.start!.offset
  const raw = source.slice(start, endOf(declaration))
  const lineStart = source.lastIndexOf('\n', start) + 1
  const indent = /^\s*$/.test(source.slice(lineStart, start)) ? source.slice(lineStart, start) : null
  const important = declaration.important ? ' !important' : ''
  const base = `background-image: ${layers.render('wide', quote)}${important}`
  const at = start + raw.replace(/;\s*$/, '').trimEnd().length
  output.appendLeft(at, indent === null ? `;${base}` : `;\n${indent}${base}`)
  if (!layers.differs) return
  const limit = narrowLimit(configuration.responsive.breakpoints) - 1
  const narrow = `background-image: ${layers.render('narrow', quote)}${important}`
  const ruleStart = rule.source!.start!.offset
  const ruleIndent = /(?:^|\n)([ \t]*)$/.exec(source.slice(0, ruleStart))?.[1] ?? ''
  const selector = rule.selector
  output.appendLeft(
    endOf(rule),
    indent === null
      ? `@media (max-width:${limit}px){${selector}{${narrow}}}`
      : `\n\n${ruleIndent}@media (max-width: ${limit}px) {\n${ruleIndent}  ${selector} {\n${ruleIndent}    ${narrow};\n${ruleIndent}  }\n${ruleIndent}}`,
  )
}

/** Offset just behind a node (its closing semicolon or brace included where it has one). */
const endOf = (node: Declaration | Rule): number => node.source!.end!.offset
