import type { NodePath } from '@babel/traverse'
import type * as t from '@babel/types'
import { attributeUse } from './attributes.js'
import { isBare, NOWHERE, refuse, type Shape, type Step, within } from './carrier.js'
import { followCall, followCallback, followMember } from './follow-call.js'
import { staticName } from './program.js'
import { inSum, inTemplate } from './text-contexts.js'

/**
 * Says where an expression's value goes next, by what is around it. What only tests, compares or counts it is no matter.
 * @param file the module that it is in
 */
export const follow = (value: NodePath<t.Node>, shape: Shape, file: string): readonly Step[] => {
  const parent = value.parentPath
  if (parent === null) return NOWHERE
  const pass = (next: Shape | null = shape): readonly Step[] => (next === null ? NOWHERE : follow(parent, next, file))
  const { key } = value
  switch (parent.type) {
    case 'TSAsExpression':
    case 'TSNonNullExpression':
    case 'TSSatisfiesExpression':
    case 'TypeCastExpression':
    case 'ParenthesizedExpression':
    case 'AwaitExpression':
      return pass()
    case 'ConditionalExpression':
      return key === 'test' ? NOWHERE : pass()
    case 'LogicalExpression':
      return key === 'left' && (parent.node as t.LogicalExpression).operator === '&&' ? NOWHERE : pass()
    case 'SequenceExpression':
      return key === (parent.node as t.SequenceExpression).expressions.length - 1 ? pass() : NOWHERE
    case 'BinaryExpression':
      return followBinary(value, shape, file)
    case 'TemplateLiteral':
      return followText(inTemplate(parent.node as t.TemplateLiteral, value.node), parent, shape, file)
    case 'VariableDeclarator':
      return assign(parent.get('id') as NodePath<t.Node>, shape, file)
    case 'AssignmentPattern':
      return key === 'right' ? assign(parent.get('left') as NodePath<t.Node>, shape, file) : NOWHERE
    case 'AssignmentExpression':
      return key === 'right' ? [...assign(parent.get('left') as NodePath<t.Node>, shape, file), ...pass()] : NOWHERE
    case 'ArrayExpression':
      return pass(within('a', shape))
    case 'SpreadElement':
      return parent.parentPath?.isArrayExpression() || parent.parentPath?.isObjectExpression()
        ? follow(parent.parentPath, shape, file)
        : followCall(parent, shape.slice(1), file)
    case 'ObjectProperty':
      return followProperty(value, shape, file)
    case 'ClassProperty':
    case 'ClassAccessorProperty': {
      const property = parent.node as t.ClassProperty
      const name = staticName(property.key, property.computed ?? false)
      return name === null ? refuse('a property with a computed name holds it') : [{ kind: 'property', name, shape }]
    }
    case 'ReturnStatement': {
      const made = value.getFunctionParent()
      return made === null ? NOWHERE : followGiven(made, shape, file)
    }
    case 'ArrowFunctionExpression':
      return key === 'body' ? followGiven(parent as NodePath<t.Function>, shape, file) : NOWHERE
    case 'JSXExpressionContainer':
      return followMarkup(parent, shape)
    case 'JSXAttribute':
      return followAttribute(parent as NodePath<t.JSXAttribute>, shape)
    case 'MemberExpression':
    case 'OptionalMemberExpression':
      if (key === 'object') return followMember(value, shape, file)
      return isBare(shape) ? refuse('it is the key of something') : NOWHERE
    case 'CallExpression':
    case 'OptionalCallExpression':
    case 'NewExpression':
      if (key !== 'callee') return followCall(value, shape, file)
      return shape.startsWith('f') ? pass(shape.slice(1)) : NOWHERE
    case 'ExportDefaultDeclaration':
      return [{ kind: 'export', module: file, name: 'default', shape }]
    case 'ExportSpecifier': {
      const { exported } = parent.node as t.ExportSpecifier
      const name = exported.type === 'Identifier' ? exported.name : exported.value
      return [{ kind: 'export', module: file, name, shape }]
    }
    case 'ForOfStatement': {
      const left = parent.get('left') as NodePath<t.Node>
      const target = left.isVariableDeclaration() ? left.get('declarations')[0]!.get('id') : left
      return key === 'right' ? assign(target as NodePath<t.Node>, shape.slice(1), file) : NOWHERE
    }
    default:
      if (HARMLESS.has(parent.type) || !isBare(shape)) return NOWHERE
      return refuse(`its address is used in a way that is not followed (${parent.type})`)
  }
}

