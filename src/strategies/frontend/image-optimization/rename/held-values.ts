import type { NodePath } from '@babel/traverse'
import type * as t from '@babel/types'
import { inFile, NOWHERE, refuse } from './carrier.js'
import { TEMPLATE_TEST } from './component-code.js'
import { follow } from './follow.js'
import { calleeName, functionOf, ONE_OF, SOME_OF, WITH_EACH } from './follow-call.js'
import { intoHolder } from './held.js'
import { goExported, take, takeParameter } from './held-names.js'
import { intoElement, templateAttribute } from './into-component.js'
import { staticName } from './program.js'
import { type Found, LOST, type Walk } from './walk.js'
import { bareShape, ELEMENT, type Way } from './way.js'

/** Where a value goes that is an object, or a list of them, with an address somewhere in it. */
export const goOn = (value: NodePath<t.Node>, way: Way, walk: Walk): readonly Found[] => {
  const shape = bareShape(way)
  if (shape !== null) {
    const { path: file } = walk.program.moduleOf(value)
    return follow(value, shape, file).map(inFile(file))
  }
  const parent = value.parentPath
  const { key } = value
  switch (parent?.type) {
    case 'TSAsExpression':
    case 'TSNonNullExpression':
    case 'TSSatisfiesExpression':
    case 'TypeCastExpression':
    case 'ParenthesizedExpression':
      return goOn(parent, way, walk)
    case 'ConditionalExpression':
      return key === 'test' ? NOWHERE : goOn(parent, way, walk)
    case 'LogicalExpression': {
      const { operator } = parent.node as t.LogicalExpression
      return key === 'left' && operator === '&&' ? NOWHERE : goOn(parent, way, walk)
    }
    case 'VariableDeclarator':
      return take(parent.get('id') as NodePath<t.Node>, way, walk)
    case 'AssignmentPattern':
      return take(parent.get('left') as NodePath<t.Node>, way, walk)
    case 'AssignmentExpression': {
      const left = parent.get('left') as NodePath<t.Node>
      return key === 'right' && left.isIdentifier() ? [...take(left, way, walk), ...goOn(parent, way, walk)] : LOST
    }
    case 'ArrayExpression':
      return goOn(parent, [ELEMENT, ...way], walk)
    case 'SpreadElement': {
      const holder = parent.parentPath!
      const fits = way[0] === ELEMENT ? holder.isArrayExpression() : holder.isObjectExpression()
      return fits ? goOn(holder, way, walk) : LOST
    }
    case 'ObjectProperty':
    case 'JSXExpressionContainer':
      return intoHolder(value, way, walk)
    case 'JSXSpreadAttribute':
      return intoElement(parent.parentPath as NodePath<t.JSXOpeningElement>, null, way, walk)
    case 'MemberExpression':
    case 'OptionalMemberExpression':
      return key === 'object' ? goMember(parent as Member, way, walk) : NOWHERE
    case 'CallExpression':
    case 'OptionalCallExpression':
      return goArgument(value, parent as NodePath<t.CallExpression>, way, walk)
    case 'ReturnStatement':
      return goGiven(value.getFunctionParent(), way, walk)
    case 'ArrowFunctionExpression':
      return goGiven(parent as NodePath<t.Function>, way, walk)
    case 'ForOfStatement': {
      const left = parent.get('left') as NodePath<t.Node>
      const target = left.isVariableDeclaration() ? left.get('declarations')[0]!.get('id') : left
      return way[0] === ELEMENT ? take(target as NodePath<t.Node>, way.slice(1), walk) : LOST
    }
    case 'ExportDefaultDeclaration':
      return goExported('default', value, way, walk)
    case 'ExportSpecifier': {
      const { exported } = parent.node as t.ExportSpecifier
      return goExported(exported.type === 'Identifier' ? exported.name : exported.value, value, way, walk)
    }
    default:
      return ENDS.has(parent?.type ?? '') ? NOWHERE : LOST
  }
}

/** What only tests it, or does nothing with it. */
const ENDS: ReadonlySet<string> = new Set(['ExpressionStatement', 'IfStatement', 'UnaryExpression', 'TSTypeQuery'])

type Member = NodePath<t.MemberExpression | t.OptionalMemberExpression>

