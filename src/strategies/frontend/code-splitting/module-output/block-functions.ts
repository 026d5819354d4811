import type { NodePath } from '@babel/traverse'
import type * as t from '@babel/types'
import { parseSource, traverse } from '../../../source/parse.js'

const saysStrict = (body: t.Node): boolean =>
  (body.type === 'BlockStatement' || body.type === 'Program') &&
  body.directives.some(({ value }) => value.value === 'use strict')

/** In a block, and not the body of a function or the whole. */
const inBlock = (path: NodePath<t.FunctionDeclaration>): boolean => {
  const { parentPath } = path
  if (parentPath.isBlockStatement()) return !parentPath.parentPath.isFunction()
  return parentPath.isIfStatement() || parentPath.isSwitchCase()
}

/**
 * A function that a script of CommonJS declares in a block and calls outside of it: in sloppy code its name holds in the whole function around, in
 * strict code in the block alone. Bundlers spell the one out where they write sloppy code, so that only the source tells.
 *
 * @returns its name, or null where there is none
 */
export const functionBeyondItsBlock = (path: string, text: string): string | null => {
  // Most modules declare none in a block, or are strict.
  if (!/[{:)]\s*function\s+[\w$]/.test(text)) return null
  const file = parseSource(path, text)
  if (file === null || saysStrict(file.ast.program)) return null
  let found: string | null = null
  traverse(file.ast, {
    FunctionDeclaration(declared) {
      const name = declared.node.id?.name
      if (found !== null || name === undefined || !inBlock(declared)) return
      if (declared.findParent(up => up.isFunction() && saysStrict(up.node.body))) return
      const own = declared.parentPath.scope.getBinding(name)
      const around = declared.parentPath.getFunctionParent() ?? declared.findParent(up => up.isProgram())
      around?.traverse({
        Identifier(use) {
          if (use.node.name !== name || !use.isReferencedIdentifier()) return
          const meant = use.scope.getBinding(name)
          if (meant !== own && (meant === undefined || meant.scope === around.scope)) found = name
        },
      })
    },
  })
  return found
}
