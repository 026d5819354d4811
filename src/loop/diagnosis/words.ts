import { withoutHash } from '../../system/without-hash.js'

/** Longer addresses are cut to their ends. */
const LONGEST = 48
/** So many names say which files are meant. */
const NAMES = 3

/** `https://…` has two slashes to keep. */
const shortened = (path: string): string => (path.startsWith('/') ? withoutHash(path) : path)

/** An address as it is told in a sentence: without its query and a build's hash, the end of a long one. */
export function named(url: string): string {
  if (url.startsWith('data:')) return 'a data: address'
  const path = shortened(url.replace(/[?#].*$/s, ''))
  if (path.length <= LONGEST) return path
  const parts = path.split('/')
  const last = parts.slice(-2).join('/')
  const end = last.length < LONGEST ? last : (parts.at(-1) ?? '')
  return `…${end.length < LONGEST ? `/${end}` : end.slice(-LONGEST)}`
}

/** `a`, `a and b`, `a, b and 4 more`. */
export function listed(names: readonly string[]): string {
  const rest = names.length - NAMES
  if (rest > 0) return `${names.slice(0, NAMES).join(', ')} and ${rest} more`
  if (names.length < 2) return names.join('')
  return `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`
}

/** `1 script`, `3 scripts`. */
export const counted = (count: number, one: string, many = `${one}s`): string => `${count} ${count === 1 ? one : many}`
