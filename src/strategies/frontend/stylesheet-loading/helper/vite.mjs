/** Has the pages of a build hold what they may use of its style sheets, once all of it is written. */
function usedStylesPlugin() {
  let config
  return {
    name: 'used-styles',
    apply: 'build',
    configResolved(resolved) {
      config = resolved
    },
    writeBundle: {
      order: 'post',
      sequential: true,
      handler() {
        if (config.build.ssr || config.build.lib) return
        const folder = resolve(config.root, config.build.outDir)
        const textOf = name => {
          const file = name === null ? null : join(folder, name)
          return file !== null && existsSync(file) ? readFileSync(file, 'utf8') : null
        }
        for (const page of pages) {
          const html = textOf(page)
          // Of several outputs, one has the pages; and what was done is not done again.
          if (html === null || isDone(html)) continue
          const done = withUsedStyles(html, address => textOf(siteFile(address, page, config.base)), limits)
          if (done.html === undefined) this.warn(`${page} stays as it is: it ${done.reason}`)
          else writeFileSync(join(folder, page), done.html)
        }
      },
    },
  }
}

/** Takes whatever Vite takes: an object, a function, or a promise. */
export function withUsedStylesInPages(exported) {
  if (typeof exported === 'function') return (...args) => withUsedStylesInPages(exported(...args))
  if (exported && typeof exported.then === 'function') return exported.then(withUsedStylesInPages)
  return { ...exported, plugins: [...(exported.plugins || []), usedStylesPlugin()] }
}
