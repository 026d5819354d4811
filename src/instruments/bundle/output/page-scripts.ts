import { posix } from 'node:path'
import { type DefaultTreeAdapterTypes, parse } from 'parse5'
import { withoutQuery } from '../../../model/pathname.js'

type Node = DefaultTreeAdapterTypes.Node

function* elements(node: Node): Generator<DefaultTreeAdapterTypes.Element> {
  if ('tagName' in node) yield node
  if ('childNodes' in node) for (const child of node.childNodes) yield* elements(child)
}

const SCRIPT_TYPE = /^$|^module$|javascript$|ecmascript$/i

/**
 * Scripts of an output that a page loads at once, in their order: those it has tags for. Whatever host or path they are said to lie at, their
 * place in the output is what the end of it names.
 *
 * @param page its path in the output
 * @param files paths of the scripts in the output
 */
export const pageScripts = (html: string, page: string, files: ReadonlySet<string>): string[] => {
  const found: string[] = []
  for (const { tagName, attrs } of elements(parse(html))) {
    if (tagName !== 'script') continue
    const attribute = (name: string): string => attrs.find(one => one.name === name)?.value ?? ''
    // Browsers that know modules leave these alone.
    if (attrs.some(({ name }) => name === 'nomodule') || !SCRIPT_TYPE.test(attribute('type'))) continue
    const file = placeOf(attribute('src'), page, files)
    if (file !== undefined && !found.includes(file)) found.push(file)
  }
  return found
}

const placeOf = (source: string, page: string, files: ReadonlySet<string>): string | undefined => {
  if (source === '' || source.startsWith('data:')) return undefined
  const path = withoutQuery(source)
  const absolute = /^(?:[a-z]+:)?\/\/[^/]+(\/.*)$/i.exec(path)?.[1] ?? (path.startsWith('/') ? path : undefined)
  if (absolute === undefined) {
    const beside = posix.join(posix.dirname(page), path)
    return files.has(beside) ? beside : undefined
  }
  // Below a base path (`/shop/app.js`), the output holds what comes after it.
  for (let rest = absolute.slice(1); rest !== ''; rest = rest.includes('/') ? rest.slice(rest.indexOf('/') + 1) : '')
    if (files.has(rest)) return rest
  return undefined
}
