import { posix } from 'node:path'
import type * as t from '@babel/types'
import { keyOf, type Replacement } from '../../../build-config/literals.js'

/** A stretch of a file's text, and what is to stand there. */
export type Edit = Pick<Replacement, 'start' | 'end' | 'text'>

/** Where an expression names a file: the source text that names its folder, and the file's own name. */
export interface NamedFile {
  readonly folder: string
  readonly base: string
}

/**
 * Takes an expression that names a file apart: a text, a template, or a call of `join` or `resolve` that ends with a text.
 * @returns null where the file's name is not written out
 */
export const namedFile = (node: t.Node, source: string): NamedFile | null => {
  const written = (value: string): NamedFile => {
    const quote = source[node.start!] ?? "'"
    return { folder: `${quote}${posix.dirname(value)}${quote}`, base: posix.basename(value) }
  }
  if (node.type === 'StringLiteral') return written(node.value)
  if (node.type === 'TemplateLiteral') {
    const last = node.quasis.at(-1)!
    const slash = last.value.raw.lastIndexOf('/')
    if (node.expressions.length === 0) return written(last.value.raw)
    // `${out}/app.js`: what comes before the slash is the folder.
    if (slash === -1) return null
    return {
      folder: `${source.slice(node.start!, last.start!)}${last.value.raw.slice(0, slash)}\``,
      base: last.value.raw.slice(slash + 1),
    }
  }
  if (node.type !== 'CallExpression' || !/\b(join|resolve)$/.test(source.slice(node.callee.start!, node.callee.end!)))
    return null
  const last = node.arguments.at(-1)
  const before = node.arguments.at(-2)
  if (last?.type !== 'StringLiteral' || before === undefined) return null
  const quote = source[last.start!]
  const folder = last.value.includes('/')
    ? `${source.slice(node.start!, last.start!)}${quote}${posix.dirname(last.value)}${quote})`
    : `${source.slice(node.start!, before.end!)})`
  return { folder, base: posix.basename(last.value) }
}

/** An object's properties by their names; null where some are spread into it or computed, and so not known from its text. */
export const writtenProperties = (object: t.ObjectExpression): ReadonlyMap<string, t.ObjectProperty> | null => {
  const found = new Map<string, t.ObjectProperty>()
  for (const property of object.properties) {
    const name = keyOf(property)
    if (property.type !== 'ObjectProperty' || name === '') return null
    found.set(name, property)
  }
  return found
}

/** Takes a property out of an object, with the comma and the white space that belong to it. */
export const withoutProperty = (object: t.ObjectExpression, property: t.Node): Edit => {
  const at = object.properties.indexOf(property as t.ObjectProperty)
  const next = object.properties[at + 1]
  if (next) return { start: property.start!, end: next.start!, text: '' }
  const before = object.properties[at - 1]
  return { start: before ? before.end! : property.start!, end: property.end!, text: '' }
}

/** Properties in the place of one, each on a line of its own where that one is. */
export const asProperties = (property: t.Node, source: string, lines: readonly string[]): Edit => {
  const before = source.slice(source.lastIndexOf('\n', property.start! - 1) + 1, property.start!)
  const separator = /^\s+$/.test(before) ? `,\n${before}` : ', '
  return { start: property.start!, end: property.end!, text: lines.join(separator) }
}

/** The texts around what is edited: where a file goes on naming what the edits take out of it. */
export const around = (source: string, edits: readonly Edit[]): string => {
  let left = ''
  let at = 0
  for (const { start, end } of edits.toSorted((a, b) => a.start - b.start)) {
    left += `${source.slice(at, start)} `
    at = end
  }
  return left + source.slice(at)
}
