import { withoutQuery } from '../../../model/pathname.js'

/** `/product/:slug` as the source of a regular expression over a path name; `*` matches the rest, `:x?` may be missing. */
export const patternSource = (pattern: string): string => {
  const segments = pattern.split('/').filter(Boolean)
  const parts = segments.map(segment => {
    if (segment === '*') return '(?:/.*)?'
    if (/^:[^?]+\?$/.test(segment)) return '(?:/[^/]+)?'
    if (segment.startsWith(':')) return '/[^/]+'
    return `/${segment.replace(/[.+^${}()|[\]\\]/g, '\\$&')}`
  })
  return `^${parts.join('')}/?$`
}

/** Fixed segments first, parameters next, the rest last: as routers rank them. */
const rank = (pattern: string): number =>
  pattern
    .split('/')
    .filter(Boolean)
    .reduce((score, segment) => score + (segment === '*' ? -2 : segment.startsWith(':') ? 3 : 10), 0)

/** The pattern that a router would choose for a path, or null. */
export const matchRoute = (path: string, patterns: readonly string[]): string | null => {
  const pathname = withoutQuery(path)
  return (
    patterns
      .filter(pattern => new RegExp(patternSource(pattern)).test(pathname))
      .toSorted((a, b) => rank(b) - rank(a))[0] ?? null
  )
}
