import { attribute } from '../../html/elements.js'
import type { ParsedPage } from '../../html/insert-in-head.js'
import type { TextOf } from '../../html/served-texts.js'
import { parseSource, traverse } from '../../source/parse.js'

/** A module that a page loads by way of others. */
export interface PageModule {
  /** Path and query, from the root of its host. */
  readonly url: string
  /** Every way to it leads through an `import()`. */
  readonly dynamic: boolean
}

/** What a module names, as far as it is written out. */
interface Imports {
  readonly fixed: readonly string[]
  readonly dynamic: readonly string[]
}

type ImportMap = Readonly<Record<string, string>>

/** A page's modules are followed so far. */
const MOST_MODULES = 300
const HOST = 'http://page.invalid'

/** @returns null where the code cannot be read */
export const importsOf = (path: string, code: string): Imports | null => {
  const file = parseSource(path, code)
  if (file === null) return null
  const dynamic: string[] = []
  traverse(file.ast, {
    CallExpression({ node }) {
      const [named] = node.arguments
      if (node.callee.type === 'Import' && named?.type === 'StringLiteral') dynamic.push(named.value)
    },
  })
  return { fixed: file.imports.map(({ specifier }) => specifier), dynamic }
}

/** The address of what a module names, from the root of the host; null for another host's, and for a name that no map has. */
const resolved = (specifier: string, from: string, map: ImportMap, page: string): string | null => {
  const prefix = Object.keys(map)
    .filter(key => key.endsWith('/') && specifier.startsWith(key))
    .sort((a, b) => b.length - a.length)[0]
  const mapped = map[specifier] ?? (prefix === undefined ? undefined : map[prefix] + specifier.slice(prefix.length))
  const named = mapped ?? specifier
  if (mapped === undefined && !/^(?:\.{0,2}\/|https?:)/.test(named)) return null
  const base = HOST + (mapped === undefined ? from : page)
  if (!URL.canParse(named, base)) return null
  const { origin, pathname, search } = new URL(named, base)
  return origin === HOST ? pathname + search : null
}

const isModule = (type: string | undefined): boolean => (type ?? '').trim().toLowerCase() === 'module'

const readMap = (text: string): ImportMap | string => {
  try {
    const { imports = {}, scopes } = JSON.parse(text) as { imports?: ImportMap; scopes?: object }
    return scopes === undefined ? imports : 'has an import map with scopes'
  } catch {
    return 'has an import map that cannot be read'
  }
}

/**
 * Follows the modules of a page: from its `<script type="module">` along what they import, in the order in which browsers find them.
 * @param path of the page, from the root of its host
 * @returns those that its HTML does not name itself, or why they cannot be told: as a sentence's end
 */
export const moduleGraph = async (
  page: ParsedPage,
  path: string,
  textOf: TextOf,
): Promise<readonly PageModule[] | string> => {
  const scripts = page.elements.filter(one => one.tagName === 'script')
  const textIn = (one: (typeof scripts)[number]): string =>
    one.childNodes.map(node => ('value' in node ? node.value : '')).join('')
  const maps = scripts.filter(one => /^\s*importmap\s*$/i.test(attribute(one, 'type') ?? ''))
  if (maps.length > 1) return 'has several import maps'
  const map = maps[0] === undefined ? {} : readMap(textIn(maps[0]))
  if (typeof map === 'string') return map
  const modules = scripts.filter(one => isModule(attribute(one, 'type')))
  if (modules.some(one => attribute(one, 'crossorigin') === 'use-credentials'))
    return 'asks for its modules with credentials'
  const base = page.elements.find(one => one.tagName === 'base' && attribute(one, 'href') !== undefined)
  if (base !== undefined) return 'has a <base>'

  const found = new Map<string, boolean>()
  const entries = new Set<string>()
  const queue: { readonly url: string; readonly imports: Imports | null; readonly dynamic: boolean }[] = []
  const open = async (url: string, dynamic: boolean): Promise<void> => {
    const text = await textOf(path, url)
    queue.push({ url, imports: text === null ? null : importsOf(url.replace(/[?#].*$/, ''), text), dynamic })
  }
  for (const script of modules) {
    const src = attribute(script, 'src')
    if (src === undefined) {
      queue.push({ url: path, imports: importsOf('inline.js', textIn(script)), dynamic: false })
      continue
    }
    const url = resolved(/^(?:\.{0,2}\/|https?:|\/\/)/.test(src) ? src : `./${src}`, path, {}, path)
    if (url === null || entries.has(url)) continue
    entries.add(url)
    await open(url, false)
  }
  for (let next = queue.shift(); next !== undefined && found.size < MOST_MODULES; next = queue.shift()) {
    const named = [
      ...(next.imports?.fixed ?? []).map(specifier => ({ specifier, dynamic: next.dynamic })),
      ...(next.imports?.dynamic ?? []).map(specifier => ({ specifier, dynamic: true })),
    ]
    for (const { specifier, dynamic } of named) {
      const url = resolved(specifier, next.url, map, path)
      if (url === null || entries.has(url)) continue
      const known = found.get(url)
      if (known === false || known === dynamic) continue
      found.set(url, dynamic)
      await open(url, dynamic)
    }
  }
  return [...found].map(([url, dynamic]) => ({ url, dynamic }))
}
