import { type ParserOptions, parse } from '@babel/parser'
import type { NodePath } from '@babel/traverse'
import type * as t from '@babel/types'
import globals from 'globals'
import { methodOf } from '../../../build-config/method-of.js'
import { traverse } from '../../../source/parse.js'

/** What browsers have on the global object: giving that a value makes no global. */
const OF_BROWSERS = new Set([...Object.keys(globals.browser), ...Object.keys(globals.builtin)])

/** Calls that hand `undefined` to their callback as `this`. */
const CALLS_BACK = /^(forEach|some|every|reduce|then|catch)$/

const OPTIONS: ParserOptions = { sourceType: 'module', allowReturnOutsideFunction: true, errorRecovery: false }

const saysStrict = (body: t.Node | null | undefined): boolean =>
  (body?.type === 'BlockStatement' || body?.type === 'Program') &&
  body.directives.some(({ value }) => value.value === 'use strict')

/** Strict already, wherever it is: by a directive above it, or in a class. */
const isStrict = (path: NodePath): boolean =>
  path.findParent(
    up => up.isClassBody() || (up.isProgram() && saysStrict(up.node)) || (up.isFunction() && saysStrict(up.node.body)),
  ) !== null

class SloppyFinder {
  found: string | null = null
  readonly #text: string

  constructor(text: string) {
    this.#text = text
  }

  #add(path: NodePath, what: string): void {
    if (this.found !== null || isStrict(path)) return
    const { start, end } = path.node
    const excerpt = this.#text.slice(start!, Math.min(end!, start! + 50)).replace(/\s+/g, ' ')
    this.found = `${what} (“${excerpt}”)`
  }

  /** Names that are given a value where nothing declares them. */
  assigned(path: NodePath, target: t.Node): void {
    if (target.type !== 'Identifier' || OF_BROWSERS.has(target.name) || path.scope.hasBinding(target.name, true)) return
    this.#add(path, `gives ${target.name} a value without declaring it`)
  }

  assignment(path: NodePath<t.AssignmentExpression>): void {
    const { left } = path.node
    this.assigned(path, left)
    if (left.type !== 'MemberExpression' || methodOf(left) !== 'name' || left.object.type !== 'Identifier') return
    const named = path.scope.getBinding(left.object.name)?.path
    if (named?.isFunctionDeclaration()) this.#add(path, 'gives a function another name')
  }

  call(path: NodePath<t.CallExpression>): void {
    const { callee } = path.node
    if (callee.type === 'Identifier') {
      if (callee.name === 'eval' && !path.scope.hasBinding('eval', true)) this.#add(path, 'calls eval in its own scope')
      const called = functionNamed(path, callee.name)
      if (called && takesTheWindow(called))
        this.#add(called, 'takes `this` for the window in a function that is called by its name')
      return
    }
    const inner = path.get('callee')
    if (inner.isFunctionExpression() && keepsTheWindow(inner) && !this.#isLastResort(path))
      this.#add(path, 'takes `this` for the window in a function that is called where it stands')
    const [first, ...others] = path.get('arguments')
    const given = CALLS_BACK.test(methodOf(callee)) && (others.length === 0 || /^(then|reduce)$/.test(methodOf(callee)))
    if (given && first?.isFunctionExpression() && takesTheWindow(first))
      this.#add(path, 'takes `this` for the window in a callback')
  }

  /** `typeof globalThis == 'object' && globalThis || … || function () { return this }()`: no browser comes to the end of that. */
  #isLastResort(path: NodePath): boolean {
    const { parentPath: parent, key } = path
    const before =
      parent?.isLogicalExpression() && parent.node.operator !== '&&' && key === 'right'
        ? parent.node.left
        : parent?.isConditionalExpression() && key === 'alternate'
          ? parent.node.test
          : null
    if (!before) return false
    return (
      /\b(?:globalThis|window|self)\b/.test(this.#text.slice(before.start!, before.end!)) || this.#isLastResort(parent!)
    )
  }

  member(path: NodePath<t.MemberExpression>): void {
    const { object } = path.node
    const ofArguments = object.type === 'Identifier' && object.name === 'arguments'
    if (ofArguments && /^(callee|caller)$/.test(methodOf(path.node))) this.#add(path, 'uses arguments.callee')
  }

  /** In a sloppy function, `arguments` follows what its parameters become. */
  functionWithArguments(path: NodePath<t.Function>): void {
    const { params } = path.node
    if (path.isArrowFunctionExpression() || !params.every(one => one.type === 'Identifier')) return
    if (saysStrict(path.node.body)) return
    const whole = argumentsHandedOn(path)
    if (whole === null) return
    for (const { name } of params as t.Identifier[]) {
      const changed = path.scope.getOwnBinding(name)?.constantViolations ?? []
      const late = changed.find(one => !fillsIn(one, name) && one.node.start! < whole.node.end!)
      if (late) this.#add(late, `changes the parameter ${name}, and hands arguments on`)
    }
  }

  ownName(path: NodePath<t.FunctionExpression>): void {
    const name = path.node.id?.name
    const binding = name === undefined ? undefined : path.scope.getOwnBinding(name)
    const [changed] = binding?.kind === 'local' ? binding.constantViolations : []
    if (changed) this.#add(changed, 'gives a value to the name of the function that it is in')
  }
}

