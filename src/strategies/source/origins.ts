import type * as t from '@babel/types'
import { methodOf } from '../build-config/method-of.js'
import type { SourceFile } from './parse.js'

/**
 * Where a value comes from, as far as it matters who else sees it being changed: made by this module, part of the page (or not known, which
 * counts as that), or of an imported module. `made`: what one of its functions returned.
 */
export type Origin = 'own' | 'page' | { readonly specifier: string; readonly made: boolean }

/** Globals that are values and functions only: what they return is new. */
const HARMLESS_GLOBALS = new Set(
  'Object Array Math Number String Boolean Symbol BigInt JSON Map Set WeakMap WeakSet Date Intl RegExp URL URLSearchParams Error Promise Proxy Reflect parseInt parseFloat isNaN encodeURIComponent decodeURIComponent console AbortController ArrayBuffer DataView Int8Array Uint8Array Uint8ClampedArray Int16Array Uint16Array Int32Array Uint32Array Float32Array Float64Array BigInt64Array BigUint64Array TextEncoder TextDecoder structuredClone Headers'.split(
    ' ',
  ),
)
/** Of those, what hands on the very things that it is given. */
const HANDS_ON = /^(assign|from|values|entries|freeze)$/
/** Names that are global to a module, or written like such, and lead to no part of the page. */
const NEVER_PAGE = /^(undefined|NaN|Infinity|process|require|module|exports|arguments|(set|clear)(Timeout|Interval))$/
/** Elements that are no part of the page before they are put there. */
const MAKES_ELEMENTS = /^create(Element|ElementNS|DocumentFragment|TextNode)$/

/** Of the page's objects: texts and numbers, which nothing done to them changes. */
const TEXTS =
  /^(languages?|userAgent|platform|href|search|hash|pathname|host|hostname|origin|protocol|port|title|cookie|referrer|lang|dir|width|height|inner(Width|Height)|devicePixelRatio|onLine|length|textContent)$/

/** `a.b().c` → `a`, or null where it does not start with a name. */
export const rootName = (node: t.Node): string | null => {
  if (node.type === 'Identifier') return node.name
  if (node.type === 'MemberExpression' || node.type === 'OptionalMemberExpression') return rootName(node.object)
  if (node.type === 'CallExpression' || node.type === 'OptionalCallExpression' || node.type === 'NewExpression')
    return rootName(node.callee)
  return null
}

/** What `require('…')` names, or null for any other node. */
export const requiredModule = (node: t.Node): string | null => {
  if (node.type !== 'CallExpression' || node.callee.type !== 'Identifier' || node.callee.name !== 'require') return null
  const [named] = node.arguments
  return named?.type === 'StringLiteral' ? named.value : ''
}

const namesIn = (pattern: t.Node): string[] => {
  switch (pattern.type) {
    case 'Identifier':
      return [pattern.name]
    case 'ObjectPattern':
      return pattern.properties.flatMap(one => namesIn(one.type === 'RestElement' ? one.argument : one.value))
    case 'ArrayPattern':
      return pattern.elements.flatMap(one => (one ? namesIn(one) : []))
    case 'AssignmentPattern':
      return namesIn(pattern.left)
    case 'RestElement':
      return namesIn(pattern.argument)
    default:
      return []
  }
}

/** Follows where the values of a module's names come from, while its statements are gone through in their order. */
export class Origins {
  readonly #file: SourceFile
  readonly #knowsPage: boolean
  /** The module's own names, and above them those of the functions that are being gone through. */
  readonly #frames: Map<string, Origin>[] = [new Map()]

