import { posix } from 'node:path'
import type * as t from '@babel/types'
import { requiredModule } from '../../source/origins.js'
import { parseSource } from '../../source/parse.js'

/** Where a member of a package lies: the file, and the name under which that exports it. */
export interface Member {
  /** Path of the file, `node_modules/…`. */
  readonly file: string
  /** `default`: all that a CommonJS file exports, or the default of a module. */
  readonly imported: string
  /** True where the file is CommonJS made of a module: its default is one only for code that knows of that. */
  readonly interop: boolean
}

export interface PackageEntry {
  readonly members: ReadonlyMap<string, Member>
  /** True for a module, whose names can be imported; a CommonJS file also has a default, which is the whole. */
  readonly isModule: boolean
}

/** Reads an installed file; `` where there is none. */
export type ReadInstalled = (path: string) => Promise<string>

const isRelative = (specifier: string): boolean => /^\.{1,2}(\/|$)/.test(specifier)

/** The file that a relative request names, as Node and bundlers look for it. */
export const resolveInstalled = async (
  from: string,
  specifier: string,
  read: ReadInstalled,
): Promise<string | null> => {
  const base = posix.join(posix.dirname(from), specifier)
  const tried = [base, `${base}.js`, `${base}.mjs`, `${base}.cjs`, posix.join(base, 'index.js')]
  for (const path of tried) if (/\.[cm]?js$/.test(path) && (await read(path)) !== '') return path
  return null
}

interface Source {
  readonly specifier: string
  readonly imported: string
  readonly interop: boolean
}

const WRAPS = /^_?_?interopRequire(Default|Wildcard)$|^__importDefault$/

/** What an expression of a CommonJS file takes from another one. */
const sourceOf = (node: t.Node, known: ReadonlyMap<string, Source>): Source | null => {
  const required = requiredModule(node)
  if (required !== null)
    return isRelative(required) ? { specifier: required, imported: 'default', interop: false } : null
  if (node.type === 'Identifier') {
    const source = known.get(node.name)
    return source && !source.interop ? source : null
  }
  // `_isEmail.default`, of what Babel and TypeScript wrapped.
  if (node.type !== 'MemberExpression' || node.computed || node.object.type !== 'Identifier') return null
  const wrapped = known.get(node.object.name)
  return wrapped?.interop && node.property.type === 'Identifier' && node.property.name === 'default' ? wrapped : null
}

const declared = (node: t.VariableDeclarator): Source | null => {
  const { init } = node
  if (!init) return null
  if (init.type === 'CallExpression' && init.callee.type === 'Identifier' && WRAPS.test(init.callee.name)) {
    const required = init.arguments[0] ? requiredModule(init.arguments[0]) : null
    return required !== null && isRelative(required)
      ? { specifier: required, imported: 'default', interop: true }
      : null
  }
  return sourceOf(init, new Map())
}

const isExports = (node: t.Node): boolean =>
  (node.type === 'Identifier' && node.name === 'exports') ||
  (node.type === 'MemberExpression' &&
    node.object.type === 'Identifier' &&
    node.object.name === 'module' &&
    node.property.type === 'Identifier' &&
    node.property.name === 'exports')

/** `module.exports = { a, b: require('./b') }` and `exports.a = …`, member by member. */
const commonMembers = (program: t.Program): Map<string, Source> => {
  const known = new Map<string, Source>()
  const members = new Map<string, Source>()
  const add = (name: string, value: t.Node): void => {
    const source = sourceOf(value, known)
    if (source) members.set(name, source)
    else members.delete(name)
  }
  const addAll = (value: t.Node): void => {
    if (value.type !== 'ObjectExpression') return
    for (const one of value.properties) {
      if (one.type === 'ObjectProperty' && !one.computed && one.key.type === 'Identifier') add(one.key.name, one.value)
    }
  }
  for (const statement of program.body) {
    if (statement.type === 'VariableDeclaration') {
      for (const one of statement.declarations) {
        const source = one.id.type === 'Identifier' ? declared(one) : null
        if (source && one.id.type === 'Identifier') known.set(one.id.name, source)
        if (one.init?.type === 'ObjectExpression') continue
        if (one.init?.type === 'AssignmentExpression' && isExports(one.init.left)) addAll(one.init.right)
      }
    }
    if (statement.type !== 'ExpressionStatement' || statement.expression.type !== 'AssignmentExpression') continue
    const { left, right } = statement.expression
    if (isExports(left)) addAll(right)
    else if (left.type === 'MemberExpression' && isExports(left.object) && left.property.type === 'Identifier')
      add(left.property.name, right)
  }
  return members
}

/** What a package's entry re-exports from other files of the package. */
export const packageEntry = async (path: string, read: ReadInstalled): Promise<PackageEntry | null> => {
  const file = parseSource(path, await read(path))
  if (!file) return null
  const members = new Map<string, Member>()
  const place = async (name: string, { specifier, imported, interop }: Source): Promise<void> => {
    const target = isRelative(specifier) ? await resolveInstalled(path, specifier, read) : null
    if (target === null) return
    // Without the wrapper, what a file made of a module hands out is its namespace, which no import gives back.
    if (!isEsModule && !interop && /__esModule/.test(await read(target))) return
    members.set(name, { file: target, imported, interop })
  }
  const isEsModule = file.ast.program.body.some(({ type }) => /^(Import|Export)/.test(type))
  if (!isEsModule) {
    for (const [name, source] of commonMembers(file.ast.program)) await place(name, source)
    return { members, isModule: false }
  }
  const imported = new Map<string, Source>()
  for (const { specifier, bindings, reexports } of file.imports) {
    for (const one of bindings) imported.set(one.local, { specifier, imported: one.imported, interop: false })
    for (const [name, from] of reexports)
      if (from !== '*') await place(name, { specifier, imported: from, interop: false })
  }
  for (const statement of file.ast.program.body) {
    if (statement.type !== 'ExportNamedDeclaration' || statement.source) continue
    for (const one of statement.specifiers) {
      if (one.type !== 'ExportSpecifier') continue
      const source = imported.get(one.local.name)
      const name = one.exported.type === 'Identifier' ? one.exported.name : one.exported.value
      if (source && source.imported !== '*') await place(name, source)
    }
  }
  return { members, isModule: true }
}
