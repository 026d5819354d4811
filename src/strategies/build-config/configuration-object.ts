import type { Binding, NodePath } from '@babel/traverse'
import type * as t from '@babel/types'
import { parseSource, type SourceFile, traverse } from '../source/parse.js'
import { methodOf } from './method-of.js'

/**
 * Calls that hand on the configurations they are given: `merge(common, { … })`, `defineConfig({ … })`, `Object.assign(…)`, and what is named for what it adds, as the helpers
 * are that strategies write: `withCodeSplitting({ … })`.
 */
const handsOn = (name: string): boolean => /merge|assign|define|config|extend/i.test(name) || /^with[A-Z]/.test(name)

export interface ConfigurationValue {
  readonly value: t.Node
  /** The keys above it: `optimization` for `optimization.minimizer`. */
  readonly within: string
}

const keyOf = ({ key, computed }: t.ObjectProperty): string => {
  if (key.type === 'StringLiteral') return key.value
  return key.type === 'Identifier' && !computed ? key.name : ''
}

export const isModuleExports = (node: t.Node): boolean =>
  node.type === 'MemberExpression' &&
  node.object.type === 'Identifier' &&
  node.object.name === 'module' &&
  methodOf(node) === 'exports'

/** True where what a name stands for is exported, returned or handed on, and so is (a part of) the configuration. */
const isHandedOut = (binding: Binding | undefined, entered: Set<Binding> = new Set()): boolean => {
  // `config = merge(config, …)` hands a name on to itself.
  if (!binding || entered.has(binding)) return false
  entered.add(binding)
  return binding.referencePaths.some(reference => {
    const { parentPath } = reference
    if (parentPath?.isExportSpecifier()) return true
    if (parentPath?.isSpreadElement())
      return parentPath.parentPath?.isObjectExpression() && isWhole(parentPath.parentPath, entered)
    return isWhole(reference, entered)
  })
}

/** True where an expression is the whole of what the file exports as its configuration, or of what a function in it returns. */
const isWhole = (expression: NodePath, entered: Set<Binding> = new Set()): boolean => {
  let returned = false
  for (let up: NodePath | null = expression; up?.parentPath; up = up.parentPath) {
    const parent: NodePath = up.parentPath
    if (parent.isReturnStatement()) returned = true
    if (parent.isFunction() && up.isBlockStatement()) {
      if (!returned) return false
      returned = false
    }
    if (parent.isIfStatement() && up.key === 'test') return false
    if (parent.isProperty() || parent.isMethod() || parent.isNewExpression() || parent.isMemberExpression())
      return false
    if (parent.isCallExpression()) {
      const { callee } = parent.node
      if (up.key === 'callee') return false
      if (!handsOn(callee.type === 'Identifier' ? callee.name : methodOf(callee))) return false
    }
    if (parent.isAssignmentExpression()) {
      if (isModuleExports(parent.node.left)) return true
      const { left } = parent.node
      return left.type === 'Identifier' && isHandedOut(parent.scope.getBinding(left.name), entered)
    }
    if (parent.isExportDefaultDeclaration() || parent.isTSExportAssignment()) return true
    if (parent.isVariableDeclarator()) {
      const { id } = parent.node
      return id.type === 'Identifier' && isHandedOut(parent.scope.getBinding(id.name), entered)
    }
    if (parent.isFunctionDeclaration()) {
      if (parent.parentPath.isExportDefaultDeclaration()) return true
      return parent.node.id ? isHandedOut(parent.parentPath.scope.getBinding(parent.node.id.name), entered) : false
    }
    if (parent.isStatement() && !parent.isReturnStatement() && !parent.isBlockStatement() && !parent.isIfStatement())
      return false
  }
  return false
}

/** The keys above a property up to the configuration itself, or null where it is part of something else: a plugin's options, a loader's. */
const keysAbove = (property: NodePath<t.ObjectProperty>): string[] | null => {
  const keys: string[] = []
  for (let at: NodePath = property; ; ) {
    const holder = at.parentPath
    if (!holder?.isObjectExpression()) return null
    if (!holder.parentPath.isObjectProperty()) return isWhole(holder) ? keys : null
    keys.unshift(keyOf(holder.parentPath.node))
    at = holder.parentPath
  }
}

/** `config.optimization.minimizer = …` as a statement that always runs: the keys that it sets, or null. */
const keysSet = (assignment: NodePath<t.AssignmentExpression>): string[] | null => {
  const statement = assignment.parentPath
  const list = statement.isExpressionStatement() ? statement.parentPath : null
  if (assignment.node.operator !== '=' || !(list?.isProgram() || list?.parentPath?.isFunction())) return null
  const keys: string[] = []
  let left: t.Node = assignment.node.left
  while (left.type === 'MemberExpression' && !isModuleExports(left)) {
    keys.unshift(methodOf(left))
    left = left.object
  }
  const whole =
    isModuleExports(left) || (left.type === 'Identifier' && isHandedOut(assignment.scope.getBinding(left.name)))
  return whole ? keys : null
}

/** Every value that a configuration file gives `key`, in objects that are (part of) its configuration and by assignments to it. */
export const configurationValues = (file: SourceFile, key: string): readonly ConfigurationValue[] => {
  const found: ConfigurationValue[] = []
  traverse(file.ast, {
    ObjectProperty(path) {
      const keys = keyOf(path.node) === key ? keysAbove(path) : null
      if (keys) found.push({ value: path.node.value, within: keys.join('.') })
    },
    AssignmentExpression(path) {
      const keys = methodOf(path.node.left) === key ? keysSet(path) : null
      if (keys?.at(-1) === key) found.push({ value: path.node.right, within: keys.slice(0, -1).join('.') })
    },
  })
  return found
}

/** The same of a file's text; none where it cannot be read. */
export const valuesIn = (path: string, source: string, key: string): readonly ConfigurationValue[] => {
  const file = parseSource(path, source)
  return file ? configurationValues(file, key) : []
}