const HARMLESS: ReadonlySet<string> = new Set([
  'ExpressionStatement',
  'IfStatement',
  'WhileStatement',
  'DoWhileStatement',
  'ForStatement',
  'ForInStatement',
  'UnaryExpression',
  'JSXSpreadAttribute',
  'TSTypeQuery',
  'TypeofTypeAnnotation',
  'SwitchStatement',
  'SwitchCase',
])

const ENDING = /\.(?:jpe?g|jfif|png|gif|webp|avif|bmp|tiff?)\b/i

const followBinary = (value: NodePath<t.Node>, shape: Shape, file: string): readonly Step[] => {
  const parent = value.parent as t.BinaryExpression
  if (parent.operator === '+') return isBare(shape) ? followText(inSum(value), value.parentPath!, shape, file) : NOWHERE
  const other = parent.left === value.node ? parent.right : parent.left
  return other.type === 'StringLiteral' && ENDING.test(other.value)
    ? refuse('its address is compared with a file’s name')
    : NOWHERE
}

const followText = (
  how: ReturnType<typeof inTemplate>,
  whole: NodePath<t.Node>,
  shape: Shape,
  file: string,
): readonly Step[] => {
  if (!isBare(shape) || how === 'shown') return NOWHERE
  return how === 'alone' ? follow(whole, shape, file) : refuse('its address is put together with other text')
}

/** What addresses of pages, of files to be had and of previews are called. */
const LINKING = /^(?:href|to|download|downloadUrl|ogImage|og_image|openGraph|twitterImage)$/

/** What others read of a page: its previews, its icons. */
const PREVIEW = /^(?:openGraph|twitter|og|jsonLd|structuredData|icons|manifest)$/

const followProperty = (value: NodePath<t.Node>, shape: Shape, file: string): readonly Step[] => {
  const property = value.parentPath as NodePath<t.ObjectProperty>
  if (value.key === 'key') return refuse('it is the key of something')
  const name = staticName(property.node.key, property.node.computed)
  if (name !== null && PREVIEW.test(name)) return refuse(`\`${name}\` is for previews and icons`)
  if (name !== null && LINKING.test(name) && isBare(shape)) return refuse(`\`${name}\` may be what a link opens`)
  const next = within('o', shape)
  return [
    ...(name === null ? [] : [{ kind: 'held', value, name, shape } as const]),
    ...(next !== null && property.parentPath?.isObjectExpression() ? follow(property.parentPath, next, file) : []),
  ]
}

/** Into a variable, a pattern or a property. Fields of objects are found by their names, wherever they are read. */
export const assign = (target: NodePath<t.Node>, shape: Shape, file: string): readonly Step[] => {
  if (target.isIdentifier()) {
    const binding = target.scope.getBinding(target.node.name)
    return binding === undefined
      ? refuse(`\`${target.node.name}\` is known everywhere`)
      : [{ kind: 'binding', binding, shape }]
  }
  if (target.isAssignmentPattern()) return assign(target.get('left') as NodePath<t.Node>, shape, file)
  if (target.isRestElement()) return assign(target.get('argument') as NodePath<t.Node>, shape, file)
  if (target.isTSParameterProperty()) return assign(target.get('parameter') as NodePath<t.Node>, shape, file)
  if (target.isMemberExpression()) return assignMember(target, shape, file)
  if (!target.isArrayPattern()) return NOWHERE
  return (target.get('elements') as NodePath<t.Node>[])
    .filter(element => element.node != null)
    .flatMap(element => assign(element, element.isRestElement() ? shape : shape.slice(1), file))
}

const assignMember = (target: NodePath<t.MemberExpression>, shape: Shape, file: string): readonly Step[] => {
  const name = staticName(target.node.property, target.node.computed)
  const { object } = target.node
  if (name === null) {
    // One of many, under a name that is only known later.
    const next = within('o', shape)
    return next === null ? NOWHERE : assign(target.get('object') as NodePath<t.Node>, next, file)
  }
  if (object.type === 'Identifier' && object.name === 'module' && name === 'exports')
    return [{ kind: 'export', module: file, name: 'default', shape }]
  if (object.type === 'Identifier' && object.name === 'exports') return [{ kind: 'export', module: file, name, shape }]
  return LINKING.test(name) && isBare(shape) ? refuse('a link opens it') : [{ kind: 'property', name, shape }]
}

