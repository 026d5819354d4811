import type { NodePath } from '@babel/traverse'
import type * as t from '@babel/types'
import { attribute, literalOf, nameOf, sketchOf } from '../../../markup/jsx-elements.js'
import { parseModule, traverseModule } from '../../../markup/parse-module.js'
import type { ElementSketch } from '../../../markup/selectors.js'
import type { ShowsAsGiven } from '../plan/components.js'
import { wantedAsChild } from './jsx-elements.js'

/** The `<img>` elements of a module; none where it cannot be parsed. */
const imagePaths = (source: string, file: string): readonly NodePath<t.JSXElement>[] => {
  if (!/<img\b/.test(source)) return []
  const tree = parseModule(source, file)
  if ('refused' in tree) return []
  const found: NodePath<t.JSXElement>[] = []
  traverseModule(tree, {
    JSXElement(path) {
      if (nameOf(path.node) === 'img') found.push(path)
    },
  })
  return found
}

/** What its `src` says, where that is no text. */
const sourceValue = (path: NodePath<t.JSXElement>): t.Node | null => {
  const value = attribute(path.node, 'src')?.value
  const expression = value?.type === 'JSXExpressionContainer' ? value.expression : null
  return !expression || literalOf(expression) !== null ? null : expression
}

const isComputed = (path: NodePath<t.JSXElement>): boolean => {
  const expression = sourceValue(path)
  if (expression === null) return false
  return expression.type !== 'Identifier' || path.scope.getBinding(expression.name)?.kind !== 'module'
}

/** The `<img>` elements of a module whose addresses are computed. */
export const computedImages = (source: string, file: string): readonly ElementSketch[] =>
  imagePaths(source, file).filter(isComputed).map(sketchOf)

/** The `<img>` elements of a module whose `src` is no text, with what it says. */
export const imagesWithValues = (
  source: string,
  file: string,
): readonly { readonly sketch: ElementSketch; readonly expression: string }[] =>
  imagePaths(source, file).flatMap(path => {
    const value = sourceValue(path)
    return value === null ? [] : [{ sketch: sketchOf(path), expression: source.slice(value.start!, value.end!) }]
  })

/** Every `<img>` of a module, and whether it is handed to a component that may want it as it is. */
export const imagesOf = (
  source: string,
  file: string,
  showsAsGiven: ShowsAsGiven,
): readonly { readonly sketch: ElementSketch; readonly stays: boolean }[] =>
  imagePaths(source, file).map(path => ({
    sketch: sketchOf(path),
    stays: wantedAsChild(path, showsAsGiven) !== null,
  }))
