import type { NodePath } from '@babel/traverse'
import type * as t from '@babel/types'
import type { ElementSketch } from './selectors.js'

export const nameOf = (node: t.JSXElement): string | null =>
  node.openingElement.name.type === 'JSXIdentifier' ? node.openingElement.name.name : null

export const attribute = (node: t.JSXElement, name: string): t.JSXAttribute | null =>
  node.openingElement.attributes.find((a): a is t.JSXAttribute => a.type === 'JSXAttribute' && a.name.name === name) ??
  null

/** A literal attribute's text; '' where it is computed. */
export const textOf = (found: t.JSXAttribute | null): string => {
  const value = found?.value
  if (!value) return ''
  return literalOf(value.type === 'JSXExpressionContainer' ? value.expression : value) ?? ''
}

/** Components that are one element: links of the routers people use. */
const KNOWN_COMPONENTS: Readonly<Record<string, string>> = { Link: 'a', NavLink: 'a' }

export const sketchOf = (path: NodePath<t.JSXElement>): ElementSketch => {
  const { node } = path
  const named = attribute(node, 'className') ?? attribute(node, 'class')
  const computed = (a: t.JSXAttribute | null): boolean => a !== null && textOf(a) === ''
  const id = attribute(node, 'id')
  const above = path.findParent(p => p.isJSXElement() || p.isFunction())
  const parent = above?.isJSXElement() ? above : null
  const parentName = parent ? nameOf(parent.node) : null
  const name = nameOf(node) ?? ''
  return {
    tag: KNOWN_COMPONENTS[name] ?? name,
    classes: textOf(named).split(/\s+/).filter(Boolean),
    id: id ? textOf(id) : null,
    open:
      computed(named) ||
      computed(id) ||
      name in KNOWN_COMPONENTS ||
      node.openingElement.attributes.some(a => a.type === 'JSXSpreadAttribute'),
    parent:
      parent && parentName !== null && /^[a-z]/.test(KNOWN_COMPONENTS[parentName] ?? parentName)
        ? sketchOf(parent)
        : null,
  }
}

/** The text of a literal; null where it is computed. */
export const literalOf = (node: t.Node): string | null => {
  if (node.type === 'StringLiteral') return node.value
  if (node.type === 'TemplateLiteral' && node.expressions.length === 0) return node.quasis[0]?.value.cooked ?? null
  return null
}
