import { readFile } from 'node:fs/promises'
import { join, posix } from 'node:path'
import type { BuiltArm } from '../../model/change.js'
import { decoded, withoutQuery } from '../../model/pathname.js'
import type { TargetSystem } from '../../model/target.js'

/** The path on its host of what a page names, from the root; null for what another host serves. */
export const servedPath = (page: string, address: string): string | null => {
  if (/^([a-z]+:)?\/\//i.test(address) || /^(data|blob|javascript):/i.test(address)) return null
  const path = decoded(withoutQuery(address))
  return posix.normalize(
    posix.join('/', path.startsWith('/') ? path : posix.join(posix.dirname(withoutQuery(page)), path)),
  )
}

/** The text of what a page names, as it is served; null for what another host serves, and what is no file of the site. */
export type TextOf = (page: string, address: string) => Promise<string | null>

/** Reads scripts and style sheets of a built target; each once. */
export const servedTexts = (target: TargetSystem, baseline: BuiltArm): TextOf => {
  const texts = new Map<string, Promise<string | null>>()
  const { serve } = target
  return async (page, address) => {
    const path = servedPath(page, address)
    if (serve.kind !== 'static' || path === null) return null
    const known = texts.get(path) ?? readFile(join(baseline.root, serve.folder, path), 'utf8').catch(() => null)
    texts.set(path, known)
    return known
  }
}
