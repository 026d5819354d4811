/** After files have their last names and texts (PROCESS_ASSETS_STAGE_OPTIMIZE_HASH), before they are compressed. */
const STAGE = 2_750

/** Has the pages of a build hold what they may use of its style sheets. */
class UsedStylesPlugin {
  apply(compiler) {
    let isWatched = false
    compiler.hooks.watchRun.tap('UsedStylesPlugin', () => {
      isWatched = true
    })
    const edit = (compilation, put) => {
      if (isWatched) return
      const textOf = name =>
        name !== null && compilation.assets[name] ? String(compilation.assets[name].source()) : null
      const { publicPath } = compilation.outputOptions
      const base = typeof publicPath === 'string' && publicPath !== 'auto' ? publicPath : ''
      for (const page of pages) {
        const html = textOf(page)
        if (html === null || isDone(html)) continue
        const done = withUsedStyles(html, address => textOf(siteFile(address, page, base)), limits)
        if (done.html === undefined) console.warn(`${page} stays as it is: it ${done.reason}`)
        else put(page, done.html)
      }
    }
    if (compiler.webpack) {
      const { RawSource } = compiler.webpack.sources
      compiler.hooks.thisCompilation.tap('UsedStylesPlugin', compilation => {
        compilation.hooks.processAssets.tap({ name: 'UsedStylesPlugin', stage: STAGE }, () =>
          edit(compilation, (page, html) => compilation.updateAsset(page, new RawSource(html))),
        )
      })
    } else {
      compiler.hooks.emit.tap({ name: 'UsedStylesPlugin', stage: STAGE }, compilation =>
        edit(compilation, (page, html) => {
          compilation.assets[page] = { source: () => html, size: () => Buffer.byteLength(html) }
        }),
      )
    }
  }
}

/** Servers load everything at once. */
const isForBrowsers = ({ target }) => !/node|electron-main/.test(String(target))

/** Takes whatever webpack takes: an object, a function, a promise, or a list of them. */
function withUsedStylesInPages(exported) {
  if (typeof exported === 'function') return (...args) => withUsedStylesInPages(exported(...args))
  if (exported && typeof exported.then === 'function') return exported.then(withUsedStylesInPages)
  if (Array.isArray(exported)) {
    const { parallelism } = exported
    return Object.assign(exported.map(withUsedStylesInPages), parallelism === undefined ? {} : { parallelism })
  }
  return isForBrowsers(exported)
    ? { ...exported, plugins: [...(exported.plugins || []), new UsedStylesPlugin()] }
    : exported
}

module.exports = { withUsedStylesInPages }
