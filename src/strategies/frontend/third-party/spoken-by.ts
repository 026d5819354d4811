import { parse } from '@babel/parser'
import babelTraverse, { type NodePath } from '@babel/traverse'
import * as t from '@babel/types'
import { mentions } from '../../html/inline-code.js'
import { unwrapDefault } from '../../unwrap-default.js'

const traverse = unwrapDefault(babelTraverse)

const parsed = (code: string): t.File | null => {
  for (const sourceType of ['script', 'module'] as const) {
    try {
      return parse(code, { sourceType, allowReturnOutsideFunction: true })
    } catch {
      // It may be written for the other one.
    }
  }
  return null
}

/** `root`, or `window.root`. */
const isRoot = (node: t.Node | null | undefined, root: string): boolean =>
  t.isIdentifier(node, { name: root }) ||
  (t.isMemberExpression(node) &&
    !node.computed &&
    t.isIdentifier(node.object) &&
    ['window', 'self', 'globalThis'].includes(node.object.name) &&
    t.isIdentifier(node.property, { name: root }))

/** `window.queue || []`: what is there stays. */
const isKeptQueue = (node: t.Node | null | undefined, root: string): boolean =>
  t.isLogicalExpression(node, { operator: '||' }) &&
  isRoot(node.left, root) &&
  t.isArrayExpression(node.right) &&
  node.right.elements.length === 0

const hasCode = (call: t.CallExpression): boolean => {
  let found = false
  for (const one of call.arguments) {
    if (t.isFunction(one)) found = true
    t.traverseFast(one, node => {
      found ||= t.isFunction(node)
    })
  }
  return found
}

/** Whether a name stands where it is only called, its answer is not used, and nothing is handed over that could not be sent on; or where its queue is made. */
const isHandedOn = (path: NodePath, root: string, forward: readonly string[]): boolean => {
  const up = path.parentPath
  if (up === null) return false
  if (up.isLogicalExpression() && isKeptQueue(up.node, root) && path.key === 'left') {
    const made = up.parent
    return (
      (t.isAssignmentExpression(made, { operator: '=' }) && isRoot(made.left, root)) ||
      (t.isVariableDeclarator(made) && t.isIdentifier(made.id, { name: root }))
    )
  }
  if (up.isAssignmentExpression() && path.key === 'left') return isKeptQueue(up.node.right, root)
  let [at, name]: [NodePath, string] = [path, root]
  for (let next = at.parentPath; next?.isMemberExpression() && at.key === 'object'; next = at.parentPath) {
    if (next.node.computed || !t.isIdentifier(next.node.property)) return false
    name = `${name}.${next.node.property.name}`
    at = next
  }
  const call = at.parentPath
  if (!call?.isCallExpression() || at.key !== 'callee' || !forward.includes(name)) return false
  return call.parentPath.isExpressionStatement() && !hasCode(call.node)
}

/**
 * Which of the names code uses otherwise than by calls that are handed on to a worker: null where there is none.
 * @param forward functions whose calls are handed on, e.g. `dataLayer.push`
 */
export const usedOtherwise = (code: string, forward: readonly string[]): string | null => {
  const roots = [...new Set(forward.map(one => one.split('.')[0]!))].filter(root => mentions(code, root))
  if (roots.length === 0) return null
  const file = parsed(code)
  if (file === null) return roots[0]!
  let found: string | null = null
  traverse(file, {
    enter(path) {
      if (found !== null) return
      // `window['queue']`: what becomes of it is not followed.
      const named = roots.find(one => t.isStringLiteral(path.node, { value: one }))
      if (named !== undefined) found = named
      const root = roots.find(one => isRoot(path.node, one))
      if (root === undefined || found !== null) return
      // The name of a member or a key is another thing, and `window.root` was looked at as a whole.
      const isName =
        (path.parentPath?.isMemberExpression() && path.key === 'property' && !path.parentPath.node.computed) ||
        (path.parentPath?.isObjectProperty() && path.key === 'key' && !path.parentPath.node.computed)
      if (isName) return
      const isMade =
        path.key === 'id' && path.parentPath?.isVariableDeclarator() && isKeptQueue(path.parentPath.node.init, root)
      if (!isMade && !isHandedOn(path, root, forward)) found = root
    },
  })
  return found
}

/**
 * Whether code of a page does nothing but make Google's queue, its function, and call it: what their own instructions give out. Only then can it go where the tag
 * goes, which knows the calls by what they are.
 */
export const isGoogleSetUp = (code: string): boolean => {
  const file = parsed(code)
  if (file === null) return false
  const isCall = (node: t.Statement): boolean =>
    t.isExpressionStatement(node) &&
    t.isCallExpression(node.expression) &&
    t.isIdentifier(node.expression.callee, { name: 'gtag' }) &&
    !hasCode(node.expression) &&
    !node.expression.arguments.some(one => t.isStringLiteral(one) && /^(?:get|consent)$/.test(one.value))
  const isQueue = (node: t.Statement): boolean =>
    t.isExpressionStatement(node) &&
    t.isAssignmentExpression(node.expression) &&
    isRoot(node.expression.left, 'dataLayer') &&
    isKeptQueue(node.expression.right, 'dataLayer')
  const isFunction = (node: t.Statement): boolean =>
    t.isFunctionDeclaration(node) &&
    node.id?.name === 'gtag' &&
    node.params.length === 0 &&
    node.body.body.length === 1 &&
    /^\{\s*(?:window\.)?dataLayer\.push\(arguments\);?\s*\}$/.test(code.slice(node.body.start!, node.body.end!))
  const { body } = file.program
  return body.some(isFunction) && body.every(node => isCall(node) || isQueue(node) || isFunction(node))
}
