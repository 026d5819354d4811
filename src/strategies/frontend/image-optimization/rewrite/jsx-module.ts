import { parse } from '@babel/parser'
import babelTraverse from '@babel/traverse'
import { messageOf } from '../../../../model/errors.js'
import type { ElementSketch } from '../plan/style-knowledge.js'
import { unwrapDefault } from './interop.js'
import { attribute, literalOf, nameOf, sketchOf } from './jsx-elements.js'

const traverse = unwrapDefault(babelTraverse)

/** A parsed module, or why it cannot be read. */
export const parseModule = (source: string, file: string): ReturnType<typeof parse> | { readonly refused: string } => {
  const typed = /\.[mc]?tsx?$/.test(file)
  try {
    return parse(source, {
      sourceType: 'unambiguous',
      plugins: ['jsx', typed ? 'typescript' : 'flow', 'decorators-legacy'],
    })
  } catch (thrown) {
    return { refused: `it cannot be parsed (${messageOf(thrown)})` }
  }
}

/** The `<img>` elements of a module whose addresses are computed. */
export const computedImages = (source: string, file: string): readonly ElementSketch[] => {
  if (!/<img\b/.test(source)) return []
  const tree = parseModule(source, file)
  if ('refused' in tree) return []
  const imported = new Set(
    tree.program.body.flatMap(s => (s.type === 'ImportDeclaration' ? s.specifiers.map(i => i.local.name) : [])),
  )
  const found: ElementSketch[] = []
  traverse(tree, {
    JSXElement(path) {
      const value = nameOf(path.node) === 'img' ? attribute(path.node, 'src')?.value : null
      const expression = value?.type === 'JSXExpressionContainer' ? value.expression : null
      if (!expression || literalOf(expression) !== null) return
      if (expression.type !== 'Identifier' || !imported.has(expression.name)) found.push(sketchOf(path))
    },
  })
  return found
}
