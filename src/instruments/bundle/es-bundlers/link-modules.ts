import { readFile } from 'node:fs/promises'
import { withoutQuery } from '../../../model/pathname.js'
import type { Link } from '../modules/importers.js'
import type { EsBuild, EsModule } from './es-build.js'
import { type ModuleSyntax, moduleSyntax } from './module-syntax.js'
import { namedModules } from './named-module.js'

const NONE: EsModule = { imports: [], dynamicImports: [] }

/**
 * Who imports whom among the modules that left something in the output. A module that left nothing (an index that only hands on what other
 * modules export) is seen through: what is imported from it comes from where it is defined, by name.
 */
export const linkModules = async (build: EsBuild): Promise<Map<string, readonly Link[]>> => {
  const linking = new Linking(build)
  const links = new Map<string, Link[]>()
  const add = (to: string, link: Link): void => {
    const known = links.get(to) ?? []
    links.set(to, known)
    known.push(link)
  }
  for (const name of linking.left) links.set(name, [])
  for (const importer of linking.left) {
    for (const to of await linking.importedBy(importer)) add(to, { importer, dynamic: false })
    for (const to of linking.importedLaterBy(importer)) add(to, { importer, dynamic: true })
  }
  return links
}

class Linking {
  /** Names of the modules that left something in the output. */
  readonly left: ReadonlySet<string>
  readonly #modules: EsBuild['modules']
  readonly #syntax = new Map<string, Promise<ModuleSyntax | null>>()

  constructor({ chunks, modules }: EsBuild) {
    this.left = new Set(chunks.flatMap(({ bytes }) => [...bytes].flatMap(([name, size]) => (size > 0 ? [name] : []))))
    this.#modules = modules
  }

  async importedBy(importer: string): Promise<ReadonlySet<string>> {
    const found = new Set<string>()
    const { imports } = this.#module(importer)
    for (const { to } of imports) if (this.left.has(to)) found.add(to)
    const indexes = new Set(imports.map(({ to }) => to).filter(to => !this.left.has(to)))
    if (indexes.size === 0) return found
    const taken = (await this.#syntaxOf(importer))?.taken
    for (const index of indexes) {
      const specifiers = [...(taken?.keys() ?? [])].filter(one => namedModules(importer, one, imports).includes(index))
      const names = specifiers.flatMap(specifier => [...taken!.get(specifier)!])
      const targets =
        specifiers.length === 0
          ? this.#allOf(index)
          : (await Promise.all(names.map(name => this.#definers(index, name, new Set())))).flat()
      for (const target of targets) found.add(target)
    }
    return found
  }

  importedLaterBy(importer: string): ReadonlySet<string> {
    return new Set(this.#module(importer).dynamicImports.flatMap(to => this.#seenThrough(to, new Set())))
  }

  #module(name: string): EsModule {
    return this.#modules.get(name) ?? NONE
  }

  /** The module itself where it left something, else all that it leads to. */
  #seenThrough(name: string, entered: Set<string>): string[] {
    if (this.left.has(name)) return [name]
    if (entered.has(name)) return []
    entered.add(name)
    return this.#module(name).imports.flatMap(({ to }) => this.#seenThrough(to, entered))
  }

  #allOf(index: string): string[] {
    return this.#seenThrough(index, new Set())
  }

  /** The modules that define what an index hands on under a name; all that it leads to where that cannot be told. */
  async #definers(index: string, name: string, entered: Set<string>): Promise<string[]> {
    const key = `${index} ${name}`
    if (entered.has(key)) return []
    entered.add(key)
    const syntax = name === '*' ? null : await this.#syntaxOf(index)
    if (syntax === null) return this.#allOf(index)
    const handed = syntax.handedOn.get(name)
    if (handed) return this.#follow(index, handed.specifier, handed.name, entered)
    if (syntax.own.has(name)) return []
    const through: string[] = []
    for (const specifier of name === 'default' ? [] : syntax.stars) {
      for (const to of namedModules(index, specifier, this.#module(index).imports)) {
        if (await this.#exports(to, name, new Set()))
          through.push(...(this.left.has(to) ? [to] : await this.#definers(to, name, entered)))
      }
    }
    return through.length > 0 ? through : this.#allOf(index)
  }

  async #follow(index: string, specifier: string, name: string, entered: Set<string>): Promise<string[]> {
    const targets = namedModules(index, specifier, this.#module(index).imports)
    if (targets.length === 0) return this.#allOf(index)
    return (await Promise.all(targets.map(to => (this.left.has(to) ? [to] : this.#definers(to, name, entered))))).flat()
  }

  async #exports(module: string, name: string, entered: Set<string>): Promise<boolean> {
    if (entered.has(module)) return false
    entered.add(module)
    const syntax = await this.#syntaxOf(module)
    if (syntax === null || syntax.own.has(name) || syntax.handedOn.has(name)) return true
    for (const specifier of syntax.stars) {
      for (const to of namedModules(module, specifier, this.#module(module).imports))
        if (await this.#exports(to, name, entered)) return true
    }
    return false
  }

  #syntaxOf(name: string): Promise<ModuleSyntax | null> {
    const known = this.#syntax.get(name)
    if (known) return known
    const path = withoutQuery(name.replace(/^\0/, ''))
    const read = readFile(path, 'utf8').then(
      text => moduleSyntax(path, text),
      () => null,
    )
    this.#syntax.set(name, read)
    return read
  }
}
