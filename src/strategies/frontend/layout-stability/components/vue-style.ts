import type { DefaultTreeAdapterTypes as Tree } from 'parse5'
import { attribute } from '../../../html/elements.js'
import type { ImageElement } from './image-element.js'
import { bound, expressionOf } from './vue-attributes.js'

/** Where the call ends that computes the ratio in a bound style, and the quotes that texts have there. */
export const ratioCall = (
  image: Tree.Element,
  text: string,
): { readonly end: number; readonly quote: string } | null => {
  const { attrs } = image.sourceCodeLocation!
  const at = attrs?.[':style'] ?? attrs?.['v-bind:style']
  if (at === undefined) return null
  const [, head, attributeQuote, code] =
    /^([^=]+=\s*(["']))([\s\S]*)["']$/.exec(text.slice(at.startOffset, at.endOffset)) ?? []
  const style = code === undefined ? null : expressionOf(code)
  if (head === undefined || style?.type !== 'ObjectExpression') return null
  for (const one of style.properties)
    if (
      one.type === 'ObjectProperty' &&
      one.key.type === 'Identifier' &&
      one.key.name === 'aspectRatio' &&
      one.value.type === 'CallExpression'
    )
      return { end: at.startOffset + head.length + one.value.end!, quote: attributeQuote === "'" ? '"' : "'" }
  return null
}

/** What an element's styles say of a ratio. */
export const ratioOf = (image: Tree.Element, text: string): ImageElement['ratio'] => {
  if (ratioCall(image, text) !== null) return 'computed'
  const styles = `${attribute(image, 'style') ?? ''} ${bound(image, 'style') ?? ''}`
  return /aspect-?ratio/i.test(styles) ? 'said' : null
}
