import { parse } from '@babel/parser'
import babelTraverse from '@babel/traverse'
import { messageOf } from '../../../../model/errors.js'
import { unwrapDefault } from '../../../unwrap-default.js'
import type { ShowsAsGiven } from '../plan/components.js'
import type { ElementSketch } from '../plan/selectors.js'
import { attribute, literalOf, nameOf, sketchOf, wantedAsChild } from './jsx-elements.js'

export const traverseModule = unwrapDefault(babelTraverse)

/** A parsed module, or why it cannot be read. */
export const parseModule = (source: string, file: string): ReturnType<typeof parse> | { readonly refused: string } => {
  // What is written in a component of Vue may be either.
  const typed = /\.(?:[mc]?tsx?|vue)$/.test(file)
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
  const found: ElementSketch[] = []
  traverseModule(tree, {
    JSXElement(path) {
      const value = nameOf(path.node) === 'img' ? attribute(path.node, 'src')?.value : null
      const expression = value?.type === 'JSXExpressionContainer' ? value.expression : null
      if (!expression || literalOf(expression) !== null) return
      const imported = expression.type === 'Identifier' && path.scope.getBinding(expression.name)?.kind === 'module'
      if (!imported) found.push(sketchOf(path))
    },
  })
  return found
}

/** Every `<img>` of a module. */
export const imagesOf = (source: string, file: string): readonly ElementSketch[] => {
  if (!/<img\b/.test(source)) return []
  const tree = parseModule(source, file)
  if ('refused' in tree) return []
  const found: ElementSketch[] = []
  traverseModule(tree, {
    JSXElement(path) {
      if (nameOf(path.node) === 'img') found.push(sketchOf(path))
    },
  })
  return found
}

/** Whether a module hands an `<img>` with an address of its own to a component that may want it as it is. */
export const hasWantedImages = (source: string, file: string, showsAsGiven: ShowsAsGiven): boolean => {
  if (!/<img\b/.test(source)) return false
  const tree = parseModule(source, file)
  if ('refused' in tree) return false
  let found = false
  traverseModule(tree, {
    JSXElement(path) {
      if (nameOf(path.node) === 'img' && wantedAsChild(path, showsAsGiven) !== null) found = true
    },
  })
  return found
}
