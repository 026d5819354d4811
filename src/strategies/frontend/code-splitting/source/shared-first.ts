import { edge } from '../../../../instruments/bundle/module-graph.js'
import { loadEffects } from '../../../source/side-effects.js'
import { isStyle, type SourceTree } from '../../../source/source-tree.js'

/** Follows modules in the order in which they are evaluated, and finds what acts before something that is to come first. */
class Evaluation {
  readonly #tree: SourceTree
  readonly #cuts: ReadonlySet<string>
  readonly #shared: ReadonlySet<string>
  readonly #entered = new Set<string>()
  readonly #done = new Set<string>()
  found: string | null = null

  constructor(tree: SourceTree, cuts: ReadonlySet<string>, shared: ReadonlySet<string>) {
    this.#tree = tree
    this.#cuts = cuts
    this.#shared = shared
  }

  #acts(what: string): void {
    const after = [...this.#shared].find(one => !this.#done.has(one))
    if (after !== undefined)
      this.found ??= `${what}, and esbuild would evaluate ${after}, which is shared with what is loaded later, before it`
  }

  #package(path: string, specifier: string, forItsEffects: boolean): void {
    const own = this.#tree.packageModules(path, specifier)
    const modules = this.#tree.graph.reach(own, this.#cuts)
    const apart = own.some(one => !this.#shared.has(one) && !this.#done.has(one))
    for (const one of modules) this.#done.add(one)
    if (forItsEffects && apart) this.#acts(`${path} imports ${specifier} for its effects`)
  }

  visit(path: string): void {
    if (this.#entered.has(path)) return
    this.#entered.add(path)
    const file = this.#tree.files.get(path)
    for (const { specifier, node, bindings } of file?.imports ?? []) {
      const target = this.#tree.resolve(path, specifier)
      if (isStyle(target ?? specifier) || (target !== null && this.#cuts.has(edge(path, target)))) continue
      if (target === null) this.#package(path, specifier, node.type === 'ImportDeclaration' && bindings.length === 0)
      else this.visit(target)
    }
    // Whatever it imports, also by a name that leads where this does not see, is there by then.
    for (const one of this.#tree.graph.reach([path], this.#cuts)) this.#done.add(one)
    this.#done.add(path)
    const [effect] = file && !this.#shared.has(path) ? loadEffects(file) : []
    if (effect) this.#acts(`${path}:${effect.line} acts when it is loaded (${effect.text})`)
  }
}

/**
 * esbuild puts what a later file has in common with the first load into a file of its own, and that is evaluated before all else
 * (https://github.com/evanw/esbuild/issues/399). So what acts when it is loaded may come after modules that it comes before now.
 *
 * @param starts modules that are loaded later
 * @param cuts edges of the module graph that become dynamic
 * @returns what would come too late, or null
 */
export const sharedFirstHazard = (
  tree: SourceTree,
  roots: readonly string[],
  starts: readonly string[],
  cuts: ReadonlySet<string>,
): string | null => {
  const first = tree.graph.reach(roots, cuts)
  const shared = new Set([...tree.graph.reach(starts)].filter(path => first.has(path)))
  if (shared.size === 0) return null
  const evaluation = new Evaluation(tree, cuts, shared)
  for (const root of roots) evaluation.visit(root)
  return evaluation.found
}
