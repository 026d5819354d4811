import { posix } from 'node:path'
import type { ModuleGraph } from '../../instruments/bundle/module-graph.js'
import type { ReadableWorkspace } from '../../model/change.js'
import { parseSource, type SourceFile } from './parse.js'
import { isComponentFile, parseComponent } from './vue.js'

const SCRIPT = /\.([cm]?[jt]sx?)$/
/** What is sent as it is: pages and templates of pages, and scripts beside them that no bundler has seen. */
const PAGE = /\.(html?|ejs|hbs|handlebars|pug|php|twig|liquid|njk)$|(^|\/)(public|static|assets)\/.*\.m?js$/
const EXTENSIONS = ['', '.js', '.jsx', '.ts', '.tsx', '.mjs', '.cjs', '.mts']

export const isStyle = (path: string): boolean =>
  /\.(css|scss|sass|less|styl|stylus|pcss)$/.test(path.replace(/\?.*$/, ''))

/** The project's own sources that are in its bundle, parsed, with their imports resolved as the bundler resolved them. */
export class SourceTree {
  readonly files: ReadonlyMap<string, SourceFile>
  readonly graph: ModuleGraph
  /** Texts of single-file components, by path; their code is among the files. */
  readonly components: ReadonlyMap<string, string>
  /** Texts of pages, by path: what is in them is run without having been bundled. */
  readonly pages: ReadonlyMap<string, string>
  readonly #known: ReadonlySet<string>

  private constructor(
    files: ReadonlyMap<string, SourceFile>,
    graph: ModuleGraph,
    known: ReadonlySet<string>,
    pages: ReadonlyMap<string, string> = new Map(),
    components: ReadonlyMap<string, string> = new Map(),
  ) {
    this.files = files
    this.graph = graph
    this.pages = pages
    this.components = components
    this.#known = known
  }

  /** Reads every own module of the bundle; what is not under version control (generated code, build output) is left out. */
  static async read(graph: ModuleGraph, workspace: ReadableWorkspace): Promise<SourceTree> {
    const known = new Set(await workspace.list())
    const isCode = (path: string): boolean => SCRIPT.test(path) || isComponentFile(path)
    const own = [...graph.modules.values()].filter(module => module.packageName === null && isCode(module.path))
    const components = new Map<string, string>()
    const files = new Map<string, SourceFile>()
    // A re-exporting index may be optimized away and still be what an import names.
    const queue = own.map(module => module.path)
    for (let path = queue.pop(); path !== undefined; path = queue.pop()) {
      if (files.has(path) || !known.has(path)) continue
      const text = await workspace.readText(path)
      if (isComponentFile(path)) components.set(path, text)
      const file = isComponentFile(path) ? parseComponent(path, text) : parseSource(path, text)
      if (!file) continue
      files.set(path, file)
      const tree = new SourceTree(files, graph, known)
      for (const { specifier } of file.imports) {
        const target = tree.resolve(path, specifier)
        if (target !== null && isCode(target)) queue.push(target)
      }
    }
    const pages = new Map<string, string>()
    const made = new Set([...graph.modules.values()].flatMap(module => module.chunkFiles))
    for (const path of known) {
      if (PAGE.test(path) && !graph.modules.has(path) && !made.has(posix.basename(path)))
        pages.set(path, await workspace.readText(path))
    }
    return new SourceTree(files, graph, known, pages, components)
  }

  /** The file (relative to the root) that an import names, or null for a package. */
  resolve(importer: string, specifier: string): string | null {
    const bare = specifier.split('!').at(-1)!.replace(/\?.*$/, '')
    if (bare.startsWith('.')) return this.#file(posix.join(posix.dirname(importer), bare))
    const aliased = this.#aliased(importer, bare)
    return aliased ?? this.#file(bare)
  }

  /** The modules of the bundle that an import of a package brings in directly. */
  packageModules(importer: string, specifier: string): readonly string[] {
    const name = specifier
      .split('/')
      .slice(0, specifier.startsWith('@') ? 2 : 1)
      .join('/')
    return this.graph
      .importsOf(importer)
      .filter(path => this.graph.modules.get(path)?.packageName === name && !isStyle(path))
  }

  #file(path: string): string | null {
    for (const base of [path, posix.join(path, 'index')]) {
      for (const extension of EXTENSIONS) if (this.#known.has(base + extension)) return base + extension
    }
    return null
  }

  /** An alias such as `@/pages/Home`: the one own module imported here whose path ends that way. */
  #aliased(importer: string, specifier: string): string | null {
    const tail = specifier.replace(/^[@~#]?[^/]*\//, '')
    if (tail === specifier) return null
    const ends = EXTENSIONS.flatMap(extension => [`/${tail}${extension}`, `/${tail}/index${extension}`])
    const matches = this.graph
      .importsOf(importer)
      .filter(path => this.graph.modules.get(path)?.packageName === null && ends.some(end => `/${path}`.endsWith(end)))
    return matches.length === 1 ? matches[0]! : null
  }
}
