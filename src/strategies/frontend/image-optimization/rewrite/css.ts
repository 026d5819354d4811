import MagicString from 'magic-string'
import postcss, { type Declaration, type Rule } from 'postcss'
import valueParser from 'postcss-value-parser'
import type { Showing } from '../../../../instruments/images/inventory.js'
import type { Refusal } from '../../../../model/actuator.js'
import { messageOf } from '../../../../model/errors.js'
import { parseSheet } from '../../../html/parse-sheet.js'
import type { AssetPipeline } from '../configuration.js'
import { type EncodedPicture, type OutputFile, withBasename } from '../plan/encoded-picture.js'
import type { Resolve } from '../plan/resolve.js'
import { narrowLimit } from '../plan/sizes.js'
import { backgroundChoices, type Media } from './background-choice.js'
import type { Rewritten } from './rewritten.js'

export interface CssContext {
  readonly configuration: AssetPipeline
  readonly resolve: Resolve<EncodedPicture>
  showingsIn(encoded: EncodedPicture, file: string): readonly Showing[]
}

/** Adds `image-set()` after each background that is a known picture; the old declaration stays first, as the fallback. */
export const rewriteCss = (source: string, file: string, context: CssContext): Rewritten => {
  // The parser leaves a byte order mark out of its count of places.
  if (!source.startsWith('\uFEFF')) return rewritePlain(source, file, context)
  const rewritten = rewritePlain(source.slice(1), file, context)
  return { ...rewritten, text: `\uFEFF${rewritten.text}` }
}

const rewritePlain = (source: string, file: string, context: CssContext): Rewritten => {
  const output = new MagicString(source)
  const details: string[] = []
  const refusals: Refusal[] = []
  const used = new Set<EncodedPicture>()
  let root: postcss.Root
  try {
    root = parseSheet(source, file)
  } catch (thrown) {
    return {
      text: source,
      details,
      refusals: namesPicture(source, file, context)
        ? [{ subject: file, reason: `it cannot be read as a style sheet (${messageOf(thrown)})` }]
        : [],
      used: [],
    }
  }
  root.walkDecls(/^background(?:-image)?$/i, declaration => {
    const rule = declaration.parent
    if (rule?.type !== 'rule' || !isForAll(declaration) || alreadySet(declaration) || isOverridden(declaration)) return
    const layers = readLayers(declaration, file, context)
    if (layers === null) return
    const subject = `${file}: ${selectorOf(rule as Rule)}`
    const refuse = (reason: string): void => {
      refusals.push({ subject, reason })
    }
    if ('refused' in layers) return refuse(layers.refused)
    if (hasLineComment(declaration)) return refuse('a comment stands in its value')
    if (isInKeyframes(rule as Rule)) return refuse('an animation changes it, and its steps can hold no media query')
    if (layers.sizes.some(size => size !== 'sized'))
      return refuse("the rule does not say the background's size, so other pixels could change it")
    for (const layer of layers.pictures) used.add(layer)
    write(output, source, declaration, rule as Rule, layers, context)
    details.push(`${subject}: image-set() with ${layers.pictures.map(p => p.file.path).join(', ')}`)
  })
  return { text: output.toString(), details, refusals, used: [...used] }
}

