import path from 'node:path'
import type { NodePath } from '@babel/traverse'
import type * as t from '@babel/types'
import type { Carrier, Shape, Step } from './carrier.js'
import { assign, follow } from './follow.js'
import type { Module, Program } from './program.js'

/** More places than this are not looked through for one picture. */
const MOST_CARRIERS = 300

/** Says why an address may be used for more than showing the picture; null where all that is done with it, as far as it goes, is to show it. */
export type OnlyShown = (start: Start) => string | null

/** Where an address comes from: an expression, or a name that an import gives it. */
export type Start =
  | { readonly kind: 'expression'; readonly module: Module; readonly path: NodePath<t.Node> }
  | { readonly kind: 'carrier'; readonly carrier: Carrier; readonly module: Module }

export const onlyShown = (program: Program): OnlyShown => {
  // Many pictures travel under the same names.
  const known = new Map<unknown, Map<string, readonly Step[]>>()
  const look = (carrier: Carrier, module: Module): readonly Step[] => {
    const key = carrier.kind === 'binding' ? carrier.binding : keyOf(carrier)
    const shapes = known.get(key) ?? new Map<string, readonly Step[]>()
    known.set(key, shapes)
    const found = shapes.get(carrier.shape) ?? lookAt(carrier, module, program)
    shapes.set(carrier.shape, found)
    return found
  }
  return start => {
    const seen = new Map<unknown, Set<Shape>>()
    const queue: { carrier: Carrier; module: Module }[] = []
    let count = 0
    const enter = (steps: readonly Step[], module: Module): string | null => {
      for (const step of steps) {
        if (step.kind === 'refused') return step.reason
        const key = step.kind === 'binding' ? step.binding : keyOf(step)
        const shapes = seen.get(key) ?? new Set()
        seen.set(key, shapes)
        if (shapes.has(step.shape)) continue
        shapes.add(step.shape)
        if (++count > MOST_CARRIERS) return 'it goes to more places than are looked through'
        const there = step.kind === 'export' ? program.module(step.module) : moduleOf(step, module, program)
        if (there !== null) queue.push({ carrier: step, module: there })
      }
      return null
    }
    const first =
      start.kind === 'carrier' ? [start.carrier] : follow(start.path, '', start.module.path).map(inFile(start.module))
    let refused = enter(first, start.module)
    for (let next = queue.pop(); next !== undefined && refused === null; next = queue.pop())
      refused = enter(look(next.carrier, next.module), next.module)
    return refused
  }
}

const keyOf = (carrier: Exclude<Carrier, { kind: 'binding' }>): string =>
  carrier.kind === 'property' ? `property ${carrier.name}` : `export ${carrier.module} ${carrier.name}`

/** A reason says where it was found. */
const inFile =
  ({ path: file }: Pick<Module, 'path'>) =>
  (step: Step): Step =>
    step.kind === 'refused' ? { ...step, reason: `${step.reason} (${file})` } : step

/** A binding lies where it was declared, which is not always where it was found. */
const moduleOf = (carrier: Carrier, from: Module, program: Program): Module | null => {
  if (carrier.kind !== 'binding') return from
  const root = carrier.binding.scope.getProgramParent().path
  if (root === from.program) return from
  return program.mentioning(carrier.binding.identifier.name).find(m => m.program === root) ?? from
}

const lookAt = (carrier: Carrier, module: Module, program: Program): readonly Step[] => {
  if (carrier.kind === 'binding') return lookAtBinding(carrier, module, program)
  if (carrier.kind === 'export') return lookAtExport(carrier, program)
  const { name, shape } = carrier
  const unread = program.unread(name)
  if (unread !== null) return [{ kind: 'refused', reason: `${unread} cannot be read, and names \`${name}\`` }]
  const linking = program.linking(name)
  if (linking !== null) return [{ kind: 'refused', reason: `a link or a preview names \`${name}\` (${linking})` }]
  return program.mentioning(name).flatMap(m =>
    m
      .readsOf(name)
      .flatMap(read => readOf(read, shape, m.path))
      .map(inFile(m)),
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
    ...here.map(inFile(module)),
    ...elsewhere.flatMap(m =>
      m
        .globalsOf(name)
        .flatMap(read => readOf(read, shape, m.path))
        .map(inFile(m)),
    ),
  ]
}

/** Those who import it by its name, or the whole module, of which it is a member. */
const lookAtExport = (
  { module: file, name, shape }: Extract<Carrier, { kind: 'export' }>,
  program: Program,
): readonly Step[] => {
  // A folder's index goes by many names.
  const isIndex = /(?:^|\/)index\.\w+$/.test(file)
  const words = isIndex ? ['from', 'require'] : [path.posix.basename(file, path.posix.extname(file))]
  const unread = isIndex ? null : program.unread(words[0]!)
  if (unread !== null) return [{ kind: 'refused', reason: `${unread} cannot be read, and names \`${words[0]}\`` }]
  return [
    ...(name === 'default' ? [] : [{ kind: 'property', name, shape } as const]),
    ...[...new Set(words.flatMap(word => program.mentioning(word)))].flatMap(importing => [
      ...(name === 'default' ? requiresOf(importing, file, program, shape) : []),
      ...importsOf(importing, file, name, shape, program),
    ]),
  ]
}

const importsOf = (importing: Module, file: string, name: string, shape: Shape, program: Program): readonly Step[] =>
  importing.program.get('body').flatMap((statement): readonly Step[] => {
    const { node } = statement
    const source = 'source' in node && node.source?.type === 'StringLiteral' ? node.source.value : null
    if (source === null || program.resolve(source, importing.path) !== file) return []
    if (node.type === 'ExportAllDeclaration') return [{ kind: 'export', module: importing.path, name, shape }]
    if (node.type === 'ExportNamedDeclaration')
      return node.specifiers.flatMap(specifier =>
        specifier.type === 'ExportSpecifier' && specifier.local.name === name
          ? [{ kind: 'export', module: importing.path, name: textOf(specifier.exported), shape } as const]
          : [],
      )
    if (node.type !== 'ImportDeclaration') return []
    return node.specifiers.flatMap(specifier => {
      const imported =
        specifier.type === 'ImportSpecifier'
          ? textOf(specifier.imported)
          : specifier.type === 'ImportDefaultSpecifier'
            ? 'default'
            : null
      const binding = imported === name ? importing.program.scope.getBinding(specifier.local.name) : undefined
      return binding === undefined ? [] : [{ kind: 'binding', binding, shape } as const]
    })
  })

const textOf = (name: t.Identifier | t.StringLiteral): string => (name.type === 'Identifier' ? name.name : name.value)

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
  return steps.map(inFile(importing))
}
