import type { NodePath } from '@babel/traverse'
import type * as t from '@babel/types'
import { type SourceFile, traverse } from '../../../source/parse.js'
import { isComponentFile } from '../../../source/vue.js'

/** How one reference to an imported component is used. */
export type Use =
  /** `<X …/>` as (part of) what a route shows. */
  | { readonly kind: 'route-element'; readonly element: NodePath<t.JSXElement>; readonly route: Route }
  /** `component={X}` of react-router 5, or `Component: X` of version 6.4 and later. */
  | {
      readonly kind: 'route-component'
      readonly holder: NodePath<t.JSXAttribute | t.ObjectProperty>
      readonly route: Route
    }
  /** `component: X` in a table of vue-router, X a single-file component. */
  | { readonly kind: 'vue-route'; readonly route: Route }
  /** `<X …/>` anywhere else. */
  | { readonly kind: 'element'; readonly element: NodePath<t.JSXElement>; readonly conditional: boolean }
  /** Within a function that is asynchronous anyway, so that it can wait for what it uses. */
  | { readonly kind: 'awaitable'; readonly reference: NodePath; readonly function: NodePath<t.Function> }
  /** `x()` as a statement of its own: nothing waits for what it returns. */
  | { readonly kind: 'call'; readonly call: NodePath<t.CallExpression> }
  /** Only a type: nothing at run time. */
  | { readonly kind: 'type'; readonly node: t.Node }
  /** The closing tag of an element that is listed by its opening one. */
  | { readonly kind: 'closing' }
  /** `later`: in a function that is called when something happens (a handler, an effect), but does not wait. */
  | { readonly kind: 'other'; readonly node: t.Node; readonly later: boolean }

export interface Route {
  /** The `<Route>` element, or the object of a route table. */
  readonly node: t.Node
  readonly path: NodePath
  /** The whole pattern with those of the routes around it, e.g. `/product/:id`; null where it is computed. */
  readonly pattern: string | null
  /** True where other routes are nested in it: it is a layout. */
  readonly layout: boolean
}

const jsxName = (node: t.JSXElement): string =>
  node.openingElement.name.type === 'JSXIdentifier' ? node.openingElement.name.name : ''

export const isRouteElement = (node: t.Node): node is t.JSXElement =>
  node.type === 'JSXElement' && /^(\w*Route)$/.test(jsxName(node))

const textOf = (value: t.Node | null | undefined): string | null => {
  if (value?.type === 'StringLiteral') return value.value
  if (value?.type === 'JSXExpressionContainer') return textOf(value.expression)
  return null
}

/** The nearest route that this one is nested in. */
const routeAbove = (path: NodePath): Route | null => {
  for (let up = path.parentPath; up; up = up.parentPath) {
    if (up.isJSXElement() && isRouteElement(up.node)) return elementRoute(up)
    if (up.isObjectExpression()) return objectRoute(up)
    if (up.isFunction()) return null
  }
  return null
}

const joined = (path: NodePath, own: string | null): string | null => {
  if (own === null || own.startsWith('/')) return own
  const above = routeAbove(path)
  const prefix = above === null ? '' : above.pattern
  return prefix === null ? null : `${prefix.replace(/\/?\*?$/, '')}/${own}`.replace(/(.)\/$/, '$1')
}

const elementRoute = (path: NodePath<t.JSXElement>): Route => {
  const attributes = path.node.openingElement.attributes.filter(attribute => attribute.type === 'JSXAttribute')
  const named = (name: string): t.JSXAttribute | undefined =>
    attributes.find(attribute => attribute.name.type === 'JSXIdentifier' && attribute.name.name === name)
  const layout = path.node.children.some(child => isRouteElement(child))
  const ownPath = named('path')
  return { node: path.node, path, pattern: joined(path, ownPath ? textOf(ownPath.value) : ''), layout }
}

const keyOf = (property: t.ObjectExpression['properties'][number]): string =>
  property.type === 'ObjectProperty' && property.key.type === 'Identifier' ? property.key.name : ''

const objectRoute = (path: NodePath<t.ObjectExpression>): Route | null => {
  const properties = new Map(path.node.properties.map(property => [keyOf(property), property]))
  if (!properties.has('path') && !properties.has('index') && !properties.has('children')) return null
  const own = properties.get('path')
  const pattern = own ? textOf(own.type === 'ObjectProperty' ? own.value : null) : ''
  return { node: path.node, path, pattern: joined(path, pattern), layout: properties.has('children') }
}

/** The route in whose element this stands, if it does: not in a handler or a component within it. */
const routeAround = (
  path: NodePath,
): { route: Route; holder: NodePath<t.JSXAttribute | t.ObjectProperty> | null } | null => {
  let holder: NodePath<t.JSXAttribute | t.ObjectProperty> | null = null
  for (let up: NodePath | null = path; up; up = up.parentPath) {
    if (
      up.isJSXAttribute() &&
      ['element', 'component', 'render', 'children', 'Component'].includes(String(up.node.name.name))
    ) {
      holder = up
    } else if (
      up.isObjectProperty() &&
      ['element', 'Component'].includes(up.node.key.type === 'Identifier' ? up.node.key.name : '')
    ) {
      holder = up
    } else if (up.isJSXElement() && up !== path && isRouteElement(up.node)) {
      return { route: elementRoute(up), holder }
    } else if (up.isObjectExpression() && holder?.parentPath === up) {
      const route = objectRoute(up)
      if (route) return { route, holder }
    } else if (up.isFunctionDeclaration() || up.isClassMethod() || up.isStatement()) return null
  }
  return null
}

