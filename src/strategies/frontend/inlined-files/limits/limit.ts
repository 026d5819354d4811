import type * as t from '@babel/types'
import type { Refusal } from '../../../../model/actuator.js'
import type { Replacement } from '../../../build-config/literals.js'
import { keyOf } from '../../../build-config/literals.js'

/** A place in a configuration that has files put into the code, and what ends that. */
export interface Limit {
  readonly replacement: Replacement
  /** Bytes up to which files stay in the code afterwards; 0 where none does. */
  readonly keeps: number
  /** Whether it has a say in files of this ending (`woff2`). */
  takes(ending: string): boolean
}

/** What a configuration says of files in the code. */
export interface Limits {
  readonly limits: readonly Limit[]
  readonly refusals: readonly Refusal[]
}

export const NO_LIMITS: Limits = { limits: [], refusals: [] }

export const together = (all: readonly Limits[]): Limits => ({
  limits: all.flatMap(({ limits }) => limits),
  refusals: all.flatMap(({ refusals }) => refusals),
})

export const refused = (subject: string, reason: string): Limits => ({ limits: [], refusals: [{ subject, reason }] })

/** A number that is written out, also as a product or a sum of some; undefined for what is computed otherwise. */
export const numberOf = (node: t.Node): number | undefined => {
  if (node.type === 'NumericLiteral') return node.value
  if (node.type === 'Identifier' && node.name === 'Infinity') return Number.POSITIVE_INFINITY
  if (node.type === 'MemberExpression' && node.object.type === 'Identifier' && node.object.name === 'Number')
    return Number.POSITIVE_INFINITY
  if (node.type !== 'BinaryExpression') return undefined
  const [left, right] = [numberOf(node.left), numberOf(node.right)]
  if (left === undefined || right === undefined) return undefined
  return node.operator === '*' ? left * right : node.operator === '+' ? left + right : undefined
}

export const isFunction = (node: t.Node): boolean =>
  node.type === 'ArrowFunctionExpression' || node.type === 'FunctionExpression' || node.type === 'ObjectMethod'

/** The patterns of a rule's `test`, as they are written; null where one of them is no pattern. */
const patternsOf = (node: t.Node): readonly RegExp[] | null => {
  if (node.type === 'RegExpLiteral') return [new RegExp(node.pattern, node.flags)]
  if (node.type !== 'ArrayExpression') return null
  const all = node.elements.map(one => (one === null ? null : patternsOf(one)))
  return all.some(one => one === null) ? null : all.flatMap(one => one ?? [])
}

/** Which endings the nearest rule around something tests for: all of them where that is not written out. */
export const testedEndings = (above: readonly t.Node[]): ((ending: string) => boolean) => {
  const tests = above.flatMap(node =>
    node.type === 'ObjectExpression' ? node.properties.filter(one => keyOf(one) === 'test') : [],
  )
  const test = tests.at(-1)
  const patterns = test?.type === 'ObjectProperty' ? patternsOf(test.value) : null
  return ending => patterns === null || patterns.some(one => one.test(`file.${ending}`))
}
