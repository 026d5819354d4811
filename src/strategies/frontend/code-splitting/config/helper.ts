import type { Helper } from '../../../build-config/extend-config.js'
import { literal } from '../../../build-config/literal.js'
import type { SplitChunks } from '../configuration.js'

/** The helper beside a configuration, by bundler: only these are extended. */
export const HELPERS: Readonly<Record<string, Helper>> = {
  webpack: { file: 'webpack.code-splitting.cjs', pass: 'withCodeSplitting' },
  vite: { file: 'vite.code-splitting.mjs', pass: 'withCodeSplitting' },
}

/** What the helper beside the configuration is to do; each part is left out where it is not needed. */
export interface HelperSettings {
  readonly splitChunks?: SplitChunks
  /** Pages' chunks by route: the HTML asks for them before the entry has arrived. */
  readonly earlyChunks?: readonly EarlyChunk[]
  /** Chunks of what needs an element: pages whose own markup has it ask for them at once. */
  readonly elementChunks?: readonly ElementChunk[]
  /** Vite: files that the configuration names itself take only what the first load needs; the rest would come with it. */
  readonly firstLoadChunks?: boolean
  /** A public path relative to the page would look for chunks below nested routes. */
  readonly automaticPublicPath?: boolean
  /** A fixed name for all chunks would have them overwrite each other. */
  readonly distinctChunkNames?: boolean
}

export interface EarlyChunk {
  /** Source of a regular expression over `location.pathname`. */
  readonly pathname: string
  /** webpack: the chunk's name; Vite: the path of its module. */
  readonly chunk: string
}

export interface ElementChunk {
  /** Source of a regular expression that finds the element's start tag in a page. */
  readonly markup: string
  readonly chunk: string
}

const SPLIT_CHUNKS = `
/** Chunks split off an entry need names of their own, where the entry's is fixed because pages call it by that name. */
function namesEveryChunk(filename) {
  return typeof filename === 'function' || filename === undefined || /\\[(name|id|chunkhash|contenthash|hash|fullhash)/.test(filename)
}

/** What the configuration says itself comes first; its own cache groups stay beside ours. */
function withSplitChunks(config) {
  const given = (config.optimization && config.optimization.splitChunks) || {}
  const filename = config.output && config.output.filename
  return {
    ...config,
    optimization: {
      ...config.optimization,
      splitChunks: {
        ...splitChunks,
        ...(namesEveryChunk(filename) ? {} : { filename: '[name].[contenthash:8].js' }),
        ...given,
        cacheGroups: { ...splitChunks.cacheGroups, ...given.cacheGroups },
      },
    },
  }
}
`

const PAGES = `
/** html-webpack-plugin's hooks, or null where it makes no pages. */
function pageHooks(compiler, compilation) {
  const html = compiler.options.plugins.find(plugin => plugin && plugin.constructor.name === 'HtmlWebpackPlugin')
  return html ? html.constructor.getHooks(compilation) : null
}

/** The scripts of a chunk that pages do not load anyway. */
function laterScripts(compilation, chunk) {
  const initial = new Set([...compilation.entrypoints.values()].flatMap(entry => entry.getFiles()))
  const group = compilation.namedChunkGroups.get(chunk)
  return (group ? group.getFiles() : []).filter(file => /\\.m?js$/.test(file) && !initial.has(file))
}
`

const EARLY_CHUNKS = `
/** Runs in the page, before anything else: starts the chunks of the page that is being opened. */
function preloadRoute(routes) {
  for (const [pathname, files] of routes) {
    if (!new RegExp(pathname).test(location.pathname)) continue
    for (const file of files) {
      const link = document.createElement('link')
      link.rel = 'preload'
      link.as = 'script'
      link.href = file
      document.head.appendChild(link)
    }
    return
  }
}

/** Adds that to the pages that html-webpack-plugin makes. */
class EarlyChunksPlugin {
  apply(compiler) {
    compiler.hooks.compilation.tap('EarlyChunksPlugin', compilation => {
      const hooks = pageHooks(compiler, compilation)
      if (!hooks) return
      hooks.alterAssetTagGroups.tap('EarlyChunksPlugin', data => {
        const routes = earlyChunks.map(({ pathname, chunk }) => [
          pathname,
          laterScripts(compilation, chunk).map(file => data.publicPath + file),
        ])
        data.headTags.unshift({
          tagName: 'script',
          voidTag: false,
          attributes: {},
          innerHTML: \`(\${preloadRoute})(\${JSON.stringify(routes).replace(/</g, '\\\\u003c')})\`,
          meta: { plugin: 'EarlyChunksPlugin' },
        })
        return data
      })
    })
  }
}
`

