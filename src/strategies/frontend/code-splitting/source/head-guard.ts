import type * as t from '@babel/types'
import type { SourceFile } from '../../../source/parse.js'

const LOOKS_FOR_ONE = new Set(['querySelector', 'getElementById'])

const isLiteral = (node: t.Node | undefined): boolean =>
  node?.type === 'StringLiteral' || (node?.type === 'TemplateLiteral' && node.expressions.length === 0)

/** `document.querySelector('…')` and its like: the method's name, or null. */
const lookup = (node: t.Node | null | undefined): string | null => {
  if (node?.type !== 'CallExpression' || node.callee.type !== 'MemberExpression' || node.callee.computed) return null
  const { object, property } = node.callee
  if (object.type !== 'Identifier' || object.name !== 'document' || property.type !== 'Identifier') return null
  const known = LOOKS_FOR_ONE.has(property.name) || property.name === 'querySelectorAll'
  return known && node.arguments.length === 1 && isLiteral(node.arguments[0]) ? property.name : null
}

/** What a test finds missing: `x` of `!x`; `list` of `!list.length` and of `list.length === 0`. */
const missing = (test: t.Expression): { readonly of: t.Expression; readonly list: boolean } | null => {
  const lengthOf = (node: t.Node): t.Expression | null =>
    node.type === 'MemberExpression' && node.property.type === 'Identifier' && node.property.name === 'length'
      ? node.object
      : null
  if (test.type === 'UnaryExpression' && test.operator === '!') {
    const list = lengthOf(test.argument)
    return list ? { of: list, list: true } : { of: test.argument, list: false }
  }
  if (test.type !== 'BinaryExpression' || !/^={2,3}$/.test(test.operator)) return null
  const list = lengthOf(test.left)
  return list && test.right.type === 'NumericLiteral' && test.right.value === 0 ? { of: list, list: true } : null
}

const leaves = (statement: t.Statement): boolean => {
  const only = statement.type === 'BlockStatement' && statement.body.length === 1 ? statement.body[0] : statement
  return only?.type === 'ReturnStatement' && !only.argument
}

const exportedFunction = (file: SourceFile, exported: string): t.FunctionDeclaration | null => {
  let local = exported
  for (const statement of file.ast.program.body) {
    if (statement.type === 'ExportDefaultDeclaration' && exported === 'default') {
      if (statement.declaration.type === 'FunctionDeclaration') return statement.declaration
      if (statement.declaration.type === 'Identifier') local = statement.declaration.name
    }
    if (statement.type !== 'ExportNamedDeclaration') continue
    if (statement.declaration?.type === 'FunctionDeclaration' && statement.declaration.id?.name === exported)
      return statement.declaration
    for (const one of statement.specifiers)
      if (one.type === 'ExportSpecifier' && one.exported.type === 'Identifier' && one.exported.name === exported)
        local = one.local.name
  }
  const declared = file.ast.program.body.find(
    statement => statement.type === 'FunctionDeclaration' && statement.id?.name === local,
  )
  return declared?.type === 'FunctionDeclaration' ? declared : null
}

/**
 * The element without which an exported function does nothing at all, because that is the first thing it asks:
 * `if (!document.querySelector('…')) return`, or the same by way of a variable. A caller that asks first need not have the function.
 * @returns a condition that holds where the element is there, as source; null where the function does not begin so
 */
export const headGuard = (file: SourceFile | undefined, exported: string): string | null => {
  const found = file ? exportedFunction(file, exported) : null
  if (!file || !found || found.async || found.generator || found.params.length > 0) return null
  const [first, second] = found.body.body
  const declared =
    first?.type === 'VariableDeclaration' && first.declarations.length === 1 ? first.declarations[0] : null
  const test = declared ? second : first
  if (test?.type !== 'IfStatement' || test.alternate || !leaves(test.consequent)) return null
  const asked = missing(test.test)
  if (!asked) return null
  let looked: t.Node | null | undefined = asked.of
  if (declared) {
    if (asked.of.type !== 'Identifier' || declared.id.type !== 'Identifier' || declared.id.name !== asked.of.name)
      return null
    looked = declared.init
  }
  const method = lookup(looked)
  if (method === null || asked.list !== (method === 'querySelectorAll')) return null
  return file.text.slice(looked!.start!, looked!.end!).replace('document.querySelectorAll', 'document.querySelector')
}
