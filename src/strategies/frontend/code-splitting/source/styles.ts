import { posix } from 'node:path'
import { isStyle, type SourceTree } from '../../../source/source-tree.js'
import type { Site } from './split.js'

export interface HoistedStyle {
  /** As `evaluationOrder` names it. */
  readonly key: string
  /** As the importing file writes it. */
  readonly specifier: string
}

/**
 * The style sheets that come with a module and with what it imports, in the order in which they are evaluated. Their place in the
 * cascade depends on it, so they stay in the first load: in a chunk of its own a style sheet would come last and win.
 */
export const stylesOf = (tree: SourceTree, site: Site): readonly HoistedStyle[] => {
  const styles = new Map<string, HoistedStyle>()
  const entered = new Set<string>()
  const visit = (path: string): void => {
    if (entered.has(path)) return
    entered.add(path)
    for (const { specifier } of tree.files.get(path)?.imports ?? []) {
      const target = tree.resolve(path, specifier)
      if (!isStyle(target ?? specifier)) {
        if (target !== null) visit(target)
        continue
      }
      const key = target ?? specifier
      const relative = target === null ? specifier : posix.relative(posix.dirname(site.file.path), target)
      styles.set(key, { key, specifier: target === null || relative.startsWith('.') ? relative : `./${relative}` })
    }
  }
  const target = tree.resolve(site.file.path, site.specifier)
  if (target !== null) visit(target)
  return [...styles.values()]
}
