import { posix } from 'node:path'
import type { ShownImage } from '../../../../model/observation.js'
import { decoded, withoutQuery } from '../../../../model/pathname.js'
import { escapePattern } from '../../../../system/escape-pattern.js'

/**
 * What an `<img>` of a component may show, as far as its source says.
 *
 * - `file`: a picture of the project that its module imports. `hash`: sha-256 of its bytes.
 * - `text`: an address, `whole`, or with parts that data decides.
 * - `unknown`: data decides all of it.
 */
export type ImageAddress =
  | { readonly kind: 'file'; readonly path: string; readonly hash: string }
  | { readonly kind: 'text'; readonly pattern: RegExp; readonly whole: boolean }
  | { readonly kind: 'unknown' }

/** An address as it is written: before it is known which file an import means. */
export type WrittenAddress =
  | { readonly kind: 'import'; readonly specifier: string }
  | Exclude<ImageAddress, { readonly kind: 'file' }>

/** How much an address says, most first: of elements that may both be what was seen, it is the one that says more. */
export const certainty = (address: ImageAddress): number =>
  address.kind === 'unknown' ? 0 : address.kind === 'text' && !address.whole ? 1 : 2

/**
 * The address that texts make with something computed between each two of them: `['/photos/', '']` of `/photos/${name}`. It may be served below
 * a path, and is looked for at the end.
 */
export const addressOf = (texts: readonly string[]): WrittenAddress => {
  const [first = '', ...others] = texts
  const start = first.replace(/^(?:\.{0,2}\/)+/, '')
  if (!/[a-z\d]/i.test([start, ...others].join(''))) return { kind: 'unknown' }
  const pattern = [start, ...others].map(escapePattern).join('.*')
  // What is computed may be all that stands before.
  const anchor = start === '' ? '' : /^[a-z][a-z\d+.-]*:|^\/\//i.test(first) ? '^' : '(?:^|/)'
  return { kind: 'text', pattern: new RegExp(`${anchor}${pattern}$`), whole: texts.length === 1 }
}

/** `table-BxK2.jpg`, `table.0bc078d8.jpg` of `table.jpg`. */
const isBuiltFrom = (path: string, url: string): boolean => {
  const extension = posix.extname(path)
  const stem = escapePattern(posix.basename(path, extension))
  return new RegExp(`(?:^|/)${stem}(?:[.\\-_][\\w-]+)?${escapePattern(extension)}$`).test(withoutQuery(url))
}

/** Whether an `<img>` with this address may show that picture. */
export const mayShow = (address: ImageAddress, { url, bodyHash }: Pick<ShownImage, 'url' | 'bodyHash'>): boolean => {
  if (address.kind === 'unknown') return true
  if (address.kind === 'file') return address.hash === bodyHash || isBuiltFrom(address.path, url)
  return address.pattern.test(url) || address.pattern.test(decoded(withoutQuery(url)))
}
