import type MagicString from 'magic-string'
import type { DefaultTreeAdapterTypes as Tree } from 'parse5'
import type { ImageFacts, Treatment } from '../plan/treatment.js'
import { attribute, sketchOf } from './html-sketch.js'

/** What its markup says of an `<img>`. */
export const factsOf = (node: Tree.Element, obstacle: string | null): ImageFacts => ({
  sketch: sketchOf(node),
  attributes: new Map(node.attrs.map(a => [a.name, a.value])),
  obstacle,
  hasWidth: attribute(node, 'width') !== null,
  hasHeight: attribute(node, 'height') !== null,
  loading: attribute(node, 'loading'),
  hasStyle: attribute(node, 'style') !== null,
})

/** Writes attributes (`name="value"`) in the quotes that a tag has already. */
export const attributeWriter = (source: string, node: Tree.Element): ((name: string, value: string) => string) => {
  const tag = tagOf(source, node)
  const quote = /=\s*'/.test(tag) && !/=\s*"/.test(tag) ? "'" : '"'
  return (name, value) =>
    `${name}=${quote}${value.replaceAll('&', '&amp;').replaceAll(quote, quote === '"' ? '&quot;' : '&#39;')}${quote}`
}

/** The attributes that hold an image's place. */
export const placeOf = ({
  width,
  height,
  aspectRatio,
}: Pick<Treatment, 'width' | 'height' | 'aspectRatio'>): Map<string, string> => {
  const place = new Map<string, string>()
  if (width !== null) place.set('width', String(width))
  if (height !== null) place.set('height', String(height))
  if (aspectRatio !== null) place.set('style', `aspect-ratio: ${aspectRatio}`)
  return place
}

/** Adds attributes that the element does not have. Whatever follows its name, and however the tag ends, stays as it was. */
export const insertAttributes = (
  output: MagicString,
  source: string,
  node: Tree.Element,
  attributes: ReadonlyMap<string, string>,
): void => {
  if (attributes.size === 0) return
  const write = attributeWriter(source, node)
  // `image` is a name for it too.
  const named = /^<[a-z]+/i.exec(tagOf(source, node))?.[0] ?? '<img'
  const added = [...attributes].map(([name, value]) => ` ${write(name, value)}`)
  output.appendLeft(node.sourceCodeLocation!.startOffset + named.length, added.join(''))
}

const tagOf = (source: string, node: Tree.Element): string => {
  const { startOffset, endOffset } = node.sourceCodeLocation!
  return source.slice(startOffset, endOffset)
}
