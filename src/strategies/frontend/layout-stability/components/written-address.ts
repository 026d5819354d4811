import type * as t from '@babel/types'
import { literalOf } from '../../../markup/jsx-elements.js'
import { addressOf, type WrittenAddress } from './image-address.js'

/** The module that a name is imported from, undefined for other names. */
export type ImportedFrom = (name: string) => string | undefined

const UNKNOWN: WrittenAddress = { kind: 'unknown' }

/** The texts of a template or a sum, with something computed between each two. */
const textsOf = (node: t.Node): string[] => {
  const literal = literalOf(node)
  if (literal !== null) return [literal]
  if (node.type === 'TemplateLiteral') {
    const [first = '', ...others] = node.quasis.map(({ value }) => value.cooked ?? '')
    return others.reduce((texts, text, at) => joined(joined(texts, textsOf(node.expressions[at]!)), [text]), [first])
  }
  if (node.type === 'BinaryExpression' && node.operator === '+') return joined(textsOf(node.left), textsOf(node.right))
  return ['', '']
}

const joined = (before: readonly string[], after: readonly string[]): string[] => [
  ...before.slice(0, -1),
  `${before.at(-1) ?? ''}${after[0] ?? ''}`,
  ...after.slice(1),
]

/** `require('./a.jpg')` and `new URL(…, import.meta.url)` name a file as an import does. */
const namedFile = (node: t.Node): string | null => {
  if (node.type === 'MemberExpression') return namedFile(node.object)
  const isNamed =
    (node.type === 'CallExpression' && node.callee.type === 'Identifier' && node.callee.name === 'require') ||
    (node.type === 'NewExpression' && node.callee.type === 'Identifier' && node.callee.name === 'URL')
  const first = isNamed ? node.arguments[0] : undefined
  return first ? literalOf(first) : null
}

/** What an expression that gives an `<img>` its address may come to. */
export const addressesIn = (node: t.Node, importedFrom: ImportedFrom): readonly WrittenAddress[] => {
  const inside = (inner: t.Node): readonly WrittenAddress[] => addressesIn(inner, importedFrom)
  switch (node.type) {
    case 'ConditionalExpression':
      return [...inside(node.consequent), ...inside(node.alternate)]
    case 'LogicalExpression':
      return [...inside(node.left), ...inside(node.right)]
    case 'TSNonNullExpression':
    case 'TSAsExpression':
    case 'TSSatisfiesExpression':
    case 'ParenthesizedExpression':
      return inside(node.expression)
    case 'Identifier': {
      const specifier = importedFrom(node.name)
      return [specifier === undefined ? UNKNOWN : { kind: 'import', specifier }]
    }
    case 'CallExpression':
    case 'NewExpression':
    case 'MemberExpression': {
      const specifier = namedFile(node)
      return [specifier === null ? UNKNOWN : { kind: 'import', specifier }]
    }
    default:
      return [addressOf(textsOf(node))]
  }
}

/** Whether an expression may come to no address at all: such an element shows nothing, and is to hold no place. */
export const mayBeEmpty = (node: t.Node): boolean => {
  switch (node.type) {
    case 'ConditionalExpression':
      return mayBeEmpty(node.consequent) || mayBeEmpty(node.alternate)
    case 'LogicalExpression':
      return node.operator === '&&' || mayBeEmpty(node.right)
    case 'NullLiteral':
      return true
    case 'Identifier':
      return node.name === 'undefined'
    default:
      return literalOf(node) === ''
  }
}