const functionNamed = (path: NodePath, name: string): NodePath<t.Function> | null => {
  const made = path.scope.getBinding(name)?.path
  if (made?.isFunctionDeclaration()) return made
  const value = made?.isVariableDeclarator() ? made.get('init') : null
  return value && !Array.isArray(value) && value.isFunctionExpression() ? (value as NodePath<t.Function>) : null
}

/** How a function takes its own `this`. */
interface ThisUse {
  /** A member of it, or it as a value that is kept: `this.x`, `var root = this`. */
  readonly members: boolean
  readonly values: boolean
  /** It is prepared for there being none: `this instanceof A`, `this || self`, `typeof this`. */
  readonly asks: boolean
}

const NONE_OR_WINDOW = /^(undefined|window|self|global|globalThis)$/

const isAsked = ({ parent, key }: NodePath<t.ThisExpression>): boolean => {
  if (parent.type === 'BinaryExpression') {
    const other = key === 'left' ? parent.right : parent.left
    if (parent.operator === 'instanceof') return key === 'left'
    const none = other.type === 'NullLiteral' || other.type === 'UnaryExpression'
    return none || (other.type === 'Identifier' && NONE_OR_WINDOW.test(other.name))
  }
  return (
    parent.type === 'LogicalExpression' ||
    parent.type === 'UnaryExpression' ||
    ((parent.type === 'ConditionalExpression' || parent.type === 'IfStatement') && key === 'test')
  )
}

const thisUses = new WeakMap<t.Node, ThisUse>()

const thisOf = (called: NodePath<t.Function>): ThisUse => {
  const known = thisUses.get(called.node)
  if (known) return known
  const found = { members: false, values: false, asks: false }
  called.traverse({
    Function(inner) {
      if (!inner.isArrowFunctionExpression()) inner.skip()
    },
    Class(inner) {
      inner.skip()
    },
    ThisExpression(one) {
      const { parent } = one
      if (parent.type === 'MemberExpression' && one.key === 'object') found.members = true
      else if (isAsked(one)) found.asks = true
      else if (/^(VariableDeclarator|AssignmentExpression|ReturnStatement)$/.test(parent.type)) found.values = true
    },
  })
  thisUses.set(called.node, found)
  return found
}

/** Takes a member of `this` where it is the window, or nothing. */
const takesTheWindow = (called: NodePath<t.Function>): boolean => {
  const { members, asks } = thisOf(called)
  return members && !asks
}

/** The same of a function that is called where it stands, which may also keep it: `var root = this`. */
const keepsTheWindow = (called: NodePath<t.Function>): boolean => {
  const { members, values, asks } = thisOf(called)
  return (members || values) && !asks
}

/** Where a function hands its `arguments` on as they are; null where it does not. */
const argumentsHandedOn = (path: NodePath<t.Function>): NodePath | null => {
  let found: NodePath | null = null
  path.traverse({
    Function(inner) {
      if (!inner.isArrowFunctionExpression()) inner.skip()
    },
    Identifier(one) {
      if (one.node.name === 'arguments' && (one.listKey === 'arguments' || one.parentPath.isSpreadElement()))
        found = one
    },
  })
  return found
}

/** `if (a === undefined) a = 1`: what compilers make of a default value, whose functions are meant to be strict. */
const fillsIn = (change: NodePath, name: string): boolean => {
  const asked = new RegExp(String.raw`(?<![\w$.])${name.replaceAll('$', String.raw`\$`)}(?![\w$])`)
  const test = change.findParent(
    up => up.isIfStatement() || up.isConditionalExpression() || up.isLogicalExpression() || up.isFunction(),
  )
  if (!test || test.isFunction()) return false
  const { node } = test
  const condition = node.type === 'LogicalExpression' ? node.left : 'test' in node ? node.test : null
  return condition !== null && condition !== undefined && asked.test(String(test.toString()))
}

/**
 * Why a script cannot run as strict code, which modules are: what would end with an error, or mean something else. Names excerpts of it.
 * @returns null where nothing speaks against it
 */
export const strictHazard = (text: string): string | null => {
  let file: t.File
  try {
    file = parse(text, OPTIONS)
  } catch (error) {
    return `cannot be read as strict code (${error instanceof Error ? error.message : String(error)})`
  }
  // Nearly all of it says so itself: then there is nothing to look for.
  if (saysStrict(file.program)) return null
  const finder = new SloppyFinder(text)
  traverse(file, {
    AssignmentExpression: path => finder.assignment(path),
    UpdateExpression: path => finder.assigned(path, path.node.argument),
    ForXStatement: path => finder.assigned(path, path.node.left),
    CallExpression: path => finder.call(path),
    MemberExpression: path => finder.member(path),
    FunctionExpression: path => finder.ownName(path),
    Function: path => finder.functionWithArguments(path),
  })
  return finder.found
}
