import type { Binding, NodePath } from '@babel/traverse'
import type * as t from '@babel/types'
import { inFile, NOWHERE } from './carrier.js'
import { isComponent } from './component-code.js'
import { assign } from './follow.js'
import { goOn } from './held-values.js'
import { takers } from './importers.js'
import { staticName } from './program.js'
import { type Found, LOST, type Walk } from './walk.js'
import { bareShape, ELEMENT, type Way } from './way.js'

/** More names than these are not looked through for one object. */
const MOST_NAMES = 100

/** Into a variable or a pattern. */
export const take = (target: NodePath<t.Node>, way: Way, walk: Walk): readonly Found[] => {
  const shape = bareShape(way)
  if (shape !== null) {
    const { path: file } = walk.program.moduleOf(target)
    return assign(target, shape, file).map(inFile(file))
  }
  const [first, ...rest] = way
  if (target.isIdentifier()) {
    const binding = target.scope.getBinding(target.node.name)
    return binding === undefined ? LOST : goName(binding, way, walk)
  }
  if (target.isAssignmentPattern()) return take(target.get('left') as NodePath<t.Node>, way, walk)
  if (target.isArrayPattern() && first === ELEMENT)
    return (target.get('elements') as NodePath<t.Node>[]).flatMap(element => {
      if (element.isRestElement()) return take(element.get('argument') as NodePath<t.Node>, way, walk)
      return element.node == null ? NOWHERE : take(element, rest, walk)
    })
  if (!target.isObjectPattern() || first === ELEMENT) return LOST
  return target.get('properties').flatMap((property): readonly Found[] => {
    if (property.isRestElement()) return take(property.get('argument') as NodePath<t.Node>, way, walk)
    if (!property.isObjectProperty()) return LOST
    const name = staticName(property.node.key, property.node.computed)
    return name === null || name === first ? take(property.get('value') as NodePath<t.Node>, rest, walk) : NOWHERE
  })
}

/** Into a function, as one of its arguments. */
export const takeParameter = (made: NodePath<t.Function>, index: number, way: Way, walk: Walk): readonly Found[] => {
  const parameters = made.get('params') as NodePath<t.Node>[]
  const parameter = parameters[index]
  const isOpen = parameters.slice(0, index + 1).some(one => one.isRestElement())
  if (isOpen || readsArguments(made, walk)) return LOST
  return parameter === undefined ? NOWHERE : take(parameter, way, walk)
}

const readsArguments = (made: NodePath<t.Function>, { program }: Walk): boolean =>
  !made.isArrowFunctionExpression() &&
  /\barguments\b/.test(program.moduleOf(made).code.slice(made.node.start!, made.node.end!))

/** Wherever a name is used. */
const goName = (binding: Binding, way: Way, walk: Walk): readonly Found[] => {
  const ways = walk.seen.get(binding) ?? new Set()
  walk.seen.set(binding, ways)
  const key = way.join('.')
  if (ways.has(key)) return NOWHERE
  ways.add(key)
  if (isShared(binding, walk) || ++walk.names > MOST_NAMES) return LOST
  return binding.referencePaths.flatMap(reference => {
    if (reference.isExportNamedDeclaration()) return goExported(binding.identifier.name, reference, way, walk)
    if (reference.isExportDefaultDeclaration()) return goExported('default', reference, way, walk)
    return reference.isJSXIdentifier() ? LOST : goOn(reference, way, walk)
  })
}

/** What a script declares at its top, the other scripts of a page see; what a component does, nobody. */
const isShared = ({ scope }: Binding, { program }: Walk): boolean =>
  scope.path.isProgram() && scope.path.node.sourceType === 'script' && !isComponent(program.moduleOf(scope.path).path)

/** To whatever imports it. */
export const goExported = (name: string, at: NodePath<t.Node>, way: Way, walk: Walk): readonly Found[] => {
  const found = takers(walk.program.moduleOf(at).path, name, walk.program)
  if (found === null) return LOST
  return found.flatMap(taken => {
    if (taken.kind === 'binding') return goName(taken.binding, way, walk)
    const there = walk.program.module(taken.module)
    return there === null || ++walk.names > MOST_NAMES ? LOST : goExported(taken.name, there.program, way, walk)
  })
}
