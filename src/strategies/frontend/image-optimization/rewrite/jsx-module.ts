import { attribute, literalOf, nameOf, sketchOf } from '../../../markup/jsx-elements.js'
import { parseModule, traverseModule } from '../../../markup/parse-module.js'
import type { ElementSketch } from '../../../markup/selectors.js'
import type { ShowsAsGiven } from '../plan/components.js'
import { wantedAsChild } from './jsx-elements.js'

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