/** What holds a value for as long as it changes (`ref`, `useRef`) is as if it were the value. */
const REFERENCE = /^(?:value|current)$/

const goMember = (member: Member, way: Way, walk: Walk): readonly Found[] => {
  const { parentPath: above } = member
  if (above?.isAssignmentExpression() && member.key === 'left') return NOWHERE
  const name = staticName(member.node.property, member.node.computed)
  const [first, ...rest] = way
  if ((above?.isCallExpression() || above?.isOptionalCallExpression()) && member.key === 'callee')
    return first === ELEMENT && name !== null ? goList(name, above as NodePath<t.CallExpression>, way, walk) : LOST
  if (above?.isTaggedTemplateExpression()) return LOST
  if (name === null || name === first) return goOn(member, rest, walk)
  if (REFERENCE.test(name)) return goOn(member, way, walk)
  return first === ELEMENT && name !== 'length' ? LOST : NOWHERE
}

/** Methods of lists that give nothing of what is in them, but to the function that they are handed. */
const TELLS = /^(?:forEach|some|every|findIndex|findLastIndex|includes|indexOf|lastIndexOf|push|unshift|keys)$/

const goList = (method: string, call: NodePath<t.CallExpression>, way: Way, walk: Walk): readonly Found[] => {
  const rest = way.slice(1)
  const isKnown = WITH_EACH.test(method) || SOME_OF.test(method) || ONE_OF.test(method) || TELLS.test(method)
  if (!isKnown || /^(?:flat|flatMap|values)$/.test(method)) return LOST
  const given = SOME_OF.test(method) ? goOn(call, way, walk) : ONE_OF.test(method) ? goOn(call, rest, walk) : NOWHERE
  const [callback] = call.get('arguments') as NodePath<t.Node>[]
  if (!WITH_EACH.test(method) || callback === undefined) return given
  const made = functionOf(callback)
  // The list itself comes third.
  if (made === null || made.node.params.length > 2) return LOST
  const taken = /sort/i.test(method) ? [0, 1] : [0]
  return [...given, ...taken.flatMap(index => takeParameter(made, index, rest, walk))]
}

/** Calls that give back what they are given, as far as its fields go. */
const GIVES_BACK = /^(?:ref|shallowRef|reactive|shallowReactive|readonly|markRaw|toRaw|unref|freeze)$/
const TESTS = /^(?:Boolean|isArray)$/
const SENDS = /^(?:stringify|postMessage|sendBeacon|setItem)$/

const goArgument = (
  value: NodePath<t.Node>,
  call: NodePath<t.CallExpression>,
  way: Way,
  walk: Walk,
): readonly Found[] => {
  if (typeof value.key !== 'number') return LOST
  if (templateAttribute(value) !== null) return intoHolder(value, way, walk)
  const callee = call.get('callee') as NodePath<t.Node>
  const made = functionOf(callee)
  if (made !== null) return takeParameter(made, value.key, way, walk)
  const name = calleeName(callee.node)
  // `v-bind="…"` hands all fields to whatever element it is.
  if (name === TEMPLATE_TEST) return value.isObjectExpression() ? LOST : NOWHERE
  if (TESTS.test(name)) return NOWHERE
  if (SENDS.test(name))
    return refuse(`what holds its address is handed to \`${name}()\``).map(inFile(walk.program.moduleOf(value).path))
  return GIVES_BACK.test(name) ? goOn(call, way, walk) : LOST
}

/** Functions of which what they are handed gives nothing further. */
const GIVES_NOTHING = /^(?:filter|find|findLast|findIndex|some|every|forEach|sort|toSorted)$/

/** What a function gives back that is handed to a call. */
const goGiven = (made: NodePath<t.Function> | null, way: Way, walk: Walk): readonly Found[] => {
  const call = made?.parentPath
  if (!call?.isCallExpression() || made!.key !== 0) return LOST
  const name = calleeName(call.node.callee)
  if (GIVES_NOTHING.test(name)) return NOWHERE
  if (name === 'map') return goOn(call, [ELEMENT, ...way], walk)
  return /^(?:useMemo|computed)$/.test(name) ? goOn(call, way, walk) : LOST
}
