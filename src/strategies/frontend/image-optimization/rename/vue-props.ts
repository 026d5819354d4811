import type { NodePath } from '@babel/traverse'
import type * as t from '@babel/types'
import { isOfPackage } from './follow.js'
import type { Module, Program } from './program.js'

/** A place in a component at which a prop is read, or all of them are. */
export interface PropRead {
  readonly read: NodePath<t.Node>
  readonly isProps: boolean
}

/** Means by which a component of Vue comes by its props otherwise than by their names. */
const OTHERWISE = /\$props\b|\$attrs\b|\$parent\b|\buseAttrs\b|\bgetCurrentInstance\b|\bdefineExpose\b/

/**
 * Where a component that is imported under one of these names reads a prop.
 * @returns null where it is no component of the project with `<script setup>` (or without a script), or comes by its props in other ways
 */
export const readsOfProp = (
  names: readonly string[],
  prop: string,
  at: NodePath<t.Node>,
  program: Program,
): readonly PropRead[] | null => {
  const component = componentNamed(names, at, program)
  if (component === null || OTHERWISE.test(component.text) || hasOptions(component.text)) return null
  const all: PropRead[] = []
  component.program.traverse({
    CallExpression(call) {
      const { callee } = call.node
      if (callee.type !== 'Identifier' || callee.name !== 'defineProps') return
      const outer = call.parentPath
      const isWrapped =
        outer.isCallExpression() && outer.node.callee.type === 'Identifier' && outer.node.callee.name === 'withDefaults'
      all.push({ read: isWrapped ? outer : call, isProps: true })
    },
  })
  return [...all, ...component.globalsOf(prop).map(read => ({ read, isProps: false }))]
}

const hasOptions = (text: string): boolean =>
  [...text.matchAll(/<script\b([^>]*)>/gi)].some(([, attributes]) => !/\bsetup\b/.test(attributes!))

const componentNamed = (names: readonly string[], at: NodePath<t.Node>, program: Program): Module | null => {
  for (const name of names) {
    const binding = at.scope.getBinding(name)
    const from = binding?.path.parent
    if (from?.type !== 'ImportDeclaration' || isOfPackage(at, name)) continue
    if (binding!.path.node.type !== 'ImportDefaultSpecifier') return null
    const file = program.resolve(from.source.value, program.moduleOf(at).path)
    return file?.endsWith('.vue') ? program.module(file) : null
  }
  return null
}
