import type * as t from '@babel/types'
import { lineOf, type SourceFile } from './parse.js'

/** Something that a module does when it is loaded, beyond defining things. */
export interface LoadEffect {
  readonly line: number
  readonly text: string
  /** The import specifier of what it acts on, or null for the page at large (globals) and what cannot be told. */
  readonly on: string | null
}

const HARMLESS_GLOBALS = new Set(
  'Object Array Math Number String Boolean Symbol BigInt JSON Map Set WeakMap WeakSet Date Intl RegExp URL URLSearchParams Error Promise Proxy Reflect parseInt parseFloat isNaN encodeURIComponent decodeURIComponent require console AbortController TextEncoder TextDecoder structuredClone Headers'.split(
    ' ',
  ),
)
const HARMLESS_METHODS =
  /^(getItem|matchMedia|getElementById|querySelector|querySelectorAll|getElementsBy\w+|createElement|getAttribute|get|has|toString)$/
/** Calls that change what they are called on, by the words that libraries use for it. */
const CHANGING_METHODS =
  /^(subscribe|on|once|add\w*|register\w*|use|set\w*|init\w*|extend|config\w*|locale|install|inject\w*|listen|start|mount|render|define\w*|load)$/
const OWN_METADATA = /^(displayName|propTypes|defaultProps|contextTypes|childContextTypes|contextType)$/

type Root = { readonly name: string; readonly properties: readonly string[] }

/** `a.b.c()` → the identifier at the start and the properties after it. */
const rootOf = (node: t.Node): Root | null => {
  if (node.type === 'Identifier') return { name: node.name, properties: [] }
  if (node.type === 'MemberExpression' || node.type === 'OptionalMemberExpression') {
    const root = rootOf(node.object)
    const property = node.property.type === 'Identifier' && !node.computed ? node.property.name : '?'
    return root && { name: root.name, properties: [...root.properties, property] }
  }
  if (node.type === 'CallExpression' || node.type === 'NewExpression') return rootOf(node.callee)
  return null
}

class EffectFinder {
  readonly effects: LoadEffect[] = []
  readonly #file: SourceFile
  readonly #imports = new Map<string, string>()
  readonly #entered = new Set<string>()

  constructor(file: SourceFile) {
    this.#file = file
    for (const statement of file.imports) {
      for (const binding of statement.bindings) this.#imports.set(binding.local, statement.specifier)
    }
  }

