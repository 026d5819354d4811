import { packageOf } from '../../../../instruments/bundle/modules/module-path.js'
import type { InstalledPackages } from '../../../source/packages.js'
import { type LoadEffect, loadEffects } from '../../../source/side-effects.js'
import { isStyle, type SourceTree } from '../../../source/source-tree.js'
import { readsGlobal, waitsForDocument } from '../../../source/text-hazards.js'
import { hasGlobalStyles } from '../../../source/vue.js'
import { evaluationOrder, type Replacements } from './evaluation-order.js'
import { runHazard } from './run-order.js'
import type { Split } from './split.js'
import { stylesOf } from './styles.js'

/** What the import statements of these splits become: their style sheets. */
export const replacementsOf = (tree: SourceTree, splits: readonly Split[]): Replacements => {
  const replacements = new Map<string, Map<number, readonly string[]>>()
  for (const { sites } of splits) {
    for (const site of sites) {
      const inFile = replacements.get(site.file.path) ?? new Map<number, readonly string[]>()
      inFile.set(
        site.statement.node.start!,
        stylesOf(tree, site).map(style => style.key),
      )
      replacements.set(site.file.path, inFile)
    }
  }
  return replacements
}

/** True where all that an effect acts on moves along with the module. */
const staysInside = (tree: SourceTree, importer: string, effect: LoadEffect, moved: ReadonlySet<string>): boolean => {
  if (effect.on === null) return false
  const own = tree.resolve(importer, effect.on)
  const targets = own === null ? tree.packageModules(importer, effect.on) : [own]
  return targets.length > 0 && targets.every(target => moved.has(target))
}

/** Unlike one that is imported, it cannot be left where it is now. */
const REQUIRED_STYLE = /\brequire\(\s*['"][^'"]+\.(css|scss|sass|less|styl)(\?[^'"]*)?['"]/

const ownHazard = (tree: SourceTree, path: string, moved: ReadonlySet<string>): string | null => {
  const file = tree.files.get(path)
  const component = tree.components.get(path)
  if (component !== undefined && hasGlobalStyles(component))
    return `${path} has styles for the whole page, whose place in the cascade would change`
  if (!file) return component === undefined ? null : `${path} holds code that cannot be read`
  if (waitsForDocument(file.text))
    return `${path} waits for the document to load, which is over when it is loaded later`
  if (REQUIRED_STYLE.test(file.text)) return `${path} requires a style sheet, whose place in the cascade would change`
  const effect = loadEffects(file).find(one => !staysInside(tree, path, one, moved))
  if (effect) return `${path}:${effect.line} acts when it is loaded: ${effect.text}`
  const bare = file.imports.find(
    one =>
      one.node.type === 'ImportDeclaration' &&
      one.bindings.length === 0 &&
      !isStyle(one.specifier) &&
      tree.resolve(path, one.specifier) === null,
  )
  return bare ? `${path} imports ${bare.specifier} for its effects` : null
}

/** Why what a package puts on the global object has to be there from the start: something that is not moved takes it from there. */
const globalHazard = async (
  tree: SourceTree,
  packages: InstalledPackages,
  path: string,
  moved: ReadonlySet<string>,
): Promise<string | null> => {
  for (const name of await packages.globalsOf(path)) {
    const own = [...tree.files.values()].find(
      file =>
        !moved.has(file.path) &&
        (file.program.scope.hasGlobal(name) ||
          (!file.program.scope.hasBinding(name, true) && readsGlobal(file.text, name))),
    )
    const page = own?.path ?? [...tree.pages].find(([, text]) => readsGlobal(text, name))?.[0]
    if (page !== undefined) return `${path} sets the global ${name}, which ${page} uses`
    for (const other of tree.graph.modules.keys()) {
      if (packageOf(other) === null || moved.has(other)) continue
      if (readsGlobal(await packages.text(other), name)) return `${path} sets the global ${name}, which ${other} uses`
    }
  }
  return null
}

/** Why the modules that this split moves cannot be loaded later, or null where nothing speaks against it. */
export const moveHazard = async (
  tree: SourceTree,
  packages: InstalledPackages,
  split: Split,
  moved: ReadonlySet<string>,
): Promise<string | null> => {
  for (const path of tree.graph.reach(split.modules)) {
    if (!moved.has(path)) continue
    const hazard =
      packageOf(path) === null
        ? ownHazard(tree, path, moved)
        : ((await packages.hazardOf(path)) ?? (await globalHazard(tree, packages, path, moved)))
    if (hazard !== null) return hazard
  }
  const run = split.kind === 'initializer' ? await runHazard(tree, packages, split) : null
  if (run !== null) return run
  for (const site of split.sites) {
    const inline = stylesOf(tree, site).find(style => style.specifier.includes('!'))
    if (inline) return `${site.file.path} would have to import ${inline.key} with loaders of its own`
  }
  return null
}

/**
 * What is still loaded first must be evaluated in the same order as before, as far as order can matter: style sheets, and modules that act
 * when they are loaded.
 *
 * @returns what would come in another order, or null.
 */
export const orderHazard = (tree: SourceTree, roots: readonly string[], splits: readonly Split[]): string | null => {
  const after = evaluationOrder(tree, roots, replacementsOf(tree, splits))
  const kept = new Set(after)
  const matters = (path: string): boolean => {
    if (!kept.has(path)) return false
    const file = tree.files.get(path)
    return file === undefined || loadEffects(file).length > 0
  }
  const all = evaluationOrder(tree, roots)
  const lost = all.find(path => isStyle(path) && !kept.has(path))
  if (lost !== undefined) return `${lost} would leave the first load, and with it its place in the cascade`
  const before = all.filter(matters)
  const now = after.filter(matters)
  const first = now.findIndex((path, index) => path !== before[index])
  return first === -1 ? null : `${now[first]} would be evaluated in another order than now`
}