/** What a function gives goes to whoever calls it. */
const followGiven = (made: NodePath<t.Function>, shape: Shape, file: string): readonly Step[] => {
  const next = within('f', shape)
  if (next === null) return NOWHERE
  if (made.isObjectMethod() || made.isClassMethod()) {
    const name = staticName(made.node.key, made.node.computed ?? false)
    if (name === null) return refuse('a method with a computed name gives it')
    const holder = made.parentPath.parentPath
    const computed = holder?.isObjectProperty() && staticName(holder.node.key, holder.node.computed) === 'computed'
    return [{ kind: 'property', name, shape: made.node.kind === 'get' || computed ? shape : next }]
  }
  if (made.isFunctionDeclaration()) {
    const { id } = made.node
    const binding = id ? made.parentPath.scope.getBinding(id.name) : undefined
    if (binding !== undefined) return [{ kind: 'binding', binding, shape: next }]
    return made.parentPath.isExportDefaultDeclaration()
      ? [{ kind: 'export', module: file, name: 'default', shape: next }]
      : refuse('a function of no name gives it')
  }
  const isArgument = made.key !== 'callee' && made.parentPath?.isCallExpression()
  return isArgument ? followCallback(made, shape, file) : follow(made, next, file)
}

const followMarkup = (container: NodePath<t.Node>, shape: Shape): readonly Step[] => {
  const holder = container.parentPath
  if (holder?.isJSXAttribute()) return followAttribute(holder, shape)
  return isBare(shape) ? refuse('its address is written as text') : NOWHERE
}

const followAttribute = (attribute: NodePath<t.JSXAttribute>, shape: Shape): readonly Step[] => {
  const opening = attribute.parentPath as NodePath<t.JSXOpeningElement>
  const { name } = attribute.node
  const attributeName = name.type === 'JSXIdentifier' ? name.name : `${name.namespace.name}:${name.name.name}`
  const element = nameOf(opening.node.name)
  const above = opening.parentPath.parentPath
  if (element === 'img' && above?.isJSXElement() && nameOf(above.node.openingElement.name) === 'picture')
    return refuse('it is what a `<picture>` falls back to')
  const value = attribute.get('value') as NodePath<t.Node>
  const given = value.isJSXExpressionContainer() ? (value.get('expression') as NodePath<t.Node>) : value
  return givenTo(element, attributeName, isOfPackage(opening, element.split('.')[0]!), given, shape)
}

/** What an attribute of an element or a component, in whatever notation, does with the value. */
export const givenTo = (
  element: string,
  attribute: string,
  foreign: boolean,
  value: NodePath<t.Node>,
  shape: Shape,
): readonly Step[] => {
  const use = attributeUse(element, attribute, foreign)
  if (use.kind === 'refused') return isBare(shape) ? refuse(use.reason) : NOWHERE
  if (element === 'img' && attribute === 'src' && shape === '') return [{ kind: 'shown', value }]
  // Also a component that shows it may be one of the project's own under another name.
  return use.kind === 'passed' || (use.kind === 'shown' && /[A-Z-]/.test(element))
    ? [{ kind: 'held', value, name: camelCased(attribute), shape }]
    : NOWHERE
}

export const camelCased = (name: string): string => name.replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase())

const nameOf = (name: t.JSXOpeningElement['name']): string =>
  name.type === 'JSXIdentifier'
    ? name.name
    : name.type === 'JSXMemberExpression'
      ? `${nameOf(name.object)}.${name.property.name}`
      : `${name.namespace.name}:${name.name.name}`

/** Whether a component is imported from a package. */
export const isOfPackage = (at: NodePath<t.Node>, name: string): boolean => {
  const from = at.scope.getBinding(name)?.path.parent
  return from?.type === 'ImportDeclaration' && !/^(?:[./~#]|@\/|src\/|\$lib)/.test(from.source.value)
}
