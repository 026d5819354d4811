import path from 'node:path'

/** A module specifier for a file, as seen from another. */
export const relativeSpecifier = (from: string, to: string): string => {
  const relative = path.posix.relative(path.posix.dirname(from), to).replace(/\.(?:js|ts)$/, '')
  return relative.startsWith('.') ? relative : `./${relative}`
}
