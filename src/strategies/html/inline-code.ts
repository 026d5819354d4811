import { parse } from '@babel/parser'
import babelTraverse, { type NodePath } from '@babel/traverse'
import type * as t from '@babel/types'
import globals from 'globals'
import { unwrapDefault } from '../unwrap-default.js'

const traverse = unwrapDefault(babelTraverse)

/** What a script in a page takes from others, and what it leaves for them. */
export interface InlineCode {
  /** Names that it takes at once and does not make itself, other than the browser's own. */
  readonly needs: readonly string[]
  /** Names that it makes for everything after it. */
  readonly makes: readonly string[]
  /** Why it cannot run as a module, in words; null where it can. */
  readonly notAsModule: string | null
}

const BROWSER = new Set([...Object.keys(globals.browser), ...Object.keys(globals.builtin), 'arguments', 'undefined'])

const parsed = (code: string, sourceType: 'script' | 'module'): t.File | null => {
  try {
    return parse(code, { sourceType })
  } catch {
    return null
  }
}

/** `name`, or `window.name`: of the page itself, where that of an element is another. */
const isOfPage = (node: t.Node, name: string, objects = ['window', 'self', 'globalThis']): boolean => {
  if (node.type === 'Identifier') return node.name === name
  if (node.type !== 'MemberExpression' || node.object.type !== 'Identifier') return false
  return objects.includes(node.object.name) && node.property.type === 'Identifier' && node.property.name === name
}

/** `addEventListener('DOMContentLoaded', …)`, `window.onload = …`: by then, scripts that wait have run. */
const isLoadHandler = (path: NodePath): boolean => {
  const parent = path.parentPath
  if (parent?.isAssignmentExpression()) return path.key === 'right' && isOfPage(parent.node.left, 'onload')
  if (!parent?.isCallExpression() || path.listKey !== 'arguments') return false
  const [event] = parent.node.arguments
  if (event?.type !== 'StringLiteral') return false
  const { callee } = parent.node
  if (event.value === 'load') return isOfPage(callee, 'addEventListener')
  return event.value === 'DOMContentLoaded' && isOfPage(callee, 'addEventListener', ['window', 'document', 'self'])
}

const runsOnceLoaded = (path: NodePath): boolean => path.findParent(up => up.isFunction() && isLoadHandler(up)) !== null

/** `this` where a module has another one: outside of functions, and in those that are called by name. */
const isTheWindow = (path: NodePath<t.ThisExpression>): boolean => {
  const around = path.findParent(up => (up.isFunction() && !up.isArrowFunctionExpression()) || up.isClassBody())
  if (around === null) return true
  if (around.isFunctionDeclaration()) return true
  return around.isFunctionExpression() && around.key === 'callee'
}

const CANNOT: readonly (readonly [RegExp, string])[] = [
  [/\bdocument\s*\.\s*write(ln)?\b/, 'it writes into the page where it stands'],
  [/\bdocument\s*\.\s*currentScript\b/, 'it asks where it stands'],
  [/^\s*<!--|-->\s*$/m, 'it is written within an HTML comment'],
  [/\barguments\s*\.\s*callee\b/, 'it uses arguments.callee'],
]

/** @returns null where the code cannot be read. */
export const readInlineCode = (code: string): InlineCode | null => {
  const file = parsed(code, 'script')
  if (file === null) return null
  const needs = new Set<string>()
  const makes = new Set<string>()
  let windowThis = false
  let implicit: string | null = null
  traverse(file, {
    Program(path) {
      for (const name of Object.keys(path.scope.bindings)) makes.add(name)
    },
    ReferencedIdentifier(path: NodePath) {
      const { node, scope } = path
      if (!('name' in node) || typeof node.name !== 'string' || scope.hasBinding(node.name, true)) return
      if (!BROWSER.has(node.name) && !runsOnceLoaded(path)) needs.add(node.name)
    },
    AssignmentExpression(path) {
      const { left } = path.node
      if (left.type === 'Identifier' && !path.scope.hasBinding(left.name, true)) {
        implicit = left.name
        makes.add(left.name)
      }
      if (left.type === 'MemberExpression' && left.object.type === 'Identifier' && left.object.name === 'window') {
        const { property, computed } = left
        if (!computed && property.type === 'Identifier') makes.add(property.name)
      }
    },
    ThisExpression(path) {
      windowThis ||= isTheWindow(path)
    },
  } as Parameters<typeof traverse>[1])
  const found = CANNOT.find(([pattern]) => pattern.test(code))?.[1]
  const notAsModule =
    found ??
    (windowThis ? 'it takes `this` for the window' : null) ??
    (implicit === null ? null : `it makes the global ${implicit} without declaring it`) ??
    (parsed(code, 'module') === null ? 'it is not written in strict mode' : null)
  return { needs: [...needs].filter(name => !makes.has(name)), makes: [...makes], notAsModule }
}

/** Whether a text has a name in it, as a whole word. */
export const mentions = (text: string, name: string): boolean =>
  new RegExp(`(?<![\\w$])${name.replaceAll('$', '\\$')}(?![\\w$])`).test(text)
