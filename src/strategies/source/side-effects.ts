import type * as t from '@babel/types'
import { methodOf } from '../build-config/method-of.js'
import {
  CALLS_FOR_EACH,
  CHANGES_ARGUMENT,
  CHANGING_METHODS,
  HARMLESS_METHODS,
  OWN_METADATA,
  PAGE_LIBRARIES,
  PURE_METHODS,
  SETTLES,
} from './call-words.js'
import { type Origin, Origins, requiredModule, rootName } from './origins.js'
import { lineOf, type SourceFile } from './parse.js'

/** Something that a module does when it is loaded, beyond defining things. */
export interface LoadEffect {
  readonly line: number
  readonly text: string
  /** The import specifier of what it acts on, or null for the page at large (globals) and what cannot be told. */
  readonly on: string | null
}

type Call = t.CallExpression | t.NewExpression | t.OptionalCallExpression
type Callable = t.Function | t.ClassMethod | t.ObjectMethod

const isFunction = (node: t.Node | null | undefined): node is t.FunctionExpression | t.ArrowFunctionExpression =>
  node?.type === 'FunctionExpression' || node?.type === 'ArrowFunctionExpression'

const isMember = (node: t.Node): node is t.MemberExpression | t.OptionalMemberExpression =>
  node.type === 'MemberExpression' || node.type === 'OptionalMemberExpression'

const keyOf = (node: { key: t.Node; computed?: boolean | null }): string =>
  node.key.type === 'Identifier' && !node.computed ? node.key.name : ''

class EffectFinder {
  readonly effects: LoadEffect[] = []
  readonly #file: SourceFile
  readonly #origins: Origins
  readonly #entered = new Set<string>()

  constructor(file: SourceFile) {
    this.#file = file
    this.#origins = new Origins(file)
  }

