import { posix } from 'node:path'
import type { Observation } from '../../model/observation.js'
import { decoded, withoutQuery } from '../../model/pathname.js'

/** A font that a page asks for. */
export interface RequestedFont {
  readonly url: string
  /** Pages on which it is asked for. */
  readonly pages: readonly string[]
}

export const requestedFonts = ({ pages }: Observation): RequestedFont[] => {
  const found = new Map<string, Set<string>>()
  for (const { page, loads } of pages) {
    for (const { requests } of loads) {
      for (const { kind, url, status } of requests) {
        if (kind !== 'font' || status >= 400) continue
        found.set(url, (found.get(url) ?? new Set()).add(page.path))
      }
    }
  }
  return [...found].map(([url, on]) => ({ url, pages: [...on] }))
}

const stem = (path: string): string => posix.basename(path).replace(/\.\w+$/, '')
const extension = (path: string): string => posix.extname(path).toLowerCase()

/** Whether a file as a style sheet names it is what was asked for: by its name, to which a build may have added a hash. */
export const isRequested = (written: string, { url }: RequestedFont): boolean => {
  const [source, served] = [decoded(withoutQuery(written)), decoded(withoutQuery(url))]
  if (extension(source) !== extension(served)) return false
  const [name, got] = [stem(source), stem(served)]
  return got === name || (got.startsWith(name) && /^[-.][\w-]{4,}$/.test(got.slice(name.length)))
}
