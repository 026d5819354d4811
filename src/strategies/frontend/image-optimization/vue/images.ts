import { parseExpression } from '@babel/parser'
import { escapePattern } from '../../../../system/escape-pattern.js'
import type { ElementSketch } from '../../../markup/selectors.js'
import type { SourceText } from '../plan/project.js'
import { readBlocks } from './blocks.js'
import { attributeOf, imagesIn, obstacleTo, sketchOf, type VueSurroundings } from './elements.js'
import { unreadStyles } from './styles.js'

/** An `<img>` of a component's template. */
export interface VueImage {
  readonly sketch: ElementSketch
  /** Whether it may be one that no element can be put around. */
  readonly stays: boolean
}

export const imagesOf = ({ path: file, text }: SourceText, around: VueSurroundings): readonly VueImage[] => {
  const template = /<img\b/.test(text) ? readBlocks(text).template : null
  if (template === null) return []
  const isUnread = unreadStyles(text) !== null
  return imagesIn(template).map(image => ({
    sketch: sketchOf(image, file, around),
    stays: isUnread || obstacleTo(image, around) !== null,
  }))
}

/** The `<img>` elements of a component whose `src` is bound, with what it says. */
export const imagesWithValues = (
  { path: file, text }: SourceText,
  around: VueSurroundings,
): readonly { readonly sketch: ElementSketch; readonly expression: string }[] => {
  const template = /<img\b/.test(text) ? readBlocks(text).template : null
  if (template === null) return []
  return imagesIn(template).flatMap(image => {
    const src = attributeOf(image, 'src')
    return src?.bound ? [{ sketch: sketchOf(image, file, around), expression: src.attribute.value ?? 'src' }] : []
  })
}

/** Those of them whose addresses are computed. */
export const computedImages = (component: SourceText, around: VueSurroundings): readonly ElementSketch[] =>
  imagesWithValues(component, around)
    .filter(({ expression }) => !isKnown(expression, component.text))
    .map(({ sketch }) => sketch)

/** Whether an expression is text, or a picture that the component imports. */
const isKnown = (code: string, component: string): boolean => {
  try {
    const expression = parseExpression(code)
    if (expression.type !== 'Identifier') return expression.type === 'StringLiteral'
    const imported = new RegExp(
      String.raw`\bimport\s+${escapePattern(expression.name)}\s+from\s*['"][^'"]+\.(?:jpe?g|jfif|png|gif|webp|avif|svg)\b`,
    )
    return imported.test(component)
  } catch {
    return false
  }
}
