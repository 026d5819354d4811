import path from 'node:path'
import type { Binding, NodePath } from '@babel/traverse'
import type * as t from '@babel/types'
import type { Module, Program } from './program.js'

/** Where what a module exports goes on: the name that it has in another module, or what that exports it as. */
export type Taken =
  | { readonly kind: 'binding'; readonly binding: Binding }
  | { readonly kind: 'export'; readonly module: string; readonly name: string }

/** Words of which a module that imports this file has one. A folder's index goes by many names. */
export const wordsFor = (file: string): readonly string[] =>
  isIndex(file) ? ['from', 'require'] : [path.posix.basename(file, path.posix.extname(file))]

export const isIndex = (file: string): boolean => /(?:^|\/)index\.\w+$/.test(file)

/** What a module takes of another by this name. */
export const takenBy = (importing: Module, file: string, name: string, program: Program): readonly Taken[] =>
  importing.program.get('body').flatMap((statement): readonly Taken[] => {
    const { node } = statement
    const source = sourceOf(node)
    if (source === null || program.resolve(source, importing.path) !== file) return []
    if (node.type === 'ExportAllDeclaration') return [{ kind: 'export', module: importing.path, name }]
    if (node.type === 'ExportNamedDeclaration')
      return node.specifiers.flatMap(specifier =>
        specifier.type === 'ExportSpecifier' && specifier.local.name === name
          ? [{ kind: 'export', module: importing.path, name: textOf(specifier.exported) } as const]
          : [],
      )
    if (node.type !== 'ImportDeclaration') return []
    return node.specifiers.flatMap(specifier => {
      const binding =
        importedAs(specifier) === name ? importing.program.scope.getBinding(specifier.local.name) : undefined
      return binding === undefined ? [] : [{ kind: 'binding', binding } as const]
    })
  })

/** The name by which the other module exports it; null of all of them at once. */
export const importedAs = (specifier: t.ImportDeclaration['specifiers'][number]): string | null => {
  if (specifier.type === 'ImportSpecifier') return textOf(specifier.imported)
  return specifier.type === 'ImportDefaultSpecifier' ? 'default' : null
}

const sourceOf = (node: t.Statement): string | null =>
  'source' in node && node.source?.type === 'StringLiteral' ? node.source.value : null

const textOf = (name: t.Identifier | t.StringLiteral): string => (name.type === 'Identifier' ? name.name : name.value)

/** Who takes an export of a module, as long as each takes it by its name; null where one may take all that the module exports, or cannot be told. */
export const takers = (file: string, name: string, program: Program): readonly Taken[] | null => {
  const words = wordsFor(file)
  if ([...words.filter(word => word !== 'from'), name].some(word => program.unread(word) !== null)) return null
  const others = [...new Set([...words, name].flatMap(word => program.mentioning(word)))].filter(m => m.path !== file)
  if (others.some(other => mayTakeAll(other, file, name, program))) return null
  return others.flatMap(other => takenBy(other, file, name, program))
}

/** What the path of an import of a file ends with. */
const endOf = (file: string): string =>
  path.posix.basename(isIndex(file) ? path.posix.dirname(file) : file.replace(/\.\w+$/, ''))

const mayTakeAll = (importing: Module, file: string, name: string, program: Program): boolean => {
  const isThis = (specifier: string): boolean => {
    const found = program.resolve(specifier, importing.path)
    return found === file || (found === null && path.posix.basename(specifier).replace(/\.\w+$/, '') === endOf(file))
  }
  let found = importing.readsOf(name).some(isOfModule)
  importing.program.traverse({
    ImportDeclaration({ node }) {
      const all = node.specifiers.some(specifier => importedAs(specifier) === null)
      const isKnown = program.resolve(node.source.value, importing.path) === file
      const named = node.specifiers.some(specifier => importedAs(specifier) === name)
      const strange = name !== 'default' && named && program.resolve(node.source.value, importing.path) === null
      if (strange || (isThis(node.source.value) && (all || !isKnown))) found = true
    },
    CallExpression({ node }) {
      const [argument] = node.arguments
      const loads =
        node.callee.type === 'Import' || (node.callee.type === 'Identifier' && node.callee.name === 'require')
      if (loads && argument?.type === 'StringLiteral' && isThis(argument.value)) found = true
    },
  })
  return found
}

/** `data.slides` of what is imported as a whole. */
const isOfModule = (read: NodePath<t.Node>): boolean => {
  if (!read.isMemberExpression()) return false
  const { object } = read.node
  return object.type === 'Identifier' && read.scope.getBinding(object.name)?.kind === 'module'
}
