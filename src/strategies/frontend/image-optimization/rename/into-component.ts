import type { NodePath } from '@babel/traverse'
import type * as t from '@babel/types'
import { attributeUse } from './attributes.js'
import { inFile, refuse } from './carrier.js'
import { TEMPLATE_ATTRIBUTE } from './component-code.js'
import { componentFunction } from './component-function.js'
import { camelCased, isOfPackage } from './follow.js'
import { calleeName, pascalCased } from './follow-call.js'
import { takeParameter } from './held-names.js'
import { goOn } from './held-values.js'
import type { Program } from './program.js'
import { readsOfProp } from './vue-props.js'
import { type Found, LOST, type Walk } from './walk.js'
import { bareShape, ELEMENT, type Way } from './way.js'

/** Props that libraries keep to themselves. */
const NO_PROP = /^(?:key|ref)$/

/**
 * Into an element of JSX.
 * @param attribute null where all fields of the value are its attributes
 */
export const intoElement = (
  opening: NodePath<t.JSXOpeningElement>,
  attribute: string | null,
  way: Way,
  walk: Walk,
): readonly Found[] => {
  const { name } = opening.node
  if (name.type !== 'JSXIdentifier' || !/^[A-Z]/.test(name.name)) return LOST
  const given = attribute === null ? way : [attribute, ...way]
  const [prop, ...rest] = given
  if (prop === undefined || prop === ELEMENT || NO_PROP.test(prop)) return LOST
  if (isOfPackage(opening, name.name)) {
    const use = attributeUse(name.name, prop, true)
    return use.kind === 'refused' && bareShape(rest) !== null
      ? refuse(use.reason).map(inFile(walk.program.moduleOf(opening).path))
      : LOST
  }
  const made = componentFunction(name.name, opening, walk.program)
  return made === null || isReadOfElements(prop, walk.program) ? LOST : takeParameter(made, 0, given, walk)
}

/** Into an element in the template of a component. */
export const intoTemplate = (
  element: string,
  attribute: string,
  at: NodePath<t.Node>,
  way: Way,
  walk: Walk,
): readonly Found[] => {
  const prop = camelCased(attribute)
  if (NO_PROP.test(prop) || isReadOfElements(prop, walk.program)) return LOST
  const reads = readsOfProp([element, pascalCased(element)], prop, at, walk.program)
  return reads === null ? LOST : reads.flatMap(({ read, isProps }) => goOn(read, isProps ? [prop, ...way] : way, walk))
}

/** `child.props`, `const { props } = child`: what a component that is given elements looks into them by. */
const READS_ELEMENTS = /(?<!\bthis)(?:\?\.|\.)props\b|\{[^{}]*\bprops\b[^{}]*\}\s*=(?!>)/

const isReadOfElements = (prop: string, program: Program): boolean =>
  program.mentioning(prop).some(({ code }) => READS_ELEMENTS.test(code))

/** The attribute in the template of a component that this is the value of. */
export const templateAttribute = (
  value: NodePath<t.Node>,
): { readonly element: string; readonly attribute: string } | null => {
  const call = value.parentPath
  if (!call?.isCallExpression() || calleeName(call.node.callee) !== TEMPLATE_ATTRIBUTE) return null
  const [element, attribute] = call.node.arguments
  return element?.type === 'StringLiteral' && attribute?.type === 'StringLiteral'
    ? { element: element.value, attribute: attribute.value }
    : null
}
