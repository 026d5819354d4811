import type { NodePath } from '@babel/traverse'
import type * as t from '@babel/types'
import { isBare, NOWHERE, refuse, type Shape, type Step, within } from './carrier.js'
import { FALLBACK, TEMPLATE_ATTRIBUTE, TEMPLATE_TEXT } from './component-code.js'
import { assign, follow, givenTo, isOfPackage } from './follow.js'
import { staticName } from './program.js'

type Call = NodePath<t.CallExpression> | NodePath<t.OptionalCallExpression> | NodePath<t.NewExpression>

/** Members by which an address is still the address: of a module, of a picture that a bundler describes, of a reference. */
const SAME = new Set(['default', 'src', 'value', 'current', 'href'])
const SAME_METHOD = new Set(['toString', 'trim', 'valueOf', 'toLocaleString'])
/** Methods of text that say something of a name, or make another of it. */
const OF_TEXT =
  /^(?:replace|replaceAll|split|slice|substring|substr|endsWith|startsWith|match|matchAll|search|includes|indexOf|lastIndexOf|concat|charAt|charCodeAt|at|padEnd|padStart|toLowerCase|toUpperCase|localeCompare|repeat|normalize)$/
/** Beginnings of addresses, which stay as they are. */
const BEGINNING = /^(?:https?:|\/\/?|data:|blob:|\.\.?\/)/

/** `value.member`, `value[i]`, `value.method(…)`. */
export const followMember = (value: NodePath<t.Node>, shape: Shape, file: string): readonly Step[] => {
  const member = value.parentPath as NodePath<t.MemberExpression>
  const name = staticName(member.node.property, member.node.computed)
  if (name === null) {
    if (shape === '') return refuse('letters of its address are looked at')
    return shape.startsWith('f') ? NOWHERE : follow(member, shape.slice(1), file)
  }
  const above = member.parentPath as NodePath<t.Node>
  const call = (above.isCallExpression() || above.isOptionalCallExpression()) && member.key === 'callee' ? above : null
  if (call === null) return SAME.has(name) && isBare(shape) ? follow(member, shape, file) : NOWHERE
  if (shape !== '') return /^[ao]/.test(shape) ? followList(name, call, shape, file) : NOWHERE
  if (SAME_METHOD.has(name)) return follow(call, shape, file)
  const [argument] = call.node.arguments
  if (name === 'startsWith' && argument?.type === 'StringLiteral' && BEGINNING.test(argument.value)) return NOWHERE
  return OF_TEXT.test(name) ? refuse(`its address is worked with (\`.${name}()\`)`) : NOWHERE
}

/** Methods that give some of the list's elements, or all of them in another order. */
export const SOME_OF =
  /^(?:filter|slice|concat|reverse|toReversed|sort|toSorted|splice|toSpliced|with|fill|flat|values)$/
export const ONE_OF = /^(?:find|findLast|at|pop|shift)$/
export const WITH_EACH = /^(?:map|forEach|flatMap|filter|find|findLast|findIndex|some|every|each|sort|toSorted)$/

const followList = (method: string, call: Call, shape: Shape, file: string): readonly Step[] => {
  const [callback] = call.get('arguments') as NodePath<t.Node>[]
  const steps: Step[] = []
  if (WITH_EACH.test(method) && callback !== undefined) {
    steps.push(...parameter(callback, 0, shape.slice(1), file))
    if (/sort/i.test(method)) steps.push(...parameter(callback, 1, shape.slice(1), file))
  }
  if (/^reduce/.test(method) && callback !== undefined) steps.push(...parameter(callback, 1, shape.slice(1), file))
  if (SOME_OF.test(method)) steps.push(...follow(call, shape, file))
  else if (ONE_OF.test(method)) steps.push(...follow(call, shape.slice(1), file))
  else if (method === 'entries') steps.push(...follow(call, within('a', shape) ?? shape, file))
  else if (method === 'join' && isBare(shape)) steps.push(...refuse('addresses are put together with other text'))
  return steps
}

