import type * as t from '@babel/types'
import MagicString from 'magic-string'
import { parseSource, type SourceFile } from '../source/parse.js'

export const HELPER_FILE = 'webpack.code-splitting.cjs'

const isModuleExports = (node: t.Node): boolean =>
  node.type === 'MemberExpression' &&
  node.object.type === 'Identifier' &&
  node.object.name === 'module' &&
  node.property.type === 'Identifier' &&
  node.property.name === 'exports'

const isCommonJs = (file: SourceFile): boolean =>
  file.ast.program.body.some(
    node =>
      node.type === 'ExpressionStatement' &&
      node.expression.type === 'AssignmentExpression' &&
      isModuleExports(node.expression.left),
  )

const wrap = (text: MagicString, node: t.Node): void => {
  text.prependRight(node.start!, 'withCodeSplitting(').appendLeft(node.end!, ')')
}

/** `export default …`, in whichever form. @returns false where there is none that can be passed on. */
const wrapDefaultExport = (file: SourceFile, text: MagicString): boolean => {
  const { semicolon, newline } = file.style
  for (const statement of file.ast.program.body) {
    if (statement.type === 'TSExportAssignment') {
      wrap(text, statement.expression)
      return true
    }
    if (statement.type === 'ExportDefaultDeclaration') {
      const { declaration } = statement
      if (declaration.type === 'FunctionDeclaration' && declaration.id) {
        // Others may call it by its name, also from above: it stays a declaration.
        text.remove(statement.start!, declaration.start!)
        text.append(`${newline}export default withCodeSplitting(${declaration.id.name})${semicolon}${newline}`)
      } else wrap(text, declaration)
      return true
    }
    if (statement.type === 'ExportNamedDeclaration' && !statement.source) {
      const specifier = statement.specifiers.find(
        one => one.type === 'ExportSpecifier' && one.exported.type === 'Identifier' && one.exported.name === 'default',
      )
      if (specifier?.type !== 'ExportSpecifier' || statement.specifiers.length !== 1) continue
      text.update(
        statement.start!,
        statement.end!,
        `export default withCodeSplitting(${specifier.local.name})${semicolon}`,
      )
      return true
    }
  }
  return false
}

/**
 * Passes what a webpack configuration exports through `withCodeSplitting`, with one edit, whatever its form.
 *
 * @param path of the configuration; the helper lies beside it.
 * @returns the text extended, or null where the configuration's export was not found.
 */
export const extendConfig = (path: string, source: string): string | null => {
  const file = parseSource(path, source)
  if (!file) return null
  const text = new MagicString(source)
  const { quote, semicolon, newline } = file.style
  const specifier = `${quote}./${HELPER_FILE}${quote}`
  if (isCommonJs(file)) {
    const gap = source.endsWith('\n') ? newline : newline + newline
    text.append(`${gap}module.exports = require(${specifier}).withCodeSplitting(module.exports)${semicolon}${newline}`)
    return text.toString()
  }
  if (!wrapDefaultExport(file, text)) return null
  const line = `import { withCodeSplitting } from ${specifier}${semicolon}`
  const last = file.imports.findLast(one => one.node.type === 'ImportDeclaration')
  if (last) text.appendLeft(last.node.end!, newline + line)
  else {
    const first = file.ast.program.body[0]!
    text.prependLeft(first.leadingComments?.[0]?.start ?? first.start!, line + newline + newline)
  }
  return text.toString()
}
