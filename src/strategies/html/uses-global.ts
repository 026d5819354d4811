import { parse } from '@babel/parser'
import babelTraverse, { type NodePath } from '@babel/traverse'
import { unwrapDefault } from '../unwrap-default.js'
import { mentions } from './inline-code.js'

const traverse = unwrapDefault(babelTraverse)

/** Whether a text that is run later, or written into the page, may use it: `setTimeout('fixed = 1')`, `<a onclick="go(fixed)">`. */
const isCodeWith = (text: string, name: string): boolean => /[=(;]/.test(text) && mentions(text, name)

/**
 * Whether code may use a global of that name: as a variable that it does not declare itself, or as a property, of whatever object, since that may be the window under another name.
 * A word in a comment, or in a text that holds no code, is no use of it; code that cannot be read is taken to use what it mentions.
 */
export function usesGlobal(code: string, name: string): boolean {
  if (!mentions(code, name)) return false
  let isUsed = false
  try {
    traverse(parse(code, { sourceType: 'unambiguous', errorRecovery: false, allowReturnOutsideFunction: true }), {
      Identifier(path: NodePath) {
        const { node, parent, key } = path
        if (!('name' in node) || node.name !== name) return
        // What is taken out of an object by its name may be taken out of the window.
        const isTaken = path.parentPath?.parent.type === 'ObjectPattern'
        const isKey = parent.type === 'ObjectProperty' && key === 'key' && !parent.computed && !parent.shorthand
        const isLabel = /^(?:LabeledStatement|BreakStatement|ContinueStatement)$/.test(parent.type)
        const isProperty = /MemberExpression$/.test(parent.type) && key === 'property'
        // Where it is declared at the top of a script, it is the same global.
        const scope = path.scope.getBinding(name)?.scope
        if (isProperty || isTaken || (!isKey && !isLabel && (scope === undefined || scope.path.isProgram())))
          isUsed = true
        if (isUsed) path.stop()
      },
      StringLiteral(path: NodePath) {
        const { node, parent, key } = path
        if (node.type !== 'StringLiteral') return
        const isProperty = /MemberExpression$/.test(parent.type) && key === 'property' && node.value === name
        if (isProperty || isCodeWith(node.value, name)) isUsed = true
        if (isUsed) path.stop()
      },
      TemplateElement(path: NodePath) {
        const { node } = path
        if (node.type === 'TemplateElement' && isCodeWith(node.value.raw, name)) isUsed = true
        if (isUsed) path.stop()
      },
    } as Parameters<typeof traverse>[1])
  } catch {
    return true
  }
  return isUsed
}