  #add(node: t.Node, on: string | null): void {
    const text = this.#file.text.slice(node.start!, node.end!).split('\n')[0]!.slice(0, 80)
    this.effects.push({ line: lineOf(node), text, on })
  }

  #isLocal(name: string): boolean {
    return !this.#imports.has(name) && this.#file.program.scope.hasOwnBinding(name)
  }

  /** `kept`: the result is assigned to a name of this module, so that the call is there for its value. */
  #call(node: t.CallExpression | t.NewExpression | t.OptionalCallExpression, kept: boolean): void {
    const root = rootOf(node.callee)
    for (const argument of node.arguments) this.expression(argument, true)
    if (node.callee.type !== 'Identifier') this.expression(node.callee, true)
    if (!root) return
    const method = root.properties.at(-1) ?? ''
    const specifier = this.#imports.get(root.name)
    if (specifier !== undefined) {
      if (!kept || CHANGING_METHODS.test(method)) this.#add(node, specifier)
    } else if (this.#isLocal(root.name)) {
      if (root.properties.length === 0) this.#localCall(root.name)
    } else if (!HARMLESS_GLOBALS.has(root.name) && !HARMLESS_METHODS.test(method)) {
      this.#add(node, null)
    }
  }

  /** A function of this module that runs now: what it does counts. */
  #localCall(name: string): void {
    if (this.#entered.has(name)) return
    this.#entered.add(name)
    const declared = this.#file.program.scope.getOwnBinding(name)?.path.node
    const called = declared?.type === 'VariableDeclarator' ? declared.init : declared
    if (called?.type === 'FunctionDeclaration') this.statement(called.body)
    else if (called?.type === 'ArrowFunctionExpression' || called?.type === 'FunctionExpression') {
      if (called.body.type === 'BlockStatement') this.statement(called.body)
      else this.expression(called.body, true)
    }
  }

  #assignment(node: t.AssignmentExpression): void {
    this.expression(node.right, true)
    const root = rootOf(node.left)
    if (!root) return
    if (this.#isLocal(root.name)) return
    if (OWN_METADATA.test(root.properties[0] ?? '')) return
    if (root.name === 'module' || root.name === 'exports') return
    this.#add(node, this.#imports.get(root.name) ?? null)
  }

  expression(node: t.Node, kept: boolean): void {
    switch (node.type) {
      case 'FunctionExpression':
      case 'ArrowFunctionExpression':
      case 'ClassExpression':
        return
      case 'CallExpression':
      case 'OptionalCallExpression':
      case 'NewExpression':
        // A function called where it stands runs now.
        if (node.callee.type === 'FunctionExpression' || node.callee.type === 'ArrowFunctionExpression') {
          this.#add(node, null)
          return
        }
        this.#call(node, kept)
        return
      case 'AssignmentExpression':
        this.#assignment(node)
        return
      case 'UpdateExpression':
      case 'AwaitExpression':
        this.#add(node, null)
        return
      default:
        for (const child of childrenOf(node)) this.expression(child, true)
    }
  }

  statement(node: t.Statement): void {
    switch (node.type) {
      case 'ImportDeclaration':
      case 'ExportAllDeclaration':
      case 'FunctionDeclaration':
      case 'ClassDeclaration':
      case 'EmptyStatement':
        return
      case 'ReturnStatement':
        if (node.argument) this.expression(node.argument, true)
        return
      case 'ExportNamedDeclaration':
        if (node.declaration) this.statement(node.declaration)
        return
      case 'ExportDefaultDeclaration':
        if (node.declaration.type !== 'FunctionDeclaration' && node.declaration.type !== 'ClassDeclaration') {
          this.expression(node.declaration, true)
        }
        return
      case 'VariableDeclaration':
        for (const { init } of node.declarations) if (init) this.expression(init, true)
        return
      case 'ExpressionStatement':
        this.expression(node.expression, false)
        return
      case 'IfStatement':
        // Hot replacement is no part of a production build.
        if (rootOf(node.test)?.properties[0] === 'hot') return
        this.statement(node.consequent)
        if (node.alternate) this.statement(node.alternate)
        return
      case 'BlockStatement':
        for (const child of node.body) this.statement(child)
        return
      default:
        if (/^(TS|Declare|Opaque|TypeAlias|Interface)/.test(node.type)) return
        this.#add(node, null)
    }
  }
}

const isNode = (value: unknown): value is t.Node =>
  typeof value === 'object' && value !== null && 'type' in value && typeof value.type === 'string' && 'start' in value

const childrenOf = (node: t.Node): t.Node[] =>
  Object.entries(node).flatMap(([key, value]: [string, unknown]) => {
    if (key === 'leadingComments' || key === 'trailingComments' || key === 'innerComments') return []
    return Array.isArray(value) ? value.filter(isNode) : isNode(value) ? [value] : []
  })

const found = new WeakMap<SourceFile, readonly LoadEffect[]>()

/** What a module does when it is loaded. Errs towards finding an effect, except for calls whose result is kept. */
export const loadEffects = (file: SourceFile): readonly LoadEffect[] => {
  const known = found.get(file)
  if (known) return known
  const finder = new EffectFinder(file)
  for (const statement of file.ast.program.body) finder.statement(statement)
  found.set(file, finder.effects)
  return finder.effects
}

/** Waits for an event that is over by the time a module loaded later runs; with a look at `readyState` it is prepared for that. */
export const waitsForDocument = (text: string): boolean =>
  (/addEventListener\(\s*['"`]DOMContentLoaded['"`]/.test(text) ||
    /\bwindow\s*\.\s*addEventListener\(\s*['"`]load['"`]/.test(text) ||
    /\bwindow\s*\.\s*onload\s*=[^=]/.test(text) ||
    /(?<![.\w])\$\(\s*document\s*\)\s*\.\s*ready\(/.test(text)) &&
  !/\breadyState\b/.test(text)

/** Adds methods to built-in or element prototypes (or to jQuery), which other code may use without importing anything. */
export const extendsPrototypes = (text: string): boolean =>
  /\b(HTML\w*Element|Element|Node|NodeList|HTMLCollection|EventTarget|String|Array|Number|Date|Function|Object|jQuery|\$)\.(prototype|fn)(\.\w+|\[[^\]]+\])\s*=[^=]/.test(
    text,
  )
