import { parseExpression } from '@babel/parser'
import type * as t from '@babel/types'
import MagicString from 'magic-string'
import { parseSource } from '../source/parse.js'

/** A node with what it stands in, from the outermost to the nearest. */
export type Visit = (node: t.Node, above: readonly t.Node[]) => void

const isNode = (value: unknown): value is t.Node =>
  typeof value === 'object' && value !== null && 'type' in value && typeof value.type === 'string'

/** Goes through a tree, whatever it is part of. */
export const walk = (node: t.Node, visit: Visit, above: readonly t.Node[] = []): void => {
  visit(node, above)
  const inner = [...above, node]
  for (const [key, value] of Object.entries(node)) {
    if (/Comments$|^(loc|extra|errors|tokens)$/.test(key)) continue
    for (const child of Array.isArray(value) ? value : [value]) if (isNode(child)) walk(child, visit, inner)
  }
}

/** JSON (with comments, as configurations have them) or a script, as a tree; null where it is neither. */
export const treeOf = (path: string, text: string): t.Node | null => {
  if (!/\.json$|(^|\/)\.(babelrc|swcrc)$/.test(path)) return parseSource(path, text)?.ast.program ?? null
  try {
    return parseExpression(text)
  } catch {
    return null
  }
}

export const keyOf = (property: t.Node): string => {
  if (property.type !== 'ObjectProperty' || property.computed) return ''
  const { key } = property
  return key.type === 'Identifier' ? key.name : key.type === 'StringLiteral' ? key.value : ''
}

/** The property of an object that is written out. */
export const propertyOf = (object: t.Node | null | undefined, name: string): t.ObjectProperty | undefined =>
  object?.type === 'ObjectExpression'
    ? (object.properties.find(one => keyOf(one) === name) as t.ObjectProperty | undefined)
    : undefined

/** The property at a path of keys in JSON. */
export const propertyAt = (object: t.Node | null, keys: readonly string[]): t.ObjectProperty | undefined => {
  let property: t.ObjectProperty | undefined
  let at: t.Node | null | undefined = object
  for (const key of keys) {
    property = propertyOf(at, key)
    at = property?.value
  }
  return property
}

/** A text, number, truth value, or a list or object of these; undefined for what is computed. */
export const literalOf = (node: t.Node | null | undefined): unknown => {
  switch (node?.type) {
    case 'StringLiteral':
    case 'NumericLiteral':
    case 'BooleanLiteral':
      return node.value
    case 'NullLiteral':
      return null
    case 'TemplateLiteral':
      return node.expressions.length === 0 ? node.quasis[0]?.value.cooked : undefined
    case 'ArrayExpression': {
      const values = node.elements.map(literalOf)
      return values.includes(undefined) ? undefined : values
    }
    case 'ObjectExpression': {
      const entries = node.properties.map(
        one => [keyOf(one), one.type === 'ObjectProperty' ? literalOf(one.value) : undefined] as const,
      )
      return entries.some(([key, value]) => key === '' || value === undefined) ? undefined : Object.fromEntries(entries)
    }
    default:
      return undefined
  }
}

/** A part of a file's text, and what is to stand there. */
export interface Replacement {
  readonly path: string
  readonly start: number
  readonly end: number
  readonly text: string
  /** What it does, in a line. */
  readonly detail: string
}

/** What puts a property at the end of an object, written like those before it. */
export const propertyAtEnd = (
  text: string,
  object: t.ObjectExpression,
  property: string,
): { readonly at: number; readonly text: string } => {
  const last = object.properties.at(-1)
  if (!last) return { at: object.start! + 1, text: ` ${property} ` }
  const lineStart = text.lastIndexOf('\n', last.start!)
  const before = text.slice(lineStart, last.start!)
  const onLines = lineStart > object.start! && /^\n\s*$/.test(before)
  return { at: last.end!, text: `${onLines ? `,${before}` : ', '}${property}` }
}

/** The texts with everything replaced, by path. */
export const replaced = (
  replacements: readonly Replacement[],
  textOf: (path: string) => string,
): ReadonlyMap<string, string> => {
  const texts = new Map<string, MagicString>()
  for (const { path, start, end, text } of replacements) {
    const edited = texts.get(path) ?? new MagicString(textOf(path))
    texts.set(path, edited)
    if (start === end) edited.appendLeft(start, text)
    else if (text === '') edited.remove(start, end)
    else edited.update(start, end, text)
  }
  return new Map([...texts].map(([path, edited]) => [path, edited.toString()]))
}
