import path from 'node:path'
import type { EncodedPicture } from './encoded-picture.js'

/** Finds the picture file that a literal reference in a source file means; null where none or no single one does. */
export type Resolve<T> = (reference: string, fromFile: string) => T | null

/**
 * References are resolved as browsers and bundlers do: relative to the file, or from a folder that is served as the root. What
 * decides is that the path ends like a known file's; two files that end alike must be the same picture or lie nearer.
 */
export const makeResolver = <T extends { readonly file: EncodedPicture['file'] }>(
  pictures: readonly T[],
): Resolve<T> => {
  const byPath = new Map(pictures.map(p => [p.file.path, p]))
  return (reference, fromFile) => {
    const clean = decode(reference.split(/[?#]/, 1)[0] ?? '')
    if (clean === '' || /^[a-z][a-z\d+.-]*:|^\/\//i.test(clean)) return null
    const relative = path.posix.normalize(path.posix.join(path.posix.dirname(fromFile), clean))
    const exact = clean.startsWith('/') ? undefined : byPath.get(relative)
    if (exact) return exact
    const tail = clean.replace(/^(?:\.{0,2}\/|~|@\/)+/, '')
    if (!tail.includes('/') && !clean.startsWith('/')) return null
    const matches = pictures.filter(p => p.file.path === tail || p.file.path.endsWith(`/${tail}`))
    const first = matches[0]
    if (first === undefined) return null
    const shortest = matches.reduce((a, b) => (b.file.path.length < a.file.path.length ? b : a))
    return matches.every(m => m.file.hash === first.file.hash) || byPath.get(tail) === shortest ? shortest : null
  }
}

const decode = (reference: string): string => {
  try {
    return decodeURI(reference)
  } catch {
    return reference
  }
}
