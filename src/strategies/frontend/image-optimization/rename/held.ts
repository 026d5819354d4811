import type { NodePath } from '@babel/traverse'
import type * as t from '@babel/types'
import { type Carrier, isBare, type Step } from './carrier.js'
import { goOn } from './held-values.js'
import { intoElement, intoTemplate, templateAttribute } from './into-component.js'
import { type Program, staticName } from './program.js'
import { type Found, LOST, type Walk } from './walk.js'
import { type Way, wayOf } from './way.js'

/**
 * Where an address goes that is one field of an object, or one prop of a component. As long as all places are known to which that object goes, a
 * field of the same name of other objects is another matter; else it may go anywhere that has a field of that name.
 */
export const followHeld = (
  { value, name, shape }: Extract<Carrier, { kind: 'held' }>,
  program: Program,
): readonly Step[] => {
  const anywhere: Step = { kind: 'property', name, shape }
  if (!isBare(shape) || program.unread(name) !== null || program.linking(name) !== null) return [anywhere]
  const found = intoHolder(value, wayOf(shape), { program, seen: new Map(), names: 0 })
  const steps = found.filter(step => step.kind !== 'lost')
  return steps.length === found.length ? steps : [anywhere, ...steps.filter(step => step.kind === 'refused')]
}

/** From a value to what it is a field of. */
export const intoHolder = (value: NodePath<t.Node>, way: Way, walk: Walk): readonly Found[] => {
  const parent = value.parentPath!
  if (parent.isObjectProperty() && value.key === 'value' && parent.parentPath.isObjectExpression()) {
    const name = staticName(parent.node.key, parent.node.computed)
    return name === null ? LOST : goOn(parent.parentPath, [name, ...way], walk)
  }
  const attribute = parent.isJSXExpressionContainer() ? parent.parentPath : parent
  if (attribute.isJSXAttribute()) {
    const { name } = attribute.node
    const opening = attribute.parentPath as NodePath<t.JSXOpeningElement>
    return name.type === 'JSXIdentifier' ? intoElement(opening, name.name, way, walk) : LOST
  }
  const given = templateAttribute(value)
  return given === null ? LOST : intoTemplate(given.element, given.attribute, value, way, walk)
}
