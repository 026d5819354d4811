import { literal } from '../../../build-config/literal.js'
import type { EarlyChunk } from './helper.js'

const PLUGIN = `
/** Runs in the page, before anything else: starts the files of the page that is being opened. */
function preloadRoute(routes) {
  for (const [pathname, files] of routes) {
    if (!new RegExp(pathname).test(location.pathname)) continue
    for (const file of files) {
      const link = document.createElement('link')
      const style = /\\.css$/.test(file)
      link.rel = style ? 'preload' : 'modulepreload'
      if (style) link.as = 'style'
      link.crossOrigin = ''
      link.href = file
      document.head.appendChild(link)
    }
    return
  }
}

/** A chunk with all that it imports before it runs. */
function withImports(bundle, chunk, found = new Set()) {
  if (!chunk || chunk.type !== 'chunk' || found.has(chunk)) return found
  found.add(chunk)
  for (const file of chunk.imports) withImports(bundle, bundle[file], found)
  return found
}

/** The files of a module that pages do not load anyway. */
function laterFiles(bundle, module) {
  const chunks = Object.values(bundle).filter(one => one.type === 'chunk')
  const first = new Set(chunks.filter(one => one.isEntry).flatMap(one => [...withImports(bundle, one)]))
  const own = chunks.find(one => one.moduleIds.some(id => id.replaceAll('\\\\', '/').endsWith('/' + module)))
  return [...withImports(bundle, own)]
    .filter(chunk => !first.has(chunk))
    .flatMap(chunk => [chunk.fileName, ...(chunk.viteMetadata ? chunk.viteMetadata.importedCss : [])])
}

/** Adds that to the pages that Vite makes. */
function earlyChunksPlugin() {
  let base = '/'
  return {
    name: 'early-chunks',
    apply: 'build',
    configResolved(config) {
      base = config.base
    },
    transformIndexHtml: {
      order: 'post',
      handler(html, { bundle }) {
        if (!bundle) return html
        const routes = earlyChunks.map(({ pathname, chunk }) => [
          pathname,
          laterFiles(bundle, chunk).map(file => base + file),
        ])
        const children = \`(\${preloadRoute})(\${JSON.stringify(routes).replace(/</g, '\\\\u003c')})\`
        return [{ tag: 'script', children, injectTo: 'head-prepend' }]
      },
    },
  }
}

/** Takes whatever Vite takes: an object, a function, or a promise. */
export function withCodeSplitting(exported) {
  if (typeof exported === 'function') return (...args) => withCodeSplitting(exported(...args))
  if (exported && typeof exported.then === 'function') return exported.then(withCodeSplitting)
  return { ...exported, plugins: [...(exported.plugins || []), earlyChunksPlugin()] }
}
`

/** The text of the helper beside a configuration of Vite: the HTML asks for a page's own files before the entry has arrived. */
export const viteHelperSource = (
  earlyChunks: readonly EarlyChunk[],
): string => `// Has pages ask at once for the files of their own route. The configuration of Vite beside it passes what it exports through
// withCodeSplitting().

const earlyChunks = ${literal(earlyChunks)}
${PLUGIN}`
