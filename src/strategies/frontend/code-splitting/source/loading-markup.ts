import type * as t from '@babel/types'
import type { SourceFile } from '../../../source/parse.js'

/** Words with which markup says that something is still to come; what else a page shows without its data may say that there is none. */
const STILL_TO_COME = /load|wait|moment|pending|spinner|skeleton|placeholder|progress|busy/i

/** Markup that means the same anywhere: tags of HTML, written-out attributes and text. */
const isStatic = (node: t.Node): boolean => {
  if (node.type === 'JSXText') return true
  if (node.type !== 'JSXElement') return false
  const { name, attributes } = node.openingElement
  return (
    name.type === 'JSXIdentifier' &&
    /^[a-z]/.test(name.name) &&
    attributes.every(
      attribute => attribute.type === 'JSXAttribute' && (!attribute.value || attribute.value.type === 'StringLiteral'),
    ) &&
    node.children.every(isStatic)
  )
}

const returned = (statement: t.Statement): t.Expression | null => {
  if (statement.type === 'ReturnStatement') return statement.argument ?? null
  const [only] = statement.type === 'BlockStatement' ? statement.body : []
  return only?.type === 'ReturnStatement' ? (only.argument ?? null) : null
}

const functionOf = (statement: t.Statement): t.BlockStatement | null => {
  const declared =
    statement.type === 'ExportNamedDeclaration' || statement.type === 'ExportDefaultDeclaration'
      ? statement.declaration
      : statement
  if (declared?.type === 'FunctionDeclaration') return declared.body
  const made = declared?.type === 'VariableDeclaration' ? declared.declarations[0]?.init : declared
  return made?.type === 'ArrowFunctionExpression' && made.body.type === 'BlockStatement' ? made.body : null
}

/**
 * What a page itself shows first, while its data is on the way: `if (!data) return <p>Loading …</p>`. Shown while its code is on the way too, it
 * leaves everything around where it will stay.
 * @returns the markup's source, on one line; null where there is none that means the same elsewhere
 */
export const loadingMarkup = (file: SourceFile | undefined): string | null => {
  for (const statement of file?.ast.program.body ?? []) {
    for (const inner of functionOf(statement)?.body ?? []) {
      const shown = inner.type === 'IfStatement' ? returned(inner.consequent) : null
      if (shown?.type !== 'JSXElement' || !isStatic(shown)) continue
      const source = file!.text.slice(shown.start!, shown.end!).replace(/\s*\n\s*/g, '')
      if (STILL_TO_COME.test(source)) return source
    }
  }
  return null
}
