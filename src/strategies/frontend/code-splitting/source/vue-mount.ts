import type * as t from '@babel/types'
import MagicString from 'magic-string'
import { parseSource, type SourceFile } from '../../../source/parse.js'

/** A call of a method: `app.use(router)`. */
interface MethodCall {
  readonly name: string
  readonly call: t.CallExpression
  readonly object: t.Expression
}

const methodCall = (node: t.Node): MethodCall | null => {
  if (node.type !== 'CallExpression' || node.callee.type !== 'MemberExpression' || node.callee.computed) return null
  const { object, property } = node.callee
  return property.type === 'Identifier' && object.type !== 'Super' ? { name: property.name, call: node, object } : null
}

/** Calls of methods on what another returned, the last first, and what the first was called on. */
const chainOf = (node: t.Expression): { readonly calls: readonly MethodCall[]; readonly root: t.Expression } => {
  const calls: MethodCall[] = []
  let root = node
  for (let call = methodCall(root); call !== null; call = methodCall(root)) {
    calls.push(call)
    root = call.object
  }
  return { calls, root }
}

const takes = ({ name, call }: MethodCall, routers: ReadonlySet<string>): boolean => {
  const [first] = call.arguments
  return name === 'use' && first?.type === 'Identifier' && routers.has(first.name)
}

/** Names of routers in a file: imported from one of these, or made in it. */
const routersIn = (file: SourceFile, isRouter: (specifier: string) => boolean): ReadonlySet<string> => {
  const names = new Set<string>()
  for (const statement of file.ast.program.body) {
    if (statement.type === 'ImportDeclaration' && isRouter(statement.source.value))
      for (const { local } of statement.specifiers) names.add(local.name)
    const declared = statement.type === 'ExportNamedDeclaration' ? statement.declaration : statement
    if (declared?.type !== 'VariableDeclaration') continue
    for (const { id, init } of declared.declarations)
      if (id.type === 'Identifier' && init?.type === 'CallExpression' && isCreateRouter(init.callee)) names.add(id.name)
  }
  return names
}

const isCreateRouter = (callee: t.Node): boolean => callee.type === 'Identifier' && callee.name === 'createRouter'

/**
 * Has an application of vue-router put on the page once the component of its first route is there: with one that is loaded later, what stands around it would be shown
 * alone first, and move when it comes. Where the first navigation fails, the application is shown as it would have been.
 * @param isRouter whether an import of this file brings the router whose routes are loaded later
 * @returns the new text; null where the file puts no such application on the page, or not in a way that is known
 */
export const mountOnceReady = (
  { path, text }: Pick<SourceFile, 'path' | 'text'>,
  isRouter: (specifier: string) => boolean,
): string | null => {
  if (!text.includes('.mount(')) return null
  const file = parseSource(path, text)
  if (!file) return null
  const routers = routersIn(file, isRouter)
  const statements = file.ast.program.body.filter(one => one.type === 'ExpressionStatement')
  const mounts = statements.filter(({ expression }) => methodCall(expression)?.name === 'mount')
  const [statement, ...others] = mounts
  const mount = statement && methodCall(statement.expression)
  if (!mount || others.length > 0) return null
  const { calls, root } = chainOf(mount.object)
  const onRoot = root.type === 'Identifier' ? statements.flatMap(one => callsOn(one.expression, root.name)) : []
  const used = [...calls, ...onRoot].find(call => takes(call, routers))
  const router = used?.call.arguments[0]
  if (router?.type !== 'Identifier') return null
  const { newline, semicolon } = file.style
  const application = text.slice(mount.object.start!, mount.object.end!)
  const call = text.slice(mount.object.end!, mount.call.end!)
  const name = mount.object.type === 'Identifier' ? mount.object.name : freeName(text)
  const declared = mount.object.type === 'Identifier' ? '' : `const ${name} = ${application}${semicolon}${newline}`
  const edited = new MagicString(text)
  edited.update(
    mount.call.start!,
    mount.call.end!,
    `${declared}${router.name}.isReady().catch(() => undefined).then(() => ${name}${call})`,
  )
  return edited.toString()
}

const callsOn = (expression: t.Expression, name: string): readonly MethodCall[] => {
  const { calls, root } = chainOf(expression)
  return root.type === 'Identifier' && root.name === name ? calls : []
}

const freeName = (text: string): string => {
  let name = 'app'
  while (new RegExp(`\\b${name}\\b`).test(text.replace(/(['"`])(?:\\.|(?!\1)[^\\])*\1/g, ''))) name += '_'
  return name
}
