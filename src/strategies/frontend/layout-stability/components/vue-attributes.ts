import { parseExpression } from '@babel/parser'
import type * as t from '@babel/types'
import type { DefaultTreeAdapterTypes as Tree } from 'parse5'
import { attribute } from '../../../html/elements.js'

/** An attribute whose value is computed. */
export const bound = (element: Tree.Element, name: string): string | undefined =>
  attribute(element, `:${name}`) ?? attribute(element, `v-bind:${name}`)

export const has = (element: Tree.Element, name: string): boolean =>
  attribute(element, name) !== undefined || bound(element, name) !== undefined

/** The code in an attribute; null where it cannot be read. */
export const expressionOf = (code: string): t.Node | null => {
  try {
    return parseExpression(code, { plugins: ['typescript'] })
  } catch {
    return null
  }
}
