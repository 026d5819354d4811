import type { NodePath } from '@babel/traverse'
import type * as t from '@babel/types'
import { type ImportStatement, lineOf, type SourceFile } from '../../source/parse.js'

/** A place where a member is taken from what stands for the whole package: `_.get`. */
export interface MemberUse {
  readonly member: string
  readonly node: t.MemberExpression
  /** What the file calls it now, and everything else that is called that in the place's reach. */
  readonly path: NodePath
}

/** A name under which a file has a member: `get`, of `import { get } from 'lodash'`. */
export interface NamedUse {
  readonly member: string
  readonly local: string
}

export interface ImportUses {
  readonly statements: readonly ImportStatement[]
  readonly named: readonly NamedUse[]
  readonly taken: readonly MemberUse[]
}

/** Whether an access only reads a member: a name of it in the code could then stand for it. */
const isRead = (reference: NodePath): reference is NodePath<t.Identifier> => {
  const { parentPath: access } = reference
  if (!access?.isMemberExpression() || reference.key !== 'object' || access.node.computed) return false
  const { parentPath: around } = access
  if (around?.isAssignmentExpression() && access.key === 'left') return false
  if (around?.isUpdateExpression() || (around?.isUnaryExpression() && around.node.operator === 'delete')) return false
  return !(around?.isForXStatement() && access.key === 'left') && access.node.property.type === 'Identifier'
}

/**
 * How a file uses what it imports from a package.
 *
 * @param wholes whether the package's default is the whole, as of a CommonJS one
 * @returns in words, why the whole is needed, where it is
 */
export const usesOf = (file: SourceFile, specifier: string, wholes: boolean): ImportUses | string => {
  const statements = file.imports.filter(one => one.specifier === specifier)
  const named: NamedUse[] = []
  const taken: MemberUse[] = []
  const at = (node: t.Node): string => `${file.path}:${lineOf(node)}`
  for (const { node, bindings, reexports } of statements) {
    if (reexports.size > 0) return `${at(node)} exports parts of it on`
    if (bindings.length === 0) return `${at(node)} imports it for what it does`
    for (const { local, imported, type } of bindings) {
      if (type) return `${at(node)} imports types along with it`
      const binding = file.program.scope.getOwnBinding(local)
      if (!binding) return `${at(node)} imports ${local} in a way that is not followed`
      if (imported !== '*' && imported !== 'default') {
        named.push({ member: imported, local })
        continue
      }
      if (imported === 'default' && !wholes) return `${at(node)} imports the default of a module`
      if (binding.constantViolations.length > 0) return `${at(binding.constantViolations[0]!.node)} sets ${local} anew`
      for (const reference of binding.referencePaths) {
        if (!isRead(reference)) return `${at(reference.node)} uses ${local} as a whole`
        const access = reference.parentPath!.node as t.MemberExpression
        taken.push({ member: (access.property as t.Identifier).name, node: access, path: reference })
      }
    }
  }
  return { statements, named, taken }
}