const isConditional = (path: NodePath): boolean => {
  for (let up: NodePath | null = path; up?.parentPath; up = up.parentPath) {
    const parent = up.parentPath
    if (parent.isLogicalExpression() && up.key === 'right') return true
    if (parent.isConditionalExpression() && up.key !== 'test') return true
    if (parent.isIfStatement() && up.key !== 'test') return true
    if (up.isFunction()) return false
  }
  return false
}

const asyncFunctionAround = (reference: NodePath): NodePath<t.Function> | null => {
  if (!reference.isIdentifier()) return null
  const around = reference.findParent(up => up.isFunction() && up.node.async === true && !up.node.generator)
  return around?.isFunction() && around.node.body.type === 'BlockStatement' ? around : null
}

/** Within a function that is handed to something, or made inside of another. */
const runsLater = (reference: NodePath): boolean => {
  const nearest = reference.findParent(up => up.isFunction())
  const handedOn = nearest?.listKey === 'arguments' || nearest?.parentPath?.isJSXExpressionContainer() === true
  return nearest !== null && (handedOn || nearest.findParent(up => up.isFunction()) !== null)
}

/** The route that a single-file component is the component of, by this reference; null where it is not. */
const vueRouteOf = (reference: NodePath): Route | null => {
  const property = reference.parentPath
  if (!reference.isIdentifier() || !property?.isObjectProperty() || reference.key !== 'value') return null
  const imported = reference.scope.getBinding(reference.node.name)?.path.parent
  if (imported?.type !== 'ImportDeclaration' || !isComponentFile(imported.source.value)) return null
  const holder = property.parentPath
  return keyOf(property.node) === 'component' && holder.isObjectExpression() ? objectRoute(holder) : null
}

const classify = (reference: NodePath): Use => {
  const parent = reference.parentPath
  const vueRoute = vueRouteOf(reference)
  if (vueRoute) return { kind: 'vue-route', route: vueRoute }
  if (parent?.isJSXClosingElement()) return { kind: 'closing' }
  if (reference.isJSXIdentifier() && parent?.isJSXOpeningElement() && parent.parentPath.isJSXElement()) {
    const element = parent.parentPath
    const around = routeAround(element)
    if (around) return { kind: 'route-element', element, route: around.route }
    return { kind: 'element', element, conditional: isConditional(element) }
  }
  if (reference.isIdentifier()) {
    const attribute = parent?.isJSXExpressionContainer() ? parent.parentPath : parent
    const holds =
      (attribute?.isJSXAttribute() && /^[cC]omponent$/.test(String(attribute.node.name.name))) ||
      (attribute?.isObjectProperty() &&
        attribute.node.key.type === 'Identifier' &&
        attribute.node.key.name === 'Component')
    const around = holds ? routeAround(attribute) : null
    if (around?.holder) return { kind: 'route-component', holder: around.holder, route: around.route }
  }
  const around = asyncFunctionAround(reference)
  if (!around && parent?.isCallExpression() && reference.key === 'callee' && parent.node.arguments.length === 0) {
    const statement = parent.parentPath
    const listed = statement?.parentPath?.isBlockStatement() || statement?.parentPath?.isProgram()
    if (statement?.isExpressionStatement() && listed) return { kind: 'call', call: parent }
  }
  return around
    ? { kind: 'awaitable', reference, function: around }
    : { kind: 'other', node: reference.node, later: runsLater(reference) }
}

/** Where the grammar has a type by its name, in TypeScript and Flow. */
const TYPE_POSITION =
  /^(TSTypeReference|TSQualifiedName|TSTypeQuery|TSExpressionWithTypeArguments|TSClassImplements|TSInterfaceHeritage|GenericTypeAnnotation|QualifiedTypeIdentifier|TypeofTypeAnnotation|InterfaceExtends|ClassImplements)$/

const typeNames = new WeakMap<SourceFile, ReadonlyMap<string, t.Node>>()

/** Names of the file's own scope that stand in the place of a type, each with the first such place: scopes list values only. */
const namedAsTypes = (file: SourceFile): ReadonlyMap<string, t.Node> => {
  const known = typeNames.get(file)
  if (known) return known
  const found = new Map<string, t.Node>()
  traverse(file.ast, {
    Identifier({ node, parent, scope }) {
      if (!TYPE_POSITION.test(parent.type) || found.has(node.name)) return
      if (scope.getBinding(node.name) === file.program.scope.getOwnBinding(node.name)) found.set(node.name, node)
    },
  })
  typeNames.set(file, found)
  return found
}

/** Every use of an imported name in its file. */
export const usesOf = (file: SourceFile, local: string): readonly Use[] => {
  const binding = file.program.scope.getOwnBinding(local)
  if (!binding) return []
  const type = namedAsTypes(file).get(local)
  const exported = binding.constantViolations.map(path => ({ kind: 'other', node: path.node, later: false }) as const)
  const references = binding.referencePaths.filter(path => !TYPE_POSITION.test(path.parent.type)).map(classify)
  return [...references, ...exported, ...(type ? [{ kind: 'type', node: type } as const] : [])]
}
