import { posix } from 'node:path'
import type * as t from '@babel/types'
import MagicString from 'magic-string'
import type { Workspace } from '../../model/change.js'
import { parseSource, type SourceFile, traverse } from '../source/parse.js'
import { isModuleExports } from './configuration-object.js'
import { methodOf } from './method-of.js'

/** A file beside a configuration that exports a function which takes the configuration, whatever its form, and hands on another. */
export interface Helper {
  /** Name of the file: `.cjs`, or `.mjs` for what only ES modules load. */
  readonly file: string
  /** Name of the function. */
  readonly pass: string
}

/** Types of a helper, for configurations in TypeScript. */
export const helperTypes = ({
  pass,
}: Pick<Helper, 'pass'>): string => `/** Passes a configuration through, whatever its form. */
export declare function ${pass}<T>(exported: T): T
`

/** The file of `helperTypes`: beside the helper, under its name. */
const helperTypesFile = (file: string): string => file.replace(/\.([cm])js$/, '.d.$1ts')

/** What a CommonJS configuration exports: itself, or, transpiled, under the name `default`. */
const exportedAs = (file: SourceFile): 'module.exports' | 'exports.default' | null => {
  const found = new Set<'module.exports' | 'exports.default'>()
  traverse(file.ast, {
    // What a function assigns comes too late, if at all.
    Function(path) {
      path.skip()
    },
    AssignmentExpression({ node: { left } }) {
      if (isModuleExports(left)) found.add('module.exports')
      if (left.type !== 'MemberExpression' || methodOf(left) !== 'default') return
      const { object } = left
      if (isModuleExports(object) || (object.type === 'Identifier' && object.name === 'exports'))
        found.add('exports.default')
    },
  })
  return found.size === 1 ? [...found][0]! : null
}

const wrap = (text: MagicString, node: t.Node, pass: string): void => {
  text.prependRight(node.start!, `${pass}(`).appendLeft(node.end!, ')')
}

/** `export default …`, in whichever form. @returns false where there is none that can be passed on. */
const wrapDefaultExport = (file: SourceFile, text: MagicString, pass: string): boolean => {
  const { semicolon, newline } = file.style
  for (const statement of file.ast.program.body) {
    if (statement.type === 'TSExportAssignment') {
      wrap(text, statement.expression, pass)
      return true
    }
    if (statement.type === 'ExportDefaultDeclaration') {
      const { declaration } = statement
      if (declaration.type === 'FunctionDeclaration' && declaration.id) {
        // Others may call it by its name, also from above: it stays a declaration.
        text.remove(statement.start!, declaration.start!)
        text.append(`${newline}export default ${pass}(${declaration.id.name})${semicolon}${newline}`)
      } else wrap(text, declaration, pass)
      return true
    }
    if (statement.type === 'ExportNamedDeclaration' && !statement.source) {
      const specifier = statement.specifiers.find(
        one => one.type === 'ExportSpecifier' && one.exported.type === 'Identifier' && one.exported.name === 'default',
      )
      if (specifier?.type !== 'ExportSpecifier') continue
      const others = statement.specifiers
        .filter(one => one !== specifier)
        .map(one => file.text.slice(one.start!, one.end!))
      const kept = others.length > 0 ? `export { ${others.join(', ')} }${semicolon}${newline}` : ''
      text.update(
        statement.start!,
        statement.end!,
        `${kept}export default ${pass}(${specifier.local.name})${semicolon}`,
      )
      return true
    }
  }
  return false
}

/**
 * Passes what a configuration exports through a helper's function, with one edit, whatever its form.
 *
 * @param path of the configuration; the helper lies beside it.
 * @returns the text extended, or null where the configuration's export was not found.
 */
export const extendConfig = (path: string, source: string, { file: helperFile, pass }: Helper): string | null => {
  const file = parseSource(path, source)
  if (!file) return null
  const text = new MagicString(source)
  const { quote, semicolon, newline } = file.style
  const specifier = `${quote}./${helperFile}${quote}`
  const commonJs = exportedAs(file)
  if (commonJs !== null) {
    // CommonJS cannot load an ES module everywhere.
    if (helperFile.endsWith('.mjs')) return null
    const gap = source.endsWith('\n') ? newline : newline + newline
    text.append(`${gap}${commonJs} = require(${specifier}).${pass}(${commonJs})${semicolon}${newline}`)
    return text.toString()
  }
  if (!wrapDefaultExport(file, text, pass)) return null
  const line = `import { ${pass} } from ${specifier}${semicolon}`
  const last = file.imports.findLast(one => one.node.type === 'ImportDeclaration')
  if (last) text.appendLeft(last.node.end!, newline + line)
  else {
    const first = file.ast.program.body[0]!
    text.prependLeft(first.leadingComments?.[0]?.start ?? first.start!, line + newline + newline)
  }
  return text.toString()
}

/**
 * Writes a helper beside a configuration, with its types where that is in TypeScript, and then the configuration that passes through it.
 *
 * @param config its path, and its text as `extendConfig` returns it
 * @returns the helper's path
 */
export const writeHelper = async (
  workspace: Workspace,
  config: { readonly path: string; readonly text: string },
  helper: Helper,
  source: string,
): Promise<string> => {
  const path = posix.join(posix.dirname(config.path), helper.file)
  await workspace.write(path, source)
  if (/\.[cm]?ts$/.test(config.path)) await workspace.write(helperTypesFile(path), helperTypes(helper))
  await workspace.write(config.path, config.text)
  return path
}