  #add(node: t.Node, on: string | null): void {
    const text = this.#file.text.slice(node.start!, node.end!).split('\n')[0]!.slice(0, 80)
    this.effects.push({ line: lineOf(node), text, on })
  }

  /** Something of that origin is changed. */
  #changes(node: t.Node, origin: Origin): void {
    if (origin === 'own') return
    this.#add(node, origin === 'page' || PAGE_LIBRARIES.test(origin.specifier) ? null : origin.specifier)
  }

  /** `kept`: the result is assigned to a name of this module, so that the call is there for its value. */
  #call(node: Call, kept: boolean): void {
    for (const argument of node.arguments) this.expression(argument, true)
    if (isMember(node.callee)) this.expression(node.callee.object, true)
    else if (node.callee.type !== 'Identifier') this.expression(node.callee, true)
    const method = methodOf(node.callee)
    if (CALLS_FOR_EACH.test(method)) this.#forEach(node)
    const required = requiredModule(node)
    if (required !== null) {
      // What nothing is taken from is there for what it does.
      if (!kept) this.#add(node, null)
    } else if (this.#origins.isHarmless(node.callee)) this.#harmlessCall(node, method, kept)
    else {
      const origin = this.#origins.of(node.callee)
      if (origin === 'own') this.#ownCall(node, method)
      else if (origin === 'page') {
        if (!HARMLESS_METHODS.test(method) && !(kept && PURE_METHODS.test(method))) this.#add(node, null)
      } else if (!kept || (CHANGING_METHODS.test(method) && !(origin.made && method === 'extend'))) {
        const onPage = node.arguments.some(argument => this.#origins.of(argument) === 'page')
        this.#changes(node, onPage && !kept ? 'page' : origin)
      }
    }
  }

  #harmlessCall(node: Call, method: string, kept: boolean): void {
    const [first] = node.arguments
    const name = rootName(node.callee)
    if ((name === 'Object' || name === 'Reflect') && CHANGES_ARGUMENT.test(method) && first) {
      if (!isModuleItself(first)) this.#changes(node, this.#origins.of(first))
    } else if (!kept && SETTLES.test(method)) this.#add(node, null)
  }

  #forEach(node: Call): void {
    const receiver = isMember(node.callee) ? this.#origins.of(node.callee.object) : 'own'
    const [first] = node.arguments
    const of = methodOf(node.callee) === 'from' && first ? this.#origins.of(first) : receiver
    for (const argument of node.arguments) if (isFunction(argument)) this.#run(argument, [of, of])
  }

  /** A function or method of this module that runs now: what it does counts. */
  #ownCall(node: Call, method: string): void {
    const given = node.arguments.map(argument => this.#origins.of(argument))
    const name = rootName(node.callee)
    const binding = name === null ? undefined : this.#file.program.scope.getOwnBinding(name)
    const declared = binding?.path.node
    const value = declared?.type === 'VariableDeclarator' ? declared.init : declared
    const key = `${node.type} ${name} ${method} ${JSON.stringify(given)}`
    if (!value || this.#entered.has(key)) return
    this.#entered.add(key)
    if (node.callee.type === 'Identifier') {
      if (isClass(value)) this.#construct(value, given)
      else if (value.type === 'FunctionDeclaration' || isFunction(value)) this.#run(value, given)
      return
    }
    for (const called of this.#methods(value, method)) this.#run(called, given)
  }

  /** The methods of that name of an object, a class, or what a class of this module has made. */
  #methods(value: t.Node, method: string): Callable[] {
    if (value.type === 'ObjectExpression') {
      return value.properties.flatMap((one): Callable[] => {
        if (one.type === 'SpreadElement' || keyOf(one) !== method) return []
        if (one.type === 'ObjectMethod') return [one]
        return isFunction(one.value) ? [one.value] : []
      })
    }
    if (isClass(value))
      return value.body.body.filter(one => one.type === 'ClassMethod' && keyOf(one) === method) as Callable[]
    if (value.type !== 'NewExpression' || value.callee.type !== 'Identifier') return []
    const made = this.#file.program.scope.getOwnBinding(value.callee.name)?.path.node
    return made && isClass(made) ? this.#methods(made, method) : []
  }

  #construct(made: t.Class, given: readonly Origin[]): void {
    if (made.superClass && this.#origins.of(made.superClass) !== 'own')
      this.#changes(made.superClass, this.#origins.of(made.superClass))
    for (const member of made.body.body) {
      if (member.type === 'ClassMethod' && member.kind === 'constructor') this.#run(member, given)
      else if (member.type === 'ClassProperty' && !member.static && member.value) this.expression(member.value, true)
    }
  }

  #run(called: Callable, given: readonly Origin[]): void {
    this.#origins.within(called.params, given, () => {
      if (called.body.type === 'BlockStatement') this.statement(called.body)
      else this.expression(called.body, true)
    })
  }

  /** What happens when a class is defined: decorators, and what is static. */
  #class(node: t.Class): void {
    for (const decorator of node.decorators ?? []) this.#add(decorator, null)
    if (node.superClass) this.expression(node.superClass, true)
    for (const member of node.body.body) {
      if (member.type === 'StaticBlock') for (const inner of member.body) this.statement(inner)
      else if ('static' in member && member.static && 'value' in member && member.value)
        this.expression(member.value, true)
      if ('decorators' in member)
        for (const decorator of member.decorators ?? []) this.expression(decorator.expression, true)
      if ('key' in member && 'computed' in member && member.computed) this.expression(member.key, true)
    }
  }

  #assignment(node: t.AssignmentExpression): void {
    this.expression(node.right, true)
    const { left } = node
    if (left.type === 'Identifier') {
      if (left.name === 'exports') return
      if (this.#origins.isGlobal(left.name)) this.#add(node, null)
      else this.#origins.name(left, this.#origins.of(node.right))
    } else if (isMember(left)) {
      if (isModuleItself(left)) return
      const origin = this.#origins.of(left.object)
      if (OWN_METADATA.test(methodOf(left)) && origin !== 'page') return
      this.#changes(node, origin)
    } else this.#add(node, null)
  }

  #forIn({ type, left, right, body }: t.ForOfStatement | t.ForInStatement): void {
    this.expression(right, true)
    if (left.type !== 'VariableDeclaration') this.#add(left, null)
    // Keys are texts; what a list holds comes from where the list does.
    else
      for (const { id } of left.declarations)
        this.#origins.name(id, type === 'ForInStatement' ? 'own' : this.#origins.of(right))
    this.statement(body)
  }

  expression(node: t.Node, kept: boolean): void {
    switch (node.type) {
      case 'FunctionExpression':
      case 'ArrowFunctionExpression':
      case 'ObjectMethod':
        return
      case 'ClassExpression':
        this.#class(node)
        return
      case 'CallExpression':
      case 'OptionalCallExpression':
      case 'NewExpression':
        // A function called where it stands runs now.
        if (isFunction(node.callee)) this.#add(node, null)
        else this.#call(node, kept)
        return
      case 'TaggedTemplateExpression':
        for (const inner of node.quasi.expressions) this.expression(inner, true)
        if (!kept) this.#add(node, null)
        return
      case 'AssignmentExpression':
        this.#assignment(node)
        return
      case 'UnaryExpression':
        if (node.operator === 'delete') this.#changes(node, this.#origins.of(node.argument))
        else this.expression(node.argument, kept && node.operator !== 'void')
        return
      case 'LogicalExpression':
        this.expression(node.left, true)
        this.expression(node.right, kept)
        return
      case 'ConditionalExpression':
        this.expression(node.test, true)
        this.expression(node.consequent, kept)
        this.expression(node.alternate, kept)
        return
      case 'SequenceExpression':
        for (const inner of node.expressions) this.expression(inner, kept)
        return
      case 'UpdateExpression':
        if (node.argument.type !== 'Identifier' || this.#origins.isGlobal(node.argument.name)) this.#add(node, null)
        return
      case 'AwaitExpression':
        this.#add(node, null)
        return
      default:
        if (/^TS\w*(Type|Declaration|Parameter\w*|Signature)$/.test(node.type)) return
        for (const child of childrenOf(node)) this.expression(child, true)
    }
  }

  statement(node: t.Statement): void {
    switch (node.type) {
      case 'ImportDeclaration':
      case 'ExportAllDeclaration':
      case 'FunctionDeclaration':
      case 'EmptyStatement':
        return
      case 'ClassDeclaration':
        this.#class(node)
        return
      case 'ReturnStatement':
        if (node.argument) this.expression(node.argument, true)
        return
      case 'ExportNamedDeclaration':
        if (node.declaration) this.statement(node.declaration)
        return
      case 'ExportDefaultDeclaration':
        if (node.declaration.type === 'ClassDeclaration') this.#class(node.declaration)
        else if (node.declaration.type !== 'FunctionDeclaration') this.expression(node.declaration, true)
        return
      case 'VariableDeclaration':
        for (const { id, init } of node.declarations) {
          if (init) this.expression(init, true)
          this.#origins.name(id, init ? this.#origins.of(init) : 'own')
        }
        return
      case 'ExpressionStatement':
        this.expression(node.expression, false)
        return
      case 'IfStatement':
        // Hot replacement is no part of a production build.
        if (isMember(node.test) && /\bhot$/.test(methodOf(node.test))) return
        this.expression(node.test, true)
        this.statement(node.consequent)
        if (node.alternate) this.statement(node.alternate)
        return
      case 'BlockStatement':
        for (const child of node.body) this.statement(child)
        return
      case 'ForOfStatement':
      case 'ForInStatement':
        this.#forIn(node)
        return
      case 'ForStatement':
        if (node.init?.type === 'VariableDeclaration') this.statement(node.init)
        else if (node.init) this.expression(node.init, true)
        if (node.test) this.expression(node.test, true)
        if (node.update) this.expression(node.update, true)
        this.statement(node.body)
        return
      case 'BreakStatement':
      case 'ContinueStatement':
        return
      default:
        if (/^(TS|Declare|Opaque|TypeAlias|Interface)/.test(node.type)) return
        this.#add(node, null)
    }
  }
}

const isClass = (node: t.Node): node is t.Class => node.type === 'ClassDeclaration' || node.type === 'ClassExpression'

/** `exports`, `module.exports`, or something in them. */
const isModuleItself = (node: t.Node): boolean => /^(module|exports)$/.test(rootName(node) ?? '')

const isNode = (value: unknown): value is t.Node =>
  typeof value === 'object' && value !== null && 'type' in value && typeof value.type === 'string' && 'start' in value

const childrenOf = (node: t.Node): t.Node[] =>
  Object.entries(node).flatMap(([key, value]: [string, unknown]) => {
    if (key === 'leadingComments' || key === 'trailingComments' || key === 'innerComments') return []
    return Array.isArray(value) ? value.filter(isNode) : isNode(value) ? [value] : []
  })

const found = new WeakMap<SourceFile, readonly LoadEffect[]>()

/** What a module does when it is loaded. Errs towards finding an effect, except for calls of imported functions whose result is kept. */
export const loadEffects = (file: SourceFile): readonly LoadEffect[] => {
  const known = found.get(file)
  if (known) return known
  const finder = new EffectFinder(file)
  for (const statement of file.ast.program.body) finder.statement(statement)
  found.set(file, finder.effects)
  return finder.effects
}
