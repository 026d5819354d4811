import type { Compilation } from './compilation.js'

/** Names of plugins that minify JavaScript; webpack's own default is a plain object. */
const JS_MINIMIZER = /^Object$|terser|uglify|esbuild|swc|closure|babelminify|minify(?!css)|oxc/i
const CSS_MINIMIZER = /css/i
const HTML_PLUGIN = /html.*plugin/i
const PLACEHOLDER = /\[(name|id|chunkhash|contenthash|fullhash|hash)(:\d+)?\]/

/** True where a file name pattern gives every chunk a name of its own. */
export const isDistinctName = (pattern: string): boolean => PLACEHOLDER.test(pattern) || pattern.startsWith('[function')

export const hasScriptMinimizer = ({ options: { optimization } }: Compilation): boolean =>
  optimization.minimize &&
  // A function without a name may do anything, and in Next.js minifies.
  optimization.minimizer.some(name => name === '' || (JS_MINIMIZER.test(name) && !CSS_MINIMIZER.test(name)))

/** The framework that writes the pages itself, where one does: by plugins that only it brings. */
export const pageWriter = ({ options: { plugins } }: Compilation): string | null => {
  const named = (pattern: RegExp): boolean => plugins.some(({ name }) => pattern.test(name))
  if (named(/^(BuildManifestPlugin|NextFontManifestPlugin|ReactLoadablePlugin)$/)) return 'Next.js'
  if (named(/^GatsbyWebpackStatsExtractor$/)) return 'Gatsby'
  return named(/^(IndexHtmlWebpackPlugin|AngularWebpackPlugin|AngularCompilerPlugin)$/) ? 'Angular' : null
}

/** True where a plugin writes the script tags into the pages, so that a second initial chunk is loaded too. */
export const pagesFollowChunks = ({ options: { plugins } }: Compilation): boolean =>
  plugins.some(plugin => HTML_PLUGIN.test(plugin.name) && plugin.options?.inject !== false)

const namedForAll = (splitChunks: unknown): boolean => {
  if (typeof splitChunks !== 'object' || splitChunks === null || !('cacheGroups' in splitChunks)) return false
  const chunks = 'chunks' in splitChunks ? splitChunks.chunks : undefined
  return Object.values(splitChunks.cacheGroups ?? {}).some(
    (group: unknown) =>
      typeof group === 'object' &&
      group !== null &&
      'name' in group &&
      typeof group.name === 'string' &&
      (('chunks' in group ? group.chunks : chunks) ?? 'async') === 'all' &&
      /node_modules/.test('test' in group ? String(group.test) : ''),
  )
}

const polyfilled = (compilation: Compilation): boolean =>
  compilation.stats.modules.some(module =>
    /node_modules\/(core-js|@babel\/polyfill|es6-shim)\//.test(module.name ?? ''),
  )

/** Own goals in the resolved configuration, and what a split could trip over, in words. */
export const hazards = (compilation: Compilation): string[] => {
  const { options } = compilation
  const { output, optimization } = options
  const found: string[] = []
  const production = options.mode === 'production' || options.mode === 'none'
  if (options.mode === 'development')
    found.push("The build runs with mode 'development': code is neither minified nor pruned.")
  if (production && !optimization.minimize) found.push('optimization.minimize is off: JavaScript is not minified.')
  else if (production && !hasScriptMinimizer(compilation)) {
    found.push(
      `optimization.minimizer names no minifier for JavaScript (${optimization.minimizer.join(', ') || 'empty'}): it is not minified.`,
    )
  }
  if (/eval|inline/.test(String(options.devtool)))
    found.push(`devtool '${options.devtool}' puts source maps into the code that visitors load.`)
  if (output.filename && !isDistinctName(output.filename)) {
    found.push(`output.filename is the fixed '${output.filename}': a second initial chunk would claim the same file.`)
  }
  if (output.chunkFilename && !isDistinctName(output.chunkFilename)) {
    found.push(`output.chunkFilename is the fixed '${output.chunkFilename}': two chunks would claim the same file.`)
  }
  if (output.clean)
    found.push(
      'output.clean removes the chunks of the build before: a page opened before a deployment cannot load them later.',
    )
  if (namedForAll(optimization.splitChunks)) {
    found.push('One named vendor chunk for all pages: packages that few pages use are in the first load of every page.')
  }
  if (!pagesFollowChunks(compilation) && pageWriter(compilation) === null)
    found.push('No plugin writes the script tags: pages name their scripts by hand.')
  if (polyfilled(compilation)) found.push('Polyfills (core-js or the like) are part of the bundle.')
  return found
}
