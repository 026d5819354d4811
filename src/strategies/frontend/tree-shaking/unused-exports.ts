import type * as t from '@babel/types'
import type { SourceTree } from '../../source/source-tree.js'

const exportedBy = (statement: t.Statement): { readonly names: readonly string[]; readonly length: number }[] => {
  if (statement.type !== 'ExportNamedDeclaration' || !statement.declaration) return []
  const { declaration } = statement
  const length = declaration.end! - declaration.start!
  if (declaration.type === 'VariableDeclaration') {
    const names = declaration.declarations.flatMap(({ id }) => (id.type === 'Identifier' ? [id.name] : []))
    return [{ names, length }]
  }
  return 'id' in declaration && declaration.id?.type === 'Identifier' ? [{ names: [declaration.id.name], length }] : []
}

/**
 * Bytes in the output of what the project's own modules export by name and no own module imports: the least that goes once the bundler may leave
 * it out, as a share of each file.
 */
export const unusedBytes = ({ files, graph }: SourceTree): number => {
  const asked = new Set<string>(['default'])
  for (const file of files.values()) {
    for (const { bindings, reexports } of file.imports) {
      for (const { imported } of bindings) asked.add(imported)
      for (const name of reexports.values()) asked.add(name)
    }
  }
  const whole = [...files.values()]
    .flatMap(file => file.imports.flatMap(({ bindings }) => bindings))
    .some(({ imported }) => imported === '*')
  let bytes = 0
  for (const file of files.values()) {
    const size = graph.modules.get(file.path)?.parsedSize ?? 0
    const unused = file.ast.program.body
      .flatMap(exportedBy)
      .filter(({ names }) => names.every(name => !asked.has(name)) && !whole)
      .reduce((sum, { length }) => sum + length, 0)
    bytes += file.text.length === 0 ? 0 : (size * unused) / file.text.length
  }
  return Math.round(bytes)
}
