import type { NodePath } from '@babel/traverse'
import type * as t from '@babel/types'
import { type Carrier, inFile, type Shape, type Step } from './carrier.js'
import { assign, follow } from './follow.js'
import { followHeld } from './held.js'
import { isIndex, takenBy, wordsFor } from './importers.js'
import type { Module, Program } from './program.js'

/** More places than this are not looked through for one picture. */
const MOST_CARRIERS = 300

/** Where an address comes from: an expression, or a name that an import gives it. */
export type Start =
  | { readonly kind: 'expression'; readonly module: Module; readonly path: NodePath<t.Node> }
  | { readonly kind: 'carrier'; readonly carrier: Carrier; readonly module: Module }

/** What becomes of an address in the end: what one look after another finds, for as long as somebody wants to know more. */
export type Course = (start: Start) => Iterable<Exclude<Step, Carrier>>

export const courseIn = (program: Program): Course => {
  // Many pictures travel under the same names.
  const known = new Map<unknown, Map<string, readonly Step[]>>()
  const look = (carrier: Carrier, module: Module): readonly Step[] => {
    const key = keyOf(carrier)
    const shapes = known.get(key) ?? new Map<string, readonly Step[]>()
    known.set(key, shapes)
    const found = shapes.get(carrier.shape) ?? lookAt(carrier, module, program)
    shapes.set(carrier.shape, found)
    return found
  }
  return function* (start) {
    const seen = new Map<unknown, Set<Shape>>()
    const first =
      start.kind === 'carrier'
        ? [start.carrier]
        : follow(start.path, '', start.module.path).map(inFile(start.module.path))
    const queue: { readonly carrier: Carrier; readonly module: Module }[] = []
    let count = 0
    const enter = (steps: readonly Step[], module: Module): readonly Exclude<Step, Carrier>[] => {
      const ends: Exclude<Step, Carrier>[] = []
      for (const step of steps) {
        if (step.kind === 'refused' || step.kind === 'shown') {
          ends.push(step)
          continue
        }
        const key = keyOf(step)
        const shapes = seen.get(key) ?? new Set()
        seen.set(key, shapes)
        if (shapes.has(step.shape)) continue
        shapes.add(step.shape)
        if (++count > MOST_CARRIERS) return [...ends, TOO_MANY]
        const there = whereIs(step, module, program)
        if (there !== null) queue.push({ carrier: step, module: there })
      }
      return ends
    }
    yield* enter(first, start.module)
    for (let next = queue.pop(); next !== undefined && count <= MOST_CARRIERS; next = queue.pop())
      yield* enter(look(next.carrier, next.module), next.module)
  }
}

const TOO_MANY: Step & { kind: 'refused' } = {
  kind: 'refused',
  reason: 'it goes to more places than are looked through',
}

const keyOf = (carrier: Carrier): unknown => {
  if (carrier.kind === 'binding') return carrier.binding
  if (carrier.kind === 'held') return carrier.value.node
  return carrier.kind === 'property' ? `property ${carrier.name}` : `export ${carrier.module} ${carrier.name}`
}

/** A name lies where it was declared, which is not always where it was found. */
const whereIs = (carrier: Carrier, from: Module, program: Program): Module | null => {
  if (carrier.kind === 'export') return program.module(carrier.module)
  return carrier.kind === 'binding' ? program.moduleOf(carrier.binding.path) : from
}

const lookAt = (carrier: Carrier, module: Module, program: Program): readonly Step[] => {
  if (carrier.kind === 'binding') return lookAtBinding(carrier, module, program)
  if (carrier.kind === 'export') return lookAtExport(carrier, program)
  const { name, shape } = carrier
  if (carrier.kind === 'held') return followHeld(carrier, program)
  const unread = program.unread(name)
  if (unread !== null) return [{ kind: 'refused', reason: `${unread} cannot be read, and names \`${name}\`` }]
  const linking = program.linking(name)
  if (linking !== null) return [{ kind: 'refused', reason: `a link or a preview names \`${name}\` (${linking})` }]
  return program.mentioning(name).flatMap(m =>
    m
      .readsOf(name)
      .flatMap(read => readOf(read, shape, m.path))
      .map(inFile(m.path)),
  )
}

/** A member that is read, or a field that is taken out of an object. */
const readOf = (read: NodePath<t.Node>, shape: Shape, file: string): readonly Step[] => {
  if (read.parentPath?.isObjectProperty() && read.parentPath.parentPath?.isObjectPattern())
    return assign(read, shape, file)
  return isWritten(read) ? [] : follow(read, shape, file)
}

const isWritten = (read: NodePath<t.Node>): boolean =>
  read.parentPath?.isAssignmentExpression() === true && read.key === 'left'

const lookAtBinding = (
  { binding, shape }: Extract<Carrier, { kind: 'binding' }>,
  module: Module,
  program: Program,
): readonly Step[] => {
  const { name } = binding.identifier
  const here = binding.referencePaths.flatMap((reference): readonly Step[] => {
    if (reference.isExportNamedDeclaration()) return [{ kind: 'export', module: module.path, name, shape }]
    if (reference.isExportDefaultDeclaration()) return [{ kind: 'export', module: module.path, name: 'default', shape }]
    if (reference.isJSXIdentifier())
      return shape === '' ? [{ kind: 'refused', reason: 'it is used as a component' }] : []
    return follow(reference, shape, module.path)
  })
  // What a script declares at its top, the other scripts of a page see.
  const isShared = binding.scope.path.isProgram() && binding.scope.path.node.sourceType === 'script'
  const elsewhere = isShared ? program.mentioning(name) : []
  return [
    ...here.map(inFile(module.path)),
    ...elsewhere.flatMap(m =>
      m
        .globalsOf(name)
        .flatMap(read => readOf(read, shape, m.path))
        .map(inFile(m.path)),
    ),
  ]
}

/** Those who import it by its name, or the whole module, of which it is a member. */
const lookAtExport = (
  { module: file, name, shape }: Extract<Carrier, { kind: 'export' }>,
  program: Program,
): readonly Step[] => {
  const words = wordsFor(file)
  const unread = isIndex(file) ? null : program.unread(words[0]!)
  if (unread !== null) return [{ kind: 'refused', reason: `${unread} cannot be read, and names \`${words[0]}\`` }]
  return [
    ...(name === 'default' ? [] : [{ kind: 'property', name, shape } as const]),
    ...[...new Set(words.flatMap(word => program.mentioning(word)))].flatMap(importing => [
      ...(name === 'default' ? requiresOf(importing, file, program, shape) : []),
      ...takenBy(importing, file, name, program).map(taken => ({ ...taken, shape })),
    ]),
  ]
}

/** `require('./data')` of a module that is what it exports. */
const requiresOf = (importing: Module, file: string, program: Program, shape: Shape): readonly Step[] => {
  const steps: Step[] = []
  importing.program.traverse({
    CallExpression(call) {
      const [argument] = call.node.arguments
      if (argument?.type !== 'StringLiteral' || program.resolve(argument.value, importing.path) !== file) return
      const { callee } = call.node
      if (callee.type === 'Import') steps.push({ kind: 'refused', reason: 'it is loaded later' })
      else if (callee.type === 'Identifier' && callee.name === 'require')
        steps.push(...follow(call, shape, importing.path))
    },
  })
  return steps.map(inFile(importing.path))
}