  constructor(file: SourceFile) {
    this.#file = file
    this.#knowsPage = Object.keys(file.program.scope.globals).some(
      name => !HARMLESS_GLOBALS.has(name) && !NEVER_PAGE.test(name),
    )
    for (const { bindings, specifier } of file.imports) {
      for (const { local } of bindings) this.#frames[0]!.set(local, { specifier, made: false })
    }
  }

  /** Goes through a function's body with what its parameters are given. */
  within(parameters: readonly t.Node[], given: readonly Origin[], work: () => void): void {
    this.#frames.push(new Map())
    parameters.forEach((parameter, index) => {
      this.name(parameter, given[index] ?? 'own')
    })
    work()
    this.#frames.pop()
  }

  /** A name, or all those of a pattern, now stands for something that comes from there. */
  name(pattern: t.Node, origin: Origin): void {
    for (const name of namesIn(pattern)) this.#frames.at(-1)!.set(name, origin)
  }

  #known(name: string): Origin | undefined {
    return this.#frames.findLast(frame => frame.has(name))?.get(name)
  }

  isGlobal(name: string): boolean {
    return this.#known(name) === undefined && !this.#file.program.scope.hasOwnBinding(name)
  }

  /** A call of it only makes a value; `require.context` and the like are the bundler's own. */
  isHarmless(callee: t.Node): boolean {
    const name = rootName(callee)
    if (name === 'require') return callee.type === 'MemberExpression' && callee.object.type === 'Identifier'
    return name !== null && HARMLESS_GLOBALS.has(name) && this.isGlobal(name)
  }

  of(node: t.Node): Origin {
    switch (node.type) {
      case 'Identifier':
        return this.#known(node.name) ?? (this.isGlobal(node.name) ? 'page' : 'own')
      case 'MemberExpression':
      case 'OptionalMemberExpression':
        return TEXTS.test(methodOf(node)) || rootName(node) === 'process' ? 'own' : this.of(node.object)
      case 'CallExpression':
      case 'OptionalCallExpression':
      case 'NewExpression':
        return this.#result(node)
      case 'TaggedTemplateExpression':
        return made(this.of(node.tag))
      case 'ConditionalExpression':
        return either([node.consequent, node.alternate].map(one => this.of(one)))
      case 'LogicalExpression':
        return either([node.left, node.right].map(one => this.of(one)))
      case 'ArrayExpression':
        return node.elements.some(one => one && this.of(one) === 'page') ? 'page' : 'own'
      case 'ObjectExpression':
        return node.properties.some(one => one.type === 'ObjectProperty' && this.of(one.value) === 'page')
          ? 'page'
          : 'own'
      case 'AssignmentExpression':
        return this.of(node.right)
      case 'SequenceExpression':
        return this.of(node.expressions.at(-1)!)
      case 'AwaitExpression':
      case 'SpreadElement':
        return this.of(node.argument)
      case 'TSAsExpression':
      case 'TSSatisfiesExpression':
      case 'TSNonNullExpression':
      case 'TypeCastExpression':
      case 'ParenthesizedExpression':
        return this.of(node.expression)
      default:
        return 'own'
    }
  }

  #result(node: t.CallExpression | t.OptionalCallExpression | t.NewExpression): Origin {
    const required = requiredModule(node)
    if (required !== null) return required === '' ? 'page' : { specifier: required, made: false }
    if (this.isHarmless(node.callee)) {
      const [first] = node.arguments
      return HANDS_ON.test(methodOf(node.callee)) && first ? this.of(first) : 'own'
    }
    if (MAKES_ELEMENTS.test(methodOf(node.callee))) return 'own'
    const origin = this.of(node.callee)
    // A function of the module may hand out a part of the page, if the module knows any.
    const handsOut = origin === 'own' && node.type !== 'NewExpression' && node.callee.type === 'Identifier'
    return handsOut && this.#knowsPage ? 'page' : made(origin)
  }
}

const made = (origin: Origin): Origin => (typeof origin === 'string' ? origin : { ...origin, made: true })

const either = (origins: readonly Origin[]): Origin =>
  origins.find(one => one === 'page') ?? origins.find(one => one !== 'own') ?? 'own'
