import type { NodePath } from '@babel/traverse'
import type * as t from '@babel/types'
import { importedAs } from './importers.js'
import type { Module, Program } from './program.js'

/** From more modules to the next than these a name is not followed. */
const DEEPEST = 5

/** The function that a component's name means where it is used, of this project's own; null where it is another's, a class, or made by something else than `memo`. */
export const componentFunction = (
  name: string,
  at: NodePath<t.Node>,
  program: Program,
  depth = DEEPEST,
): NodePath<t.Function> | null => {
  const binding = at.scope.getBinding(name)
  if (binding === undefined || !binding.constant) return null
  const { parent } = binding.path
  if (parent.type !== 'ImportDeclaration') return functionAt(binding.path, program, depth)
  const exported = importedAs(binding.path.node as t.ImportDeclaration['specifiers'][number])
  const module = moduleOf(parent.source.value, program.moduleOf(at), program)
  return exported === null || module === null || depth === 0
    ? null
    : exportedFunction(module, exported, program, depth - 1)
}

const moduleOf = (specifier: string, from: Module, program: Program): Module | null => {
  const file = program.resolve(specifier, from.path)
  return file === null ? null : program.module(file)
}

const functionAt = (declared: NodePath<t.Node>, program: Program, depth: number): NodePath<t.Function> | null => {
  if (declared.isFunctionDeclaration()) return declared
  if (!declared.isVariableDeclarator()) return null
  const init = declared.get('init')
  return init.node == null ? null : functionGiven(init as NodePath<t.Node>, program, depth)
}

const functionGiven = (value: NodePath<t.Node>, program: Program, depth: number): NodePath<t.Function> | null => {
  if (value.isFunctionExpression() || value.isArrowFunctionExpression() || value.isFunctionDeclaration()) return value
  if (value.isIdentifier()) return componentFunction(value.node.name, value, program, depth)
  if (!value.isCallExpression()) return null
  const { callee } = value.node
  const maker = callee.type === 'MemberExpression' ? callee.property : callee
  const [given] = value.get('arguments')
  return maker.type === 'Identifier' && /^(?:memo|forwardRef)$/.test(maker.name) && given !== undefined
    ? functionGiven(given as NodePath<t.Node>, program, depth)
    : null
}

const exportedFunction = (
  module: Module,
  name: string,
  program: Program,
  depth: number,
): NodePath<t.Function> | null => {
  for (const statement of module.program.get('body')) {
    if (statement.isExportDefaultDeclaration() && name === 'default')
      return functionGiven(statement.get('declaration') as NodePath<t.Node>, program, depth)
    if (!statement.isExportNamedDeclaration()) continue
    const { declaration, specifiers, source } = statement.node
    const declares =
      declaration?.type === 'FunctionDeclaration'
        ? declaration.id?.name === name
        : declaration?.type === 'VariableDeclaration' &&
          declaration.declarations.some(({ id }) => id.type === 'Identifier' && id.name === name)
    if (declares) return componentFunction(name, statement, program, depth)
    const specifier = specifiers.find(
      (one): one is t.ExportSpecifier =>
        one.type === 'ExportSpecifier' &&
        (one.exported.type === 'Identifier' ? one.exported.name : one.exported.value) === name,
    )
    if (specifier === undefined) continue
    if (!source) return componentFunction(specifier.local.name, statement, program, depth)
    const from = depth === 0 ? null : moduleOf(source.value, module, program)
    return from === null ? null : exportedFunction(from, specifier.local.name, program, depth - 1)
  }
  return null
}