/** The parameter that a function, or one that is named, takes a value by. */
const parameter = (callback: NodePath<t.Node>, index: number, shape: Shape, file: string): readonly Step[] => {
  const made = functionOf(callback)
  if (made !== null) return takenBy(made, index, shape, file)
  return isBare(shape) ? refuse('each of a list is handed to a function that is not known') : NOWHERE
}

const takenBy = (made: NodePath<t.Function>, index: number, shape: Shape, file: string): readonly Step[] => {
  const found = (made.get('params') as NodePath<t.Node>[])[index]
  return found === undefined ? NOWHERE : assign(found, shape, file)
}

/** A function as it is written, or the one of this module that a name means. */
export const functionOf = (value: NodePath<t.Node>): NodePath<t.Function> | null => {
  if (value.isFunctionExpression() || value.isArrowFunctionExpression()) return value
  if (!value.isIdentifier()) return null
  const declared = value.scope.getBinding(value.node.name)?.path
  if (declared?.isFunctionDeclaration()) return declared
  const init = declared?.isVariableDeclarator() ? declared.get('init') : null
  return init?.isFunctionExpression() || init?.isArrowFunctionExpression() ? init : null
}

const GIVES_LIST = /^(?:map|flatMap|from)$/
const GIVES_SAME = /^(?:reduce|reduceRight|then|catch|useMemo|computed|ref|memo|lazy|once|\$derived|by)$/
const GIVES_NOTHING =
  /^(?:filter|find|findIndex|findLast|some|every|forEach|sort|toSorted|useEffect|useLayoutEffect|watch|watchEffect|setTimeout|setInterval|setState|set[A-Z]\w*)$/

/** What a function that is handed to a call gives back. */
export const followCallback = (made: NodePath<t.Function>, shape: Shape, file: string): readonly Step[] => {
  const call = made.parentPath as NodePath<t.CallExpression>
  const name = calleeName(call.node.callee)
  if (GIVES_LIST.test(name) || name === 'useState') return followIf(call, within('a', shape), file)
  if (GIVES_SAME.test(name)) return follow(call, shape, file)
  if (/^(?:useCallback|debounce|throttle)$/.test(name)) return followIf(call, within('f', shape), file)
  // A setter is given a function that makes the state from what it was.
  if (/^set[A-Z]/.test(name) && isBare(shape))
    return handedOn(call.get('callee') as NodePath<t.Node>, 0, shape, file) ?? NOWHERE
  if (GIVES_NOTHING.test(name) || !isBare(shape)) return NOWHERE
  return refuse(`a function that is handed to \`${name}()\` gives it`)
}

const followIf = (call: NodePath<t.Node>, shape: Shape | null, file: string): readonly Step[] =>
  shape === null ? NOWHERE : follow(call, shape, file)

export const calleeName = (callee: t.Node): string => {
  if (callee.type === 'Identifier') return callee.name
  return callee.type === 'MemberExpression' || callee.type === 'OptionalMemberExpression'
    ? (staticName(callee.property, callee.computed) ?? '')
    : ''
}

/** Calls that give back what they are given, or something through which it is read. */
const GIVES_BACK =
  /^(?:ref|shallowRef|reactive|shallowReactive|readonly|toRef|toRefs|markRaw|useRef|useMemo|String|structuredClone|\$state|\$derived|\$bindable|freeze|seal|from|of|resolve|assign|all)$/
/** What the helper does not list it gives nothing for. */
const NO_MATTER =
  /^(?:pictureSources|pictureRatio|Boolean|isNaN|Number|log|warn|error|info|debug|isArray|keys|includes|indexOf|lastIndexOf|has|__test)$/
const OF_ATTRIBUTE = /^(?:setAttribute|attr|prop)$/

