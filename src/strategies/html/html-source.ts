import { posix, resolve } from 'node:path'
import { pathsWithin } from '../../instruments/bundle/modules/path-within.js'
import { type Compilation, readCompilation } from '../../instruments/bundle/webpack/compilation.js'
import type { BuiltArm, ReadableWorkspace } from '../../model/change.js'
import { withoutQuery } from '../../model/pathname.js'
import type { PageTarget, TargetSystem } from '../../model/target.js'

/** The file that a page's HTML is made from. */
export interface HtmlSource {
  readonly path: string
  /** True where html-webpack-plugin evaluates it: addresses of bundled pictures are asked for with `require`. */
  readonly template: boolean
}

/** Folders whose files a build copies under the same path. */
const COPIED = ['public', 'static', 'src', 'assets', '']

/** Folders of the project in which a file may lie that is served under a path of its own. */
export const servedFrom = ({ build, serve }: TargetSystem, { handmade }: ReadableWorkspace): readonly string[] => {
  const served = serve.kind === 'static' ? serve.folder : ''
  if (!build) return [served]
  return handmade.size > 0 ? [served, ...COPIED] : COPIED
}

/** Whether a file is what a build makes: no source. */
export const isMade = (file: string, build: TargetSystem['build'], { handmade }: ReadableWorkspace): boolean =>
  build !== undefined && file.startsWith(`${posix.normalize(build.output)}/`) && !handmade.has(file)

const fileOf = (path: string): string => {
  const bare = posix.normalize(decodeURIComponent(withoutQuery(path))).replace(/^\//, '')
  return bare === '' || bare.endsWith('/') ? `${bare}index.html` : bare
}

/** Versions 3 and 4 of html-webpack-plugin write their own loader before a template that names none; with it, a template is what it is without. */
const withoutDefaultLoader = (template: string): string =>
  template.replace(/^[^!]*[\\/]html-webpack-plugin[\\/]lib[\\/]loader\.js!/, '')

/** Reads once what decides where pages come from. */
export class HtmlSources {
  readonly #target: TargetSystem
  readonly #workspace: ReadableWorkspace
  readonly #compilation: Compilation | null
  readonly #within: (path: string) => string

  private constructor(
    target: TargetSystem,
    workspace: ReadableWorkspace,
    compilation: Compilation | null,
    within: (path: string) => string,
  ) {
    this.#target = target
    this.#workspace = workspace
    this.#compilation = compilation
    this.#within = within
  }

  static async read(target: TargetSystem, baseline: BuiltArm, workspace: ReadableWorkspace): Promise<HtmlSources> {
    const compilation = baseline.bundleStatistics === null ? null : await readCompilation(baseline.bundleStatistics)
    return new HtmlSources(target, workspace, compilation, await pathsWithin(baseline.root))
  }

  /** @returns the source of a page's HTML, or why it is not known. */
  async of(page: PageTarget): Promise<HtmlSource | string> {
    return (
      (await this.#template(page)) ??
      (await this.#file(page)) ??
      'no HTML file of the project could be told to be its source'
    )
  }

  async #template(page: PageTarget): Promise<HtmlSource | string | null> {
    const plugins = this.#compilation?.options.plugins.filter(plugin => plugin.name === 'HtmlWebpackPlugin') ?? []
    if (!this.#compilation || plugins.length === 0) return null
    const named = plugins.filter(plugin => (plugin.options?.filename ?? 'index.html') === fileOf(page.path))
    const plugin = named.length === 1 ? named[0] : plugins.length === 1 ? plugins[0] : undefined
    if (!plugin) return 'several pages are made by html-webpack-plugin, and which of them is served here is not known'
    const template = plugin.options?.template
    if (!template) return 'html-webpack-plugin makes the page without a template'
    const parts = withoutDefaultLoader(template).split('!')
    const paths = parts.map(part => this.#within(resolve(this.#compilation?.options.context ?? '', part)))
    if (parts.length > 1) return `the template ${paths.at(-1)} has a loader of its own`
    const path = paths.join()
    return (await this.#workspace.exists(path))
      ? { path, template: true }
      : `the template ${path} is not a file of the project`
  }

  async #file(page: PageTarget): Promise<HtmlSource | null> {
    const { serve, build } = this.#target
    if (serve.kind !== 'static') return null
    const file = fileOf(page.path)
    const served = [
      file,
      `${file}.html`,
      `${file}/index.html`,
      ...(serve.fallback === undefined ? [] : [serve.fallback]),
    ]
    for (const name of served) {
      for (const folder of servedFrom(this.#target, this.#workspace)) {
        const path = posix.join(folder, name)
        if (!/\.html?$/.test(path) || isMade(path, build, this.#workspace)) continue
        if (await this.#workspace.exists(path)) return { path, template: false }
      }
    }
    return null
  }
}
