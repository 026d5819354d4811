import type { NodePath } from '@babel/traverse'
import type * as t from '@babel/types'
import { attribute, textOf } from '../../../markup/jsx-elements.js'
import type { ElementSketch } from '../../../markup/selectors.js'
import type { ShowsAsGiven } from '../plan/components.js'

export const factsOf = (
  path: NodePath<t.JSXElement>,
  sketch: ElementSketch,
  source: string,
  showsAsGiven: ShowsAsGiven,
) => {
  const { node } = path
  return {
    sketch,
    attributes: new Map(
      node.openingElement.attributes.flatMap(a =>
        a.type === 'JSXAttribute' ? [[fullName(a).toLowerCase(), writtenValue(a, source)] as const] : [],
      ),
    ),
    obstacle: wantedAsChild(path, showsAsGiven),
    hasWidth: attribute(node, 'width') !== null,
    hasHeight: attribute(node, 'height') !== null,
    loading: attribute(node, 'loading') ? textOf(attribute(node, 'loading')) : null,
    hasStyle: attribute(node, 'style') !== null,
  }
}

const fullName = ({ name }: t.JSXAttribute): string =>
  name.type === 'JSXIdentifier' ? name.name : `${name.namespace.name}:${name.name.name}`

const writtenValue = (found: t.JSXAttribute, source: string): string =>
  textOf(found) || (found.value ? source.slice(found.value.start!, found.value.end!) : '')

/** Components that show what is in them as it is. */
const PASSING = /^(?:Fragment|Suspense|StrictMode|Profiler|Activity|ErrorBoundary|Link|NavLink|\w*Provider)$/

/**
 * The component that is handed the element as a child or property of its own and may do more with it than show it (give it a reference, as
 * a tooltip does, or read its properties), in words; null where none is.
 */
export const wantedAsChild = (path: NodePath<t.JSXElement>, showsAsGiven: ShowsAsGiven): string | null => {
  const above = path.findParent(
    p => p.isJSXElement() || p.isJSXFragment() || (p.isFunction() && !p.parentPath?.isCallExpression()),
  )
  if (!above?.isJSXElement()) return null
  const { name } = above.node.openingElement
  const own = name.type === 'JSXIdentifier' ? name.name : name.type === 'JSXMemberExpression' ? name.property.name : ''
  const isElement = name.type === 'JSXIdentifier' && /^[a-z]/.test(own)
  if (isElement || PASSING.test(own) || (name.type === 'JSXIdentifier' && showsAsGiven(own))) return null
  return `\`<${own}>\` may want it as its own child`
}

/** Names, members and literals: evaluating them twice gives the same and does nothing. */
export const isPure = (node: t.Node): boolean => {
  switch (node.type) {
    case 'Identifier':
    case 'StringLiteral':
    case 'NumericLiteral':
    case 'ThisExpression':
      return true
    case 'MemberExpression':
    case 'OptionalMemberExpression':
      return isPure(node.object) && (!node.computed || isPure(node.property))
    case 'TemplateLiteral':
      return node.expressions.every(isPure)
    case 'LogicalExpression':
      return isPure(node.left) && isPure(node.right)
    case 'ConditionalExpression':
      return isPure(node.test) && isPure(node.consequent) && isPure(node.alternate)
    case 'BinaryExpression':
      return isPure(node.left) && isPure(node.right)
    case 'TSNonNullExpression':
      return isPure(node.expression)
    default:
      return false
  }
}
