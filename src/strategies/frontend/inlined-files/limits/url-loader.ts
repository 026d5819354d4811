import type * as t from '@babel/types'
import { keyOf, literalOf, propertyAtEnd, propertyOf, treeOf, walk } from '../../../build-config/literals.js'
import { isFunction, type Limits, NO_LIMITS, numberOf, refused, testedEndings, together } from './limit.js'

const DEFAULT = 8192
/** What makes files of what url-loader leaves, where it is told nothing else. */
const FALLBACK = 'file-loader'
const NAMED = /^url-loader(?:\?(.*))?$/

/** A text in place of a part of the configuration, or none where its limit is low enough, or why it is left. */
type Edit =
  | { readonly start: number; readonly end: number; readonly text: string; readonly was: string }
  | string
  | null

/** The name of a loader that is written out, also as `require.resolve('url-loader')`. */
const loaderNamed = (node: t.Node): string | undefined => {
  const [first] = node.type === 'CallExpression' ? node.arguments : []
  const named = literalOf(first ?? node)
  return typeof named === 'string' ? named : undefined
}

const NONE = 'no limit'

const editOfQuery = (node: t.Node, query: string): Edit => {
  const { start, end } = node
  const name = `url-loader?${query}`
  const [said, number] = /(?:^|[&,])limit=([^&,]*)/.exec(query) ?? []
  if (said === undefined) return { start: end! - 1, end: end! - 1, text: `&limit=${DEFAULT}`, was: NONE }
  if (number === 'false' || Number(number) <= DEFAULT) return null
  // The quote comes before the name.
  const at = start! + 1 + name.indexOf(said) + said.indexOf(number!)
  return { start: at, end: at + number!.length, text: String(DEFAULT), was: number! }
}

const editOfOptions = (text: string, loader: t.ObjectExpression): Edit => {
  if (propertyOf(loader, 'query') !== undefined) return 'is given its options as a query'
  const options = propertyOf(loader, 'options')?.value
  if (options === undefined) {
    const place = propertyAtEnd(text, loader, `options: { limit: ${DEFAULT} }`)
    return { start: place.at, end: place.at, text: place.text, was: NONE }
  }
  if (options.type !== 'ObjectExpression' || options.properties.some(one => keyOf(one) === '' && !isFunction(one)))
    return 'is given options that are computed'
  if (options.properties.some(one => isFunction(one)) || propertyOf(options, 'generator') !== undefined)
    return 'is given a function that says how files are written'
  const limit = propertyOf(options, 'limit')?.value
  if (limit === undefined) {
    const place = propertyAtEnd(text, options, `limit: ${DEFAULT}`)
    return { start: place.at, end: place.at, text: place.text, was: NONE }
  }
  const said = literalOf(limit)
  const number = typeof said === 'string' ? Number(said) : said === true ? Number.POSITIVE_INFINITY : numberOf(limit)
  if (said === false || (number !== undefined && number <= DEFAULT)) return null
  if (number === undefined || Number.isNaN(number)) return 'has a limit that is computed'
  const { start, end } = limit
  return { start: start!, end: end!, text: String(DEFAULT), was: text.slice(start!, end!) }
}

/** What a loader named in a list, or as the only one, is told: with its options, it becomes an object. */
const editOfName = (node: t.Node, quote: string): Edit => ({
  start: node.start!,
  end: node.end!,
  text: `{ loader: ${quote}url-loader${quote}, options: { limit: ${DEFAULT} } }`,
  was: NONE,
})

/** The loader that makes files in its place, where it is named; null where that is not written out. */
const fallbackOf = (loader: t.Node | undefined): string | null => {
  const options = loader === undefined ? undefined : propertyOf(loader, 'options')?.value
  const said = propertyOf(options, 'fallback')?.value
  if (said === undefined) return FALLBACK
  return loaderNamed(propertyOf(said, 'loader')?.value ?? said) ?? null
}

/**
 * What a configuration of webpack says of files in the code by url-loader.
 *
 * @param isInstalled whether a package is there
 */
export const urlLoaderLimits = async (
  path: string,
  text: string,
  isInstalled: (name: string) => Promise<boolean>,
): Promise<Limits> => {
  const tree = /url-loader/.test(text) ? treeOf(path, text) : null
  const found: { edit: Edit; fallback: string | null; above: readonly t.Node[] }[] = []
  if (tree === null) return NO_LIMITS
  walk(tree, (node, above) => {
    const around = above.at(-1)
    const name = node.type === 'ObjectProperty' ? undefined : loaderNamed(node)
    const [named, query] = NAMED.exec(name ?? '') ?? []
    if (named === undefined || around === undefined || around.type === 'CallExpression') return
    const key = keyOf(around)
    const loader = above.at(-2)
    const add = (edit: Edit, of?: t.Node): void => void found.push({ edit, fallback: fallbackOf(of), above })
    if (query !== undefined) add(editOfQuery(node, query))
    else if (key === 'loader' && loader?.type === 'ObjectExpression') add(editOfOptions(text, loader), loader)
    else if (key === 'use' || (around.type === 'ArrayExpression' && loader !== undefined && keyOf(loader) === 'use'))
      add(editOfName(node, text[node.start!]!))
  })
  const all: Limits[] = []
  for (const { edit, fallback, above } of found) {
    if (edit === null) continue
    if (typeof edit === 'string') all.push(refused(path, `url-loader ${edit}`))
    else if (fallback === null) all.push(refused(path, 'url-loader has another loader for files, which is computed'))
    else if (!(await isInstalled(fallback)))
      all.push(refused(path, `url-loader makes files by ${fallback}, which is not installed`))
    else {
      const { was, ...place } = edit
      const replacement = { path, ...place, detail: `${path}: the limit of url-loader is ${DEFAULT}, not ${was}` }
      all.push({ limits: [{ replacement, keeps: DEFAULT, takes: testedEndings(above) }], refusals: [] })
    }
  }
  return together(all)
}
