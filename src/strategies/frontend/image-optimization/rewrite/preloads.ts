import MagicString from 'magic-string'
import type { DefaultTreeAdapterTypes } from 'parse5'
import type { Refusal } from '../../../../model/actuator.js'
import { parseMarkup } from '../../../html/parse-markup.js'
import { attribute as jsxAttribute, literalOf, nameOf } from '../../../markup/jsx-elements.js'
import { parseModule, traverseModule } from '../../../markup/parse-module.js'
import { type EncodedPicture, type OutputFile, withBasename } from '../plan/encoded-picture.js'
import type { Resolve } from '../plan/resolve.js'
import { srcset } from '../plan/treatment.js'
import type { PaintedBy, ShownAs } from './rewritten.js'

export interface PreloadContext {
  readonly resolve: Resolve<EncodedPicture>
  /** How a picture is shown now, as far as it is one way wherever this file's pages show it; null: as before; else why it cannot be said. */
  shownAs(picture: EncodedPicture, file: string): ShownAs | PaintedBy | { readonly refused: string } | null
}

export interface RewrittenPreloads {
  readonly text: string
  readonly details: readonly string[]
  readonly refusals: readonly Refusal[]
}

interface Names {
  readonly set: string
  readonly sizes: string
  /** A value between its quotes. */
  escaped(value: string): string
}

const IN_HTML: Names = {
  set: 'imagesrcset',
  sizes: 'imagesizes',
  escaped: value => value.replaceAll('&', '&amp;').replaceAll('"', '&quot;'),
}
const IN_JSX: Names = { set: 'imageSrcSet', sizes: 'imageSizes', escaped: value => value.replaceAll('"', '&quot;') }

/** A preload of a picture: where its attributes stand in the source. */
interface Preload {
  readonly href: string
  readonly at: Place
  readonly type: Place | null
  /** The whole tag, where it can stand there twice. */
  readonly tag: Place | null
}

interface Place {
  readonly start: number
  readonly end: number
}

/** Has preloads of pictures ask for what is shown now: of what a `<picture>` offers, the format that most browsers take, for those that know it. */
export const rewritePreloads = (source: string, file: string, context: PreloadContext): RewrittenPreloads => {
  if (!/\bpreload\b/.test(source)) return { text: source, details: [], refusals: [] }
  const isModule = /\.[cm]?[jt]sx?$/.test(file)
  const names = isModule ? IN_JSX : IN_HTML
  const output = new MagicString(source)
  const details: string[] = []
  const refusals: Refusal[] = []
  for (const preload of isModule ? preloadsInJsx(source, file) : preloadsInHtml(source)) {
    const { href, at, type } = preload
    const picture = context.resolve(href, file)
    const shown = picture === null ? null : context.shownAs(picture, file)
    if (shown === null) continue
    const subject = `${file}: preload of ${href}`
    if ('refused' in shown) {
      refusals.push({ subject, reason: shown.refused })
      continue
    }
    if (shown.form === 'background') {
      const tags = backgroundTags(source, preload, shown, names)
      if (tags === null)
        refusals.push({ subject, reason: 'it is shown by styles, as a choice that it cannot make there' })
      else {
        output.overwrite(preload.tag!.start, preload.tag!.end, tags.join(lineBefore(source, preload.tag!.start)))
        details.push(`${subject}: of what backgrounds are painted with now`)
      }
      continue
    }
    const [first] = shown.sources
    if (first === undefined) continue
    const value = (name: string, text: string): string => `${name}="${names.escaped(text)}"`
    const offered = shown.form === 'picture' && first.type !== null ? first.type : null
    const attributes = [
      value(
        names.set,
        srcset(first, path => withBasename(href, path)),
      ),
      value(names.sizes, shown.sizes),
      ...(offered !== null && type === null ? [value('type', offered)] : []),
    ]
    output.overwrite(at.start, at.end, attributes.join(' '))
    if (type !== null) output.overwrite(type.start, type.end, value('type', offered ?? first.type ?? 'image/*'))
    details.push(`${subject}: of what is shown now${offered === null ? '' : `, in browsers that know ${offered}`}`)
  }
  return { text: output.toString(), details, refusals }
}

/** A tag for each choice; null where there can be no more than one, or where it has a condition of its own. */
const backgroundTags = (
  source: string,
  { href, at, type, tag }: Preload,
  { choices }: PaintedBy,
  names: Names,
): readonly string[] | null => {
  if (tag === null || /\smedia\s*=/i.test(source.slice(tag.start, tag.end))) return null
  const address = (file: OutputFile): string => file.address ?? withBasename(href, file.path)
  return choices.map(choice => {
    const { single, double, media } = choice
    const wanted = [
      single === double
        ? `href="${names.escaped(address(single))}"`
        : `${names.set}="${names.escaped(`${address(single)} 1x, ${address(double)} 2x`)}"`,
      ...(choice.type === null ? [] : [`type="${choice.type}"`]),
      ...(media === null ? [] : [`media="${media}"`]),
    ].join(' ')
    const text = new MagicString(source)
    text.overwrite(at.start, at.end, wanted)
    // With the space before it.
    if (type !== null) text.remove(type.start - 1, type.end)
    return text.slice(tag.start, tag.end)
  })
}

/** What parts a tag from another before it: a line like its own, or nothing. */
const lineBefore = (source: string, start: number): string => /\r?\n[ \t]*$/.exec(source.slice(0, start))?.[0] ?? ''

const isPreload = (valueIn: (name: string) => string | null): boolean =>
  /(?:^|\s)preload(?:\s|$)/i.test(valueIn('rel') ?? '') && valueIn('as')?.toLowerCase() === 'image'

const preloadsInHtml = (source: string): Preload[] => {
  const root = parseMarkup(source)
  const found: Preload[] = []
  const visit = (node: DefaultTreeAdapterTypes.Node): void => {
    if ('tagName' in node && node.tagName === 'link') {
      const valueIn = (name: string): string | null => node.attrs.find(a => a.name === name)?.value ?? null
      const places = node.sourceCodeLocation?.attrs
      const href = valueIn('href')
      if (isPreload(valueIn) && href !== null && valueIn('imagesrcset') === null && places?.href)
        found.push({
          href,
          at: placeOf(places.href),
          type: places.type ? placeOf(places.type) : null,
          tag: placeOf(node.sourceCodeLocation!),
        })
    }
    if ('content' in node) visit(node.content)
    if ('childNodes' in node) for (const child of node.childNodes) visit(child)
  }
  visit(root)
  return found
}

const placeOf = ({ startOffset, endOffset }: { startOffset: number; endOffset: number }) => ({
  start: startOffset,
  end: endOffset,
})

const preloadsInJsx = (source: string, file: string): Preload[] => {
  const tree = parseModule(source, file)
  if ('refused' in tree) return []
  const found: Preload[] = []
  traverseModule(tree, {
    JSXElement({ node }) {
      if (nameOf(node) !== 'link' || jsxAttribute(node, 'imageSrcSet')) return
      const valueIn = (name: string): string | null => {
        const value = jsxAttribute(node, name)?.value
        return value ? literalOf(value.type === 'JSXExpressionContainer' ? value.expression : value) : null
      }
      const [href, type] = [jsxAttribute(node, 'href'), jsxAttribute(node, 'type')]
      const address = valueIn('href')
      if (isPreload(valueIn) && address !== null && href)
        found.push({
          href: address,
          at: { start: href.start!, end: href.end! },
          type: type ? { start: type.start!, end: type.end! } : null,
          // Two elements need something around them.
          tag: null,
        })
    },
  })
  return found
}
