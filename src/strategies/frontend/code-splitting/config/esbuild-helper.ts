import type { Helper } from '../../../build-config/extend-config.js'
import { literal } from '../../../build-config/literal.js'
import type { EarlyChunk } from './helper.js'

/** The plugin beside a script that calls esbuild: `pass` is what the script imports and lists among its plugins. */
export const ESBUILD_HELPER: Helper = { file: 'esbuild.code-splitting.mjs', pass: 'earlyFiles' }

const PLUGIN = `
const MARK = 'data-early-files'

/** Runs in the page, before anything else: starts the files of the page that is being opened. */
function preloadRoute(routes) {
  for (const [pathname, files] of routes) {
    if (!new RegExp(pathname).test(location.pathname)) continue
    for (const file of files) {
      const link = document.createElement('link')
      link.rel = 'modulepreload'
      link.href = file
      document.head.appendChild(link)
    }
    return
  }
}

/** A file of the build with all that it imports before it runs. */
function withImports(outputs, file, found = new Set()) {
  if (!outputs[file] || found.has(file)) return found
  found.add(file)
  for (const one of outputs[file].imports) if (one.kind === 'import-statement') withImports(outputs, one.path, found)
  return found
}

/** The build's entries: what no other file loads later. */
function entriesOf(outputs) {
  const later = new Set(Object.values(outputs).flatMap(one => one.imports.filter(({ kind }) => kind === 'dynamic-import').map(({ path }) => path)))
  return Object.keys(outputs).filter(file => outputs[file].entryPoint && file.endsWith('.js') && !later.has(file))
}

function laterFiles(outputs, module, first) {
  const own = Object.keys(outputs).find(file => {
    const { entryPoint } = outputs[file]
    return entryPoint && ('/' + entryPoint).endsWith('/' + module)
  })
  return own ? [...withImports(outputs, own)].filter(file => !first.has(file)) : []
}

const SCRIPT = /<script\\b[^>]*\\bsrc\\s*=\\s*["']([^"']+)["'][^>]*>/gi

/** A page that loads an entry, with what it loads besides asked for at once; null for other pages. */
function withEarlyFiles(page, outputs) {
  const html = page.replace(new RegExp('<(link|script) ' + MARK + '[^>]*>(?:[^<]*</script>)?', 'g'), '')
  for (const [, src] of html.matchAll(SCRIPT)) {
    const entry = entriesOf(outputs).find(file => src.split(/[?#]/)[0].split('/').at(-1) === path.basename(file))
    if (!entry) continue
    const folder = src.slice(0, src.lastIndexOf('/') + 1)
    const addressOf = file => folder + path.posix.relative(path.posix.dirname(entry), file)
    const first = withImports(outputs, entry)
    const links = [...first].filter(file => file !== entry).map(file => '<link ' + MARK + ' rel="modulepreload" href="' + addressOf(file) + '">')
    const routes = earlyChunks.map(({ pathname, chunk }) => [pathname, laterFiles(outputs, chunk, first).map(addressOf)])
    const call = '(' + preloadRoute + ')(' + JSON.stringify(routes).replace(/</g, '\\\\u003c') + ')'
    const script = '<script ' + MARK + '>' + call + '</script>'
    return html.replace(/<head\\b[^>]*>/i, head => head + script + links.join(''))
  }
  return null
}

/** For esbuild: has the pages beside what it writes ask at once for the files of their own route, and for what the entry imports. */
export function earlyFiles() {
  return {
    name: 'early-files',
    setup(build) {
      const { absWorkingDir = process.cwd(), outdir } = build.initialOptions
      build.initialOptions.metafile = true
      build.onEnd(async ({ metafile, errors }) => {
        if (!metafile || errors.length > 0) return
        const folder = path.resolve(absWorkingDir, outdir)
        for (const name of await readdir(folder, { recursive: true })) {
          if (!/\\.html?$/.test(name)) continue
          const file = path.join(folder, name)
          const page = await readFile(file, 'utf8')
          const early = withEarlyFiles(page, metafile.outputs)
          if (early !== null && early !== page) await writeFile(file, early)
        }
      })
    },
  }
}
`

/** The text of the helper beside a script that calls esbuild. */
export const esbuildHelperSource = (
  earlyChunks: readonly EarlyChunk[],
): string => `// Has pages ask at once for the files of their own route: the script beside it lists earlyFiles() among the plugins of esbuild.
import { readdir, readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'

const earlyChunks = ${literal(earlyChunks)}
${PLUGIN}`
