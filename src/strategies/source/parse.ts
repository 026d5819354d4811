import { parse } from '@babel/parser'
import babelTraverse, { type NodePath } from '@babel/traverse'
import type * as t from '@babel/types'
import { unwrapDefault } from '../unwrap-default.js'

export const traverse = unwrapDefault(babelTraverse)

export interface ImportedBinding {
  readonly local: string
  /** `default`, `*`, or the name. */
  readonly imported: string
  /** True where it is written as a type: `import { type Props }`. */
  readonly type: boolean
}

/** An `import … from`, or an `export … from` (then with `reexports` and no bindings). */
export interface ImportStatement {
  readonly specifier: string
  readonly node: t.ImportDeclaration | t.ExportNamedDeclaration | t.ExportAllDeclaration
  readonly bindings: readonly ImportedBinding[]
  /** Exported name → the name in the module, of an `export { a as b } from`; `*` of an `export * from`. */
  readonly reexports: ReadonlyMap<string, string>
}

export interface SourceFile {
  readonly path: string
  readonly text: string
  readonly ast: t.File
  readonly program: NodePath<t.Program>
  /** In the order in which they are evaluated. */
  readonly imports: readonly ImportStatement[]
  readonly style: SourceStyle
}

/** How the file is written, so that what is added looks like the rest. */
export interface SourceStyle {
  readonly semicolon: '' | ';'
  readonly quote: '"' | "'"
  readonly newline: '\n' | '\r\n'
}

const styleOf = (text: string): SourceStyle => {
  const statements = text.match(/^(import|export|const|let|var)\b.*$/gm) ?? []
  const ended = statements.filter(line => /;\s*$/.test(line)).length
  const open = statements.filter(line => /['")\w]\s*$/.test(line)).length
  const count = (pattern: RegExp): number => (text.match(pattern) ?? []).length
  const inImports = count(/(from\s+|require\(|import\s+)'/g) - count(/(from\s+|require\(|import\s+)"/g)
  const singles = inImports || count(/'/g) - count(/"/g)
  return {
    semicolon: ended > open ? ';' : '',
    quote: singles < 0 ? '"' : "'",
    newline: text.includes('\r\n') ? '\r\n' : '\n',
  }
}

const nameOf = (node: t.Identifier | t.StringLiteral): string => (node.type === 'Identifier' ? node.name : node.value)

const bindingOf = (specifier: t.ImportDeclaration['specifiers'][number]): ImportedBinding => {
  const local = specifier.local.name
  if (specifier.type === 'ImportDefaultSpecifier') return { local, imported: 'default', type: false }
  if (specifier.type === 'ImportNamespaceSpecifier') return { local, imported: '*', type: false }
  const type = specifier.importKind === 'type' || specifier.importKind === 'typeof'
  return { local, imported: nameOf(specifier.imported), type }
}

const importOf = (node: t.Statement): ImportStatement | null => {
  const none = new Map<string, string>()
  if (node.type === 'ImportDeclaration') {
    if (node.importKind === 'type' || node.importKind === 'typeof') return null
    return { specifier: node.source.value, node, bindings: node.specifiers.map(bindingOf), reexports: none }
  }
  if (node.type === 'ExportAllDeclaration') {
    if (node.exportKind === 'type') return null
    return { specifier: node.source.value, node, bindings: [], reexports: new Map([['*', '*']]) }
  }
  if (node.type !== 'ExportNamedDeclaration' || !node.source || node.exportKind === 'type') return null
  const reexports = new Map<string, string>()
  for (const specifier of node.specifiers) {
    if (specifier.type === 'ExportSpecifier') reexports.set(nameOf(specifier.exported), specifier.local.name)
    else reexports.set(nameOf(specifier.exported), '*')
  }
  return { specifier: node.source.value, node, bindings: [], reexports }
}

/**
 * The syntax of JavaScript, JSX, Flow or TypeScript alone.
 *
 * @returns null where the file is in none of them.
 */
export const parseSyntax = (path: string, text: string): t.File | null => {
  const typescript = /\.[cm]?tsx?$/.test(path)
  const jsx = !/\.[cm]?ts$/.test(path)
  try {
    return parse(text, {
      sourceType: 'unambiguous',
      plugins: [...(jsx ? (['jsx'] as const) : []), typescript ? 'typescript' : 'flow', 'decorators-legacy'],
    })
  } catch {
    return null
  }
}

/**
 * Parses JavaScript, JSX, Flow or TypeScript.
 *
 * @returns null where the file is in none of them.
 */
export const parseSource = (path: string, text: string): SourceFile | null => {
  const ast = parseSyntax(path, text)
  if (ast === null) return null
  let program: NodePath<t.Program> | undefined
  traverse(ast, {
    Program(path) {
      program = path
    },
  })
  const imports = ast.program.body.map(importOf).filter(statement => statement !== null)
  return { path, text, ast, program: program!, imports, style: styleOf(text) }
}

const written = new WeakMap<SourceFile, boolean>()

/** True where a file has JSX in it: then its build compiles JSX there, and what that needs is in reach. */
export const writesJsx = (file: SourceFile): boolean => {
  const known = written.get(file)
  if (known !== undefined) return known
  let found = false
  traverse(file.ast, {
    JSX(path) {
      found = true
      path.stop()
    },
  })
  written.set(file, found)
  return found
}

/** 1-based line of a node, for messages. */
export const lineOf = (node: t.Node): number => node.loc?.start.line ?? 0