const ELEMENT_CHUNKS = `
/** Adds preloads to the pages of html-webpack-plugin that have an element for a chunk: it comes along with the entry. */
class ElementChunksPlugin {
  apply(compiler) {
    compiler.hooks.compilation.tap('ElementChunksPlugin', compilation => {
      const hooks = pageHooks(compiler, compilation)
      if (!hooks) return
      const publicPaths = new Map()
      hooks.alterAssetTagGroups.tap('ElementChunksPlugin', data => {
        publicPaths.set(data.outputName, data.publicPath)
        return data
      })
      hooks.afterTemplateExecution.tap('ElementChunksPlugin', data => {
        for (const { markup, chunk } of elementChunks) {
          if (!new RegExp(markup, 'i').test(data.html)) continue
          for (const file of laterScripts(compilation, chunk)) {
            data.headTags.unshift({
              tagName: 'link',
              voidTag: true,
              attributes: { rel: 'preload', as: 'script', href: publicPaths.get(data.outputName) + file },
              meta: { plugin: 'ElementChunksPlugin' },
            })
          }
        }
        return data
      })
    })
  }
}
`

const CHUNK_NAMES = `/** Chunks get names of their own; the entry keeps the one that pages call it by. */
function withChunkNames(config) {
  return { ...config, output: { ...config.output, chunkFilename: '[name].[contenthash:8].js' } }
}

`

/** The text of the helper file: CommonJS, which every form of configuration can load. */
export const helperSource = ({
  splitChunks,
  earlyChunks,
  elementChunks,
  automaticPublicPath,
  distinctChunkNames,
}: HelperSettings): string => {
  const steps = [
    splitChunks && 'withSplitChunks',
    earlyChunks && 'withEarlyChunks',
    elementChunks && 'withElementChunks',
    automaticPublicPath && 'withPublicPath',
    distinctChunkNames && 'withChunkNames',
  ].filter(step => typeof step === 'string')
  return `'use strict'

// Decides how this project's JavaScript is cut into files. The webpack configuration beside it passes what it exports
// through withCodeSplitting().
${splitChunks ? `\nconst splitChunks = ${literal(splitChunks)}\n${SPLIT_CHUNKS}` : ''}${earlyChunks || elementChunks ? PAGES : ''}${
  earlyChunks
    ? `\nconst earlyChunks = ${literal(earlyChunks)}\n${EARLY_CHUNKS}
function withEarlyChunks(config) {
  return { ...config, plugins: [...(config.plugins || []), new EarlyChunksPlugin()] }
}
`
    : ''
}${
  elementChunks
    ? `\nconst elementChunks = ${literal(elementChunks)}\n${ELEMENT_CHUNKS}
function withElementChunks(config) {
  return { ...config, plugins: [...(config.plugins || []), new ElementChunksPlugin()] }
}
`
    : ''
}${
  automaticPublicPath
    ? `
/** Chunks are found beside the entry, also from a page whose address is deeper than the first. */
function withPublicPath(config) {
  return { ...config, output: { ...config.output, publicPath: 'auto' } }
}
`
    : ''
}
${distinctChunkNames ? CHUNK_NAMES : ''}/** Servers load everything at once. */
function isForBrowsers({ target }) {
  return !/node|electron-main/.test(String(target))
}

/** Takes whatever webpack takes: an object, a function, a promise, or a list of them. */
function withCodeSplitting(exported) {
  if (typeof exported === 'function') return (...args) => withCodeSplitting(exported(...args))
  if (exported && typeof exported.then === 'function') return exported.then(withCodeSplitting)
  if (Array.isArray(exported)) {
    const { parallelism } = exported
    return Object.assign(exported.map(withCodeSplitting), parallelism === undefined ? {} : { parallelism })
  }
  return isForBrowsers(exported) ? [${steps.join(', ')}].reduce((config, step) => step(config), exported) : exported
}

module.exports = { withCodeSplitting }
`
}