/** Whether it shows a picture that could be made smaller: a sheet that does not is of no concern here. */
const namesPicture = (source: string, file: string, { resolve }: CssContext): boolean =>
  [...source.matchAll(/url\(\s*(["']?)([^"')]+)\1\s*\)/gi)].some(
    ([, , reference]) => resolve(reference!, file) !== null,
  )

/** What is written behind a comment that ends with its line would be part of it. */
const hasLineComment = ({ raws }: Declaration): boolean => raws.value !== undefined && 'scss' in raws.value

/** The selector on one line, without the comments that stand in it. */
const selectorOf = ({ selector }: Rule): string => selector.replace(/\s*\n\s*/g, ' ')

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
    if (/image-set\(/i.test(value) || !isForAll(declaration) || isOverridden(declaration)) return
    const layers = readLayers(declaration, file, context)
    if (layers === null) return
    const subject = `${file}: ${declaration.toString()}`
    if ('refused' in layers) {
      refusals.push({ subject, reason: layers.refused })
      return
    }
    if (
      !layers.sizes.every(
        (size, i) => size === 'sized' || (size === 'elsewhere' && isSeenSized(layers.pictures[i]!, file, context)),
      )
    ) {
      refusals.push({ subject, reason: "nothing says the background's size, so other pixels could change it" })
      return
    }
    used.push(...layers.pictures)
    added += `${added === '' ? '' : '; '}background-image: ${layers.render('all', quote)}${declaration.important ? ' !important' : ''}`
    details.push(`${file}: style attribute: image-set() with ${layers.pictures.map(p => p.file.path).join(', ')}`)
  })
  if (added === '') return { text: value, details, refusals, used }
  return { text: `${value.trimEnd().replace(/;$/, '')}; ${added}`, details, refusals, used }
}

/** Whether every element that was seen with this background has a size for it: a rule elsewhere says so. */
const isSeenSized = (picture: EncodedPicture, file: string, context: CssContext): boolean => {
  const seen = context.showingsIn(picture, file).filter(s => s.image.via === 'css-background')
  return seen.length > 0 && seen.every(s => isSize(s.image.objectFit) && s.image.objectFit !== 'fill')
}

const isInKeyframes = (rule: Rule): boolean => {
  for (let at: postcss.Container | postcss.Document | undefined = rule.parent; at !== undefined; at = at.parent)
    if (at.type === 'atrule' && /keyframes$/i.test((at as postcss.AtRule).name)) return true
  return false
}

const alreadySet = (declaration: Declaration): boolean =>
  declaration.parent?.some(n => n.type === 'decl' && /^background/i.test(n.prop) && /image-set\(/i.test(n.value)) ??
  false

/** `*background` was for one old browser; to all others it is an error, and nothing. */
const isForAll = ({ raws }: Declaration): boolean => !/\S/.test((raws.before ?? '').replace(/\/\*[\s\S]*?\*\//g, ''))

/** A background that a later declaration of the same rule replaces is only a fallback itself. */
const isOverridden = (declaration: Declaration): boolean => {
  for (let next = declaration.next(); next !== undefined; next = next.next())
    if (next.type === 'decl' && /^background(?:-image)?$/i.test(next.prop) && isForAll(next)) return true
  return false
}

const isSize = (value: string): boolean =>
  !/^\s*(?:auto(?:\s+auto)?|initial|unset|revert|revert-layer|inherit)?\s*$/i.test(value)

/**
 * What the same block says of a layer's size. `sized`: something other than the picture's own; `natural`: the picture's own, which the
 * shorthand says where it says nothing; `elsewhere`: it is left to other rules.
 */
type LayerSize = 'sized' | 'natural' | 'elsewhere'

const sizeOfLayer = (declaration: Declaration, layer: readonly valueParser.Node[], index: number): LayerSize => {
  const shorthand = declaration.prop.toLowerCase() === 'background'
  const block = declaration.parent!.nodes ?? []
  // A shorthand resets what stood before it.
  const sizes = block.filter(
    (n, i): n is Declaration =>
      n.type === 'decl' &&
      n.prop.toLowerCase() === 'background-size' &&
      isForAll(n) &&
      (!shorthand || i > block.indexOf(declaration) || n.important === true),
  )
  const said = sizes.findLast(n => n.important) ?? sizes.at(-1)
  if (said !== undefined) {
    const list = splitLayers(said.value).map(nodes => valueParser.stringify(nodes))
    return isSize(list[index % list.length] ?? '') ? 'sized' : 'natural'
  }
  if (!shorthand) return 'elsewhere'
  const slash = layer.findIndex(n => n.type === 'div' && n.value === '/')
  const size = slash < 0 ? '' : valueParser.stringify(layer.slice(slash + 1))
  return slash >= 0 && /^\s*(?:cover|contain|[\d.]|calc|min|max|clamp|auto\s+[\d.])/i.test(size) ? 'sized' : 'natural'
}

interface Layers {
  readonly pictures: readonly EncodedPicture[]
  /** What is said of the size of each of the pictures. */
  readonly sizes: readonly LayerSize[]
  render(media: Media, quote: string): string
  /** Whether narrow viewports can do with other files than wide ones. */
  readonly differs: boolean
}

/** The images of a background's layers, or null where none is a known picture with smaller forms. */
const readLayers = (
  declaration: Declaration,
  file: string,
  context: CssContext,
): Layers | { readonly refused: string } | null => {
  const pictures: EncodedPicture[] = []
  const sizes: LayerSize[] = []
  const shorthand = declaration.prop.toLowerCase() === 'background'
  // A stray byte makes the declaration nothing, whatever else it says.
  if ([...declaration.value].some(character => character < ' ' && !/\s/.test(character))) return null
  // More than an image in a layer is an error there, and so the whole declaration nothing.
  if (!shorthand && splitLayers(declaration.value).some(layer => layer.filter(isSaid).length !== 1)) return null
  const layers = splitLayers(declaration.value).map((layer, index) => {
    const node = layer.find(
      n =>
        n.type === 'function' &&
        (n.value.toLowerCase() === 'url' || /gradient$|^image|^cross-fade|^element/i.test(n.value)),
    )
    const text = shorthand
      ? node === undefined
        ? 'none'
        : valueParser.stringify(node)
      : valueParser.stringify(layer as valueParser.Node[]).trim()
    if (node?.type !== 'function' || node.value.toLowerCase() !== 'url') return { text }
    const inner = node.nodes[0]
    const reference = inner && (inner.type === 'string' || inner.type === 'word') ? inner.value : ''
    const encoded = context.resolve(reference, file)
    if (encoded === null || encoded.modern.length === 0) return { text }
    pictures.push(encoded)
    sizes.push(sizeOfLayer(declaration, layer, index))
    return { text, encoded, reference, showings: context.showingsIn(encoded, file) }
  })
  if (pictures.length === 0) return null
  if (shorthand && /\b(?:var|env|attr)\(/i.test(declaration.value))
    return { refused: 'a custom property in the shorthand may be another of its layers' }
  const render = (media: Media, quote: string): string =>
    layers
      .map(l => (l.encoded ? imageSet(l.encoded, l.reference, l.showings, media, quote, context) : l.text))
      .join(', ')
  return { pictures, sizes, render, differs: render('narrow', '"') !== render('wide', '"') }
}

const isSaid = (node: valueParser.Node): boolean => node.type !== 'space' && node.type !== 'comment'

const splitLayers = (value: string): valueParser.Node[][] => {
  const layers: valueParser.Node[][] = [[]]
  for (const node of valueParser(value).nodes)
    if (node.type === 'div' && node.value === ',') layers.push([])
    else layers.at(-1)!.push(node)
  return layers
}

/**
 * The old file is the last of the choice: a browser that knows the notation takes the whole declaration, and may know none of the formats.
 */
const imageSet = (
  encoded: EncodedPicture,
  reference: string,
  showings: readonly Showing[],
  media: Media,
  quote: string,
  { configuration }: CssContext,
): string => {
  const named = (address: string): string => `url(${quote}${address}${quote})`
  const url = (file: OutputFile): string => named(file.address ?? withBasename(reference, file.path))
  const entries = backgroundChoices(encoded, showings, media, configuration).flatMap(choice => {
    const type = choice.type === null ? '' : ` type(${quote}${choice.type}${quote})`
    if (choice.single !== choice.double) return [`${url(choice.single)}${type} 1x`, `${url(choice.double)}${type} 2x`]
    return [`${url(choice.single)}${type}${type === '' ? ' 1x' : ''}`]
  })
  // What a CDN gives is in a format that the browser knows.
  const old = encoded.modern.some(source => source.type === null)
    ? []
    : [named(withBasename(reference, encoded.file.path))]
  return `image-set(${[...entries, ...old].join(', ')})`
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
  const selector = selectorOf(rule)
  const step =
    indent?.startsWith(ruleIndent) && indent.length > ruleIndent.length ? indent.slice(ruleIndent.length) : '  '
  output.appendLeft(
    endOf(rule),
    indent === null
      ? `@media (max-width:${limit}px){${selector}{${narrow}}}`
      : `\n\n${ruleIndent}@media (max-width: ${limit}px) {\n${ruleIndent}${step}${selector} {\n${ruleIndent}${step}${step}${narrow};\n${ruleIndent}${step}}\n${ruleIndent}}`,
  )
}

/** Offset just behind a node (its closing semicolon or brace included where it has one). */
const endOf = (node: Declaration | Rule): number => node.source!.end!.offset
