import type { NodePath, Scope } from '@babel/traverse'
import type * as t from '@babel/types'
import type { ElementSketch, SiblingSketch, Siblings } from './selectors.js'

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

/** Components that are one element: links of the routers people use, with the classes that these give by themselves. */
const KNOWN_COMPONENTS: Readonly<Record<string, { readonly tag: string; readonly gives: readonly string[] }>> = {
  Link: { tag: 'a', gives: ['active'] },
  NavLink: { tag: 'a', gives: ['active', 'pending', 'transitioning'] },
}
/** A package's own; one of the project by that name may be anything. */
const ROUTERS =
  /^(?:react-router(?:-dom)?|wouter(?:-preact)?|preact-router(?:\/match)?|next\/link|gatsby|gatsby-link|@remix-run\/react|@tanstack\/react-router|@reach\/router)$/

const isRouters = (name: string, scope: Scope): boolean => {
  const declared = scope.getBinding(name)?.path.parent
  return declared?.type === 'ImportDeclaration' && ROUTERS.test(declared.source.value)
}

export const sketchOf = (path: NodePath<t.JSXElement>): ElementSketch => {
  const above = path.findParent(p => p.isJSXElement() || p.isFunction())
  const parent = above?.isJSXElement() ? above : null
  return {
    ...alone(path.node, path.scope),
    parent: parent && isPlain(parent.node) ? sketchOf(parent) : null,
    siblings: siblingsOf(path),
  }
}

/** Whether it is one element, and which: no component of the project's. */
const isPlain = (node: t.JSXElement): boolean => {
  const name = nameOf(node)
  return name !== null && (name in KNOWN_COMPONENTS || /^[a-z]/.test(name))
}

/** null where something else than elements stands beside it: a component, or what is computed. */
const siblingsOf = ({ node, parent, scope }: NodePath<t.JSXElement>): Siblings | null => {
  if (parent.type !== 'JSXElement') return null
  const others: (typeof parent.children)[number][] = parent.children.filter(child => !showsNothing(child))
  if (!others.every((child): child is t.JSXElement => child.type === 'JSXElement' && isPlain(child))) return null
  const at = others.indexOf(node)
  const sketch = (other: t.JSXElement): SiblingSketch => alone(other, scope)
  return { before: others.slice(0, at).map(sketch), after: others.slice(at + 1).map(sketch) }
}

/** Text, comments and values that are text are no elements. */
const showsNothing = (child: t.JSXElement['children'][number]): boolean =>
  child.type === 'JSXText' ||
  (child.type === 'JSXExpressionContainer' &&
    (child.expression.type === 'JSXEmptyExpression' || literalOf(child.expression) !== null))

const alone = (node: t.JSXElement, scope: Scope): SiblingSketch => {
  const named = attribute(node, 'className') ?? attribute(node, 'class')
  const computed = (a: t.JSXAttribute | null): boolean => a !== null && textOf(a) === ''
  const id = attribute(node, 'id')
  const name = nameOf(node) ?? ''
  const known = KNOWN_COMPONENTS[name]
  return {
    tag: known?.tag ?? name,
    classes: [...textOf(named).split(/\s+/).filter(Boolean), ...(known?.gives ?? [])],
    id: id ? textOf(id) : null,
    open:
      computed(named) ||
      computed(id) ||
      (known !== undefined && !(isRouters(name, scope) && attribute(node, 'asChild') === null)) ||
      node.openingElement.attributes.some(a => a.type === 'JSXSpreadAttribute'),
  }
}

/** The text of a literal; null where it is computed. */
export const literalOf = (node: t.Node): string | null => {
  if (node.type === 'StringLiteral') return node.value
  if (node.type === 'TemplateLiteral' && node.expressions.length === 0) return node.quasis[0]?.value.cooked ?? null
  return null
}
