import type { NodePath } from '@babel/traverse'
import type * as t from '@babel/types'
import type { Dimensions } from '../../../html/choose-dimensions.js'
import { attribute, nameOf, sketchOf, textOf } from '../../../markup/jsx-elements.js'
import { parseSource, type SourceFile, traverse } from '../../../source/parse.js'
import type { ImageElement, Insertion } from './image-element.js'
import type { JsxLibrary } from './jsx-library.js'
import { objectOf, ratioCall, ratioOf } from './jsx-style.js'
import { addressesIn, mayBeEmpty } from './written-address.js'

/**
 * The `<img>` elements of a module.
 * @returns why it cannot be read, as a sentence's end
 */
export const jsxImages = (path: string, text: string, library: JsxLibrary): readonly ImageElement[] | string => {
  if (!/<img\b/.test(text)) return []
  const file = parseSource(path, text)
  if (file === null) return 'it cannot be parsed'
  const found: ImageElement[] = []
  traverse(file.ast, {
    JSXElement(at) {
      const element = nameOf(at.node) === 'img' ? imageOf(at, file, library) : null
      if (element !== null) found.push(element)
    },
  })
  return found
}

const imageOf = (path: NodePath<t.JSXElement>, file: SourceFile, library: JsxLibrary): ImageElement | null => {
  const { node } = path
  const value = attribute(node, 'src')?.value
  const expression = value?.type === 'JSXExpressionContainer' ? value.expression : value
  if (!expression || expression.type === 'JSXEmptyExpression') return null
  const has = (name: string): boolean => attribute(node, name) !== null
  const importedFrom = (name: string): string | undefined =>
    path.scope.getBinding(name)?.kind === 'module'
      ? file.imports.find(({ bindings }) => bindings.some(({ local }) => local === name))?.specifier
      : undefined
  const width = attribute(node, 'width')
  const style = attribute(node, 'style')
  const object = objectOf(style)
  const isPixels = /^[1-9]\d*$/.test(textOf(width)) || numberOf(width) !== null
  return {
    subject: file.text.slice(attribute(node, 'src')!.start!, attribute(node, 'src')!.end!),
    sketch: sketchOf(path),
    sized: has('width') && has('height'),
    ratio: ratioOf(style),
    sources: {
      around: path.parentPath?.isJSXElement() === true && nameOf(path.parentPath.node) === 'picture',
      own: has('sizes') ? 'by-width' : has('srcSet') || has('srcset') ? 'other' : null,
    },
    addresses: addressesIn(expression, importedFrom),
    ownWidth: width === null ? null : isPixels ? (numberOf(width) ?? Number(textOf(width))) : 'other',
    ownHeight: has('height'),
    obstacle: node.openingElement.attributes.some(one => one.type === 'JSXSpreadAttribute')
      ? 'spread props may give it dimensions'
      : mayBeEmpty(expression)
        ? 'it may have no address: it would hold the place of nothing'
        : style !== null && object === null && textOf(style) === ''
          ? 'its style is made elsewhere'
          : null,
    styledByScript: library.stylesByScript,
    write: dimensions => insertions(node, style, object, dimensions, library, file),
  }
}

const numberOf = (found: t.JSXAttribute | null): number | null =>
  found?.value?.type === 'JSXExpressionContainer' && found.value.expression.type === 'NumericLiteral'
    ? found.value.expression.value
    : null

const insertions = (
  node: t.JSXElement,
  style: t.JSXAttribute | null,
  object: t.ObjectExpression | null,
  { form, width, height }: Dimensions,
  library: JsxLibrary,
  { text }: SourceFile,
): readonly Insertion[] => {
  const ratio = `auto ${width} / ${height}`
  // As its imports are: attributes have double quotes wherever texts have single ones.
  const quote = /(?:\bfrom|\bimport|\brequire\()\s*"/.test(text) ? '"' : "'"
  const property = `${library.ratioProperty}: ${quote}${ratio}${quote}`
  const added = [
    ...(form !== 'ratio' && attribute(node, 'width') === null ? [`width="${width}"`] : []),
    ...(form === 'attributes'
      ? [`height="${height}"`]
      : style !== null
        ? []
        : library.styles === 'text'
          ? [`style="aspect-ratio: ${ratio}"`]
          : [`style={{ ${property} }}`]),
  ]
  const tag: readonly Insertion[] =
    added.length > 0 ? [{ at: node.openingElement.name.end!, text: ` ${added.join(' ')}` }] : []
  if (form === 'attributes' || style === null) return tag
  const call = ratioCall(style)
  if (call !== null) return [...tag, { at: call.end!, text: ` || ${quote}${ratio}${quote}` }]
  if (ratioOf(style) === 'said') return tag
  // First in what is there: whatever that says later has the last word.
  if (object !== null)
    return [...tag, { at: object.start! + 1, text: ` ${property}${object.properties.length > 0 ? ',' : ' '}` }]
  const literal = style.value!.type === 'JSXExpressionContainer' ? style.value!.expression : style.value!
  return [...tag, { at: literal.start! + 1, text: `aspect-ratio: ${ratio}; ` }]
}
