import { isStyle, type SourceTree } from '../../../source/source-tree.js'

/** Per file and import statement (by its start): what is imported there instead; undefined: the statement as it is. */
export type Replacements = ReadonlyMap<string, ReadonlyMap<number, readonly string[]>>

/**
 * The order in which the project's own modules and its style sheets are evaluated when `roots` load: depth first, in the order of the
 * import statements. A style sheet of a package is named by its specifier.
 */
export const evaluationOrder = (
  tree: SourceTree,
  roots: readonly string[],
  replacements: Replacements = new Map(),
): readonly string[] => {
  const order = new Set<string>()
  const entered = new Set<string>()
  const visit = (path: string): void => {
    if (entered.has(path)) return
    entered.add(path)
    const file = tree.files.get(path)
    const replaced = replacements.get(path)
    for (const { specifier, node } of file?.imports ?? []) {
      const instead = replaced?.get(node.start!)
      if (instead) {
        for (const style of instead) order.add(style)
        continue
      }
      const target = tree.resolve(path, specifier)
      if (target !== null && !isStyle(target)) visit(target)
      else if (isStyle(target ?? specifier)) order.add(target ?? specifier)
    }
    order.add(path)
  }
  for (const root of roots) visit(root)
  return [...order]
}
