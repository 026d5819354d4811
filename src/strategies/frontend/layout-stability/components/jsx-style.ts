import type * as t from '@babel/types'
import { textOf } from '../../../markup/jsx-elements.js'
import type { ImageElement } from './image-element.js'

const nameOfKey = (property: t.ObjectExpression['properties'][number]): string | null =>
  property.type !== 'ObjectProperty' || property.computed
    ? null
    : property.key.type === 'Identifier'
      ? property.key.name
      : property.key.type === 'StringLiteral'
        ? property.key.value
        : null

/** A style as an object, where it is written as one. */
export const objectOf = (style: t.JSXAttribute | null): t.ObjectExpression | null =>
  style?.value?.type === 'JSXExpressionContainer' && style.value.expression.type === 'ObjectExpression'
    ? style.value.expression
    : null

/** The property of a style that says a ratio, where that is an object. */
const ratioProperty = (style: t.JSXAttribute | null): t.ObjectExpression['properties'][number] | undefined =>
  objectOf(style)?.properties.find(one => /^aspect-?ratio$/i.test(nameOfKey(one) ?? ''))

/** The call that computes the ratio in a style. */
export const ratioCall = (style: t.JSXAttribute | null): t.CallExpression | null => {
  const property = ratioProperty(style)
  return property?.type === 'ObjectProperty' && property.value.type === 'CallExpression' ? property.value : null
}

/** What a style says of a ratio. */
export const ratioOf = (style: t.JSXAttribute | null): ImageElement['ratio'] => {
  if (ratioCall(style) !== null) return 'computed'
  return ratioProperty(style) !== undefined || /aspect-ratio/i.test(textOf(style)) ? 'said' : null
}
