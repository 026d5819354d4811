import { literal } from '../../../build-config/literal.js'
import type { HelperSettings } from './helper.js'

const EARLY_CHUNKS = `
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
`

const FIRST_LOAD_CHUNKS = `
/** Leaves what no page loads at first to the bundler: with a name for it, it would come with all else of that name. */
function onlyFirstLoad(nameOf) {
  const known = new Map()
  const isFirst = (id, getModuleInfo) => {
    const seen = new Set()
    const ahead = [id]
    let found = false
    while (!found && ahead.length > 0) {
      const at = ahead.pop()
      if (seen.has(at)) continue
      seen.add(at)
      const info = getModuleInfo(at)
      if (known.get(at) === true || (info && info.isEntry)) found = true
      else if (info && known.get(at) !== false) ahead.push(...info.importers)
    }
    if (found) known.set(id, true)
    else for (const at of seen) known.set(at, false)
    return found
  }
  return (id, api) => (isFirst(id, api.getModuleInfo) ? nameOf(id, api) : undefined)
}

function withFirstLoadChunks(config) {
  const limited = output =>
    output && typeof output.manualChunks === 'function'
      ? { ...output, manualChunks: onlyFirstLoad(output.manualChunks) }
      : output
  const build = { ...config.build }
  for (const key of ['rollupOptions', 'rolldownOptions']) {
    const options = build[key]
    if (!options || !options.output) continue
    const { output } = options
    build[key] = { ...options, output: Array.isArray(output) ? output.map(limited) : limited(output) }
  }
  return { ...config, build }
}
`

const passing = ({ earlyChunks, firstLoadChunks }: HelperSettings): string => {
  const limited = firstLoadChunks ? 'withFirstLoadChunks(exported)' : 'exported'
  if (!earlyChunks) return `return ${limited}`
  return `const config = ${limited}
  return { ...config, plugins: [...(config.plugins || []), earlyChunksPlugin()] }`
}

const passedOn = (helper: HelperSettings): string => `
/** Takes whatever Vite takes: an object, a function, or a promise. */
export function withCodeSplitting(exported) {
  if (typeof exported === 'function') return (...args) => withCodeSplitting(exported(...args))
  if (exported && typeof exported.then === 'function') return exported.then(withCodeSplitting)
  ${passing(helper)}
}
`

const purposes = ({ earlyChunks, firstLoadChunks }: HelperSettings): string =>
  [
    earlyChunks && 'Has pages ask at once for the files of their own route.',
    firstLoadChunks && 'Keeps out of files that the configuration names what no page loads at first.',
  ]
    .filter(Boolean)
    .join(' ')

/** The text of the helper beside a configuration of Vite. */
export const viteHelperSource = (helper: HelperSettings): string =>
  [
    `// ${purposes(helper)}\n// The configuration of Vite beside it passes what it exports through withCodeSplitting().\n`,
    ...(helper.earlyChunks ? [`\nconst earlyChunks = ${literal(helper.earlyChunks)}\n`, EARLY_CHUNKS] : []),
    ...(helper.firstLoadChunks ? [FIRST_LOAD_CHUNKS] : []),
    passedOn(helper),
  ].join('')
