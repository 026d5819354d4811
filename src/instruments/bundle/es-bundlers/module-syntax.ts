import { type ParserPlugin, parse } from '@babel/parser'
import type * as t from '@babel/types'

/** What a module takes from others and hands on, by name. */
export interface ModuleSyntax {
  /** By specifier: the names taken; `*` for all of them. */
  readonly taken: ReadonlyMap<string, ReadonlySet<string>>
  /** Exported name → where it comes from. */
  readonly handedOn: ReadonlyMap<string, { readonly specifier: string; readonly name: string }>
  /** Modules all of whose exports are handed on. */
  readonly stars: readonly string[]
  /** Names of its own exports. */
  readonly own: ReadonlySet<string>
}

const nameOf = (node: t.Identifier | t.StringLiteral): string => (node.type === 'Identifier' ? node.name : node.value)

const program = (path: string, text: string): t.Program | null => {
  const typescript = /\.[cm]?tsx?$/.test(path)
  const jsx = !/\.[cm]?ts$/.test(path)
  const plugins: ParserPlugin[] = [
    ...(jsx ? (['jsx'] as const) : []),
    typescript ? 'typescript' : 'flow',
    'decorators-legacy',
  ]
  try {
    return parse(text, { sourceType: 'module', plugins, errorRecovery: true }).program
  } catch {
    return null
  }
}

/** @returns null where the text is neither JavaScript nor TypeScript. */
export const moduleSyntax = (path: string, text: string): ModuleSyntax | null => {
  const body = program(path, text)?.body
  if (!body) return null
  const taken = new Map<string, Set<string>>()
  const imported = new Map<string, { specifier: string; name: string }>()
  const handedOn = new Map<string, { specifier: string; name: string }>()
  const stars: string[] = []
  const own = new Set<string>()
  const take = (specifier: string, ...names: string[]): void => {
    taken.set(specifier, new Set([...(taken.get(specifier) ?? []), ...names]))
  }
  for (const node of body) {
    if (node.type === 'ImportDeclaration') {
      if (node.importKind === 'type' || node.importKind === 'typeof') continue
      const specifier = node.source.value
      take(specifier)
      for (const one of node.specifiers) {
        const name =
          one.type === 'ImportDefaultSpecifier'
            ? 'default'
            : one.type === 'ImportSpecifier'
              ? nameOf(one.imported)
              : '*'
        take(specifier, name)
        imported.set(one.local.name, { specifier, name })
      }
    } else if (node.type === 'ExportAllDeclaration') {
      stars.push(node.source.value)
      take(node.source.value, '*')
    } else if (node.type === 'ExportNamedDeclaration' && node.source) {
      for (const one of node.specifiers) {
        const exported = one.exported.type === 'Identifier' ? one.exported.name : nameOf(one.exported)
        const name =
          one.type === 'ExportSpecifier' ? one.local.name : one.type === 'ExportDefaultSpecifier' ? 'default' : '*'
        handedOn.set(exported, { specifier: node.source.value, name })
        take(node.source.value, name)
      }
    } else if (node.type === 'ExportDefaultDeclaration') own.add('default')
    else if (node.type === 'ExportNamedDeclaration') {
      for (const name of declaredNames(node.declaration)) own.add(name)
      for (const one of node.specifiers) if (one.type === 'ExportSpecifier') own.add(nameOf(one.exported))
    }
  }
  // `import { A } from './a'` and later `export { A }`.
  for (const node of body) {
    if (node.type === 'ExportDefaultDeclaration' && node.declaration.type === 'Identifier') {
      const source = imported.get(node.declaration.name)
      if (source) handedOn.set('default', source)
    }
    if (node.type !== 'ExportNamedDeclaration' || node.source) continue
    for (const one of node.specifiers) {
      const source = one.type === 'ExportSpecifier' ? imported.get(one.local.name) : undefined
      if (source) handedOn.set(nameOf(one.exported), source)
    }
  }
  return { taken, handedOn, stars, own }
}

const declaredNames = (declaration: t.Declaration | null | undefined): string[] => {
  if (!declaration) return []
  if (declaration.type === 'VariableDeclaration')
    return declaration.declarations.flatMap(({ id }) => (id.type === 'Identifier' ? [id.name] : patternNames(id)))
  return 'id' in declaration && declaration.id?.type === 'Identifier' ? [declaration.id.name] : []
}

/** Names of `const { a, b: [c] } = …`. */
const patternNames = (pattern: t.Node): string[] => {
  switch (pattern.type) {
    case 'Identifier':
      return [pattern.name]
    case 'ObjectPattern':
      return pattern.properties.flatMap(one => patternNames(one.type === 'RestElement' ? one.argument : one.value))
    case 'ArrayPattern':
      return pattern.elements.flatMap(one => (one ? patternNames(one) : []))
    case 'AssignmentPattern':
      return patternNames(pattern.left)
    case 'RestElement':
      return patternNames(pattern.argument)
    default:
      return []
  }
}