/** The value is an argument. */
export const followCall = (value: NodePath<t.Node>, shape: Shape, file: string): readonly Step[] => {
  const call = value.parentPath as Call
  const callee = call.get('callee') as NodePath<t.Node>
  const name = calleeName(callee.node)
  const index = typeof value.key === 'number' ? value.key : 0
  const [first, second] = call.node.arguments
  if (name === TEMPLATE_ATTRIBUTE && first?.type === 'StringLiteral' && second?.type === 'StringLiteral')
    return inTemplateAttribute(first.value, second.value, value, shape)
  if (name === TEMPLATE_TEXT) return isBare(shape) ? refuse('its address is written as text') : NOWHERE
  if (NO_MATTER.test(name)) return NOWHERE
  if (call.isNewExpression() && name === 'URL') return follow(call, shape, file)
  if (name === 'useState') return followIf(call, within('a', shape), file)
  const ofMethod = callee.isMemberExpression() ? followMethod(name, callee, call, index, shape, file) : null
  if (ofMethod !== null) return ofMethod
  if (GIVES_BACK.test(name)) return follow(call, shape, file)
  const handed = handedOn(callee, index, shape, file)
  if (handed !== null) return handed
  return isBare(shape) ? refuse(`it is handed to \`${name === '' ? 'a function' : `${name}()`}\``) : NOWHERE
}

/** Into an attribute or a list, or out of an object; null where the method is none of those. */
const followMethod = (
  name: string,
  callee: NodePath<t.MemberExpression>,
  call: Call,
  index: number,
  shape: Shape,
  file: string,
): readonly Step[] | null => {
  const [first] = call.node.arguments
  if (OF_ATTRIBUTE.test(name) && first?.type === 'StringLiteral' && index === 1) {
    if (/^(?:src|poster|srcset|data-src)$/.test(first.value)) return [{ kind: 'property', name: 'src', shape }]
    return isBare(shape) ? refuse(`it becomes the attribute \`${first.value}\``) : NOWHERE
  }
  if (name === 'push' || name === 'unshift') {
    const next = within('a', shape)
    return next === null ? NOWHERE : assign(callee.get('object') as NodePath<t.Node>, next, file)
  }
  if (name === 'concat') return follow(call, shape, file)
  if (name === 'values' && shape !== '') return follow(call, `a${shape.slice(1)}`, file)
  if (name === 'entries' && shape !== '') return followIf(call, within('a', `a${shape.slice(1)}`), file)
  return null
}

/** To a function of this module, or the setter of a state; null where it is neither. */
const handedOn = (callee: NodePath<t.Node>, index: number, shape: Shape, file: string): readonly Step[] | null => {
  if (!callee.isIdentifier()) return null
  const made = functionOf(callee)
  if (made !== null) return takenBy(made, index, shape, file)
  const declared = callee.scope.getBinding(callee.node.name)?.path
  if (!declared?.isVariableDeclarator()) return null
  const id = declared.get('id')
  const { init } = declared.node
  if (!id.isArrayPattern() || init?.type !== 'CallExpression' || calleeName(init.callee) !== 'useState') return null
  const [state, setter] = id.get('elements') as NodePath<t.Node>[]
  if (!setter?.isIdentifier() || setter.node.name !== callee.node.name) return null
  return state?.node == null ? NOWHERE : assign(state, shape, file)
}

export const pascalCased = (name: string): string =>
  name.replace(/(?:^|-)(\w)/g, (_, letter: string) => letter.toUpperCase())

/** A component is imported, or registered, under a name in either notation. */
const inTemplateAttribute = (
  element: string,
  attribute: string,
  at: NodePath<t.Node>,
  shape: Shape,
): readonly Step[] => {
  if (element === FALLBACK) return refuse('it is what a `<picture>` falls back to')
  const name = pascalCased(element)
  return givenTo(element, attribute, isOfPackage(at, element) || isOfPackage(at, name), at, shape)
}
