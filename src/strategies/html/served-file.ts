import { posix } from 'node:path'
import type { ReadableWorkspace } from '../../model/change.js'
import { decoded, withoutQuery } from '../../model/pathname.js'
import type { PageTarget, TargetSystem } from '../../model/target.js'
import { type HtmlSource, isMade, servedFrom } from './html-source.js'

/** The file of the project that is served under a path as it is, or null: what a build makes is none. */
export const servedFile = async (
  target: TargetSystem,
  workspace: ReadableWorkspace,
  url: string,
): Promise<string | null> => {
  const path = decoded(withoutQuery(url)).replace(/^\//, '')
  for (const folder of servedFrom(target, workspace)) {
    const file = posix.join(folder, path)
    if (isMade(file, target.build, workspace)) continue
    if (await workspace.exists(file)) return file
  }
  return null
}

/**
 * How a page's source names what is served under a path. A page that names nothing from the root of its host may be served below a path: there
 * only a relative address is right.
 */
export const spelledAddress = (
  url: string,
  { source, html, page, serve }: { source: HtmlSource; html: string; page: PageTarget; serve: TargetSystem['serve'] },
): string => {
  // Vite puts the path that the site is below before what it finds in its page; in a template that is left to who writes it.
  if (source.template) return `${serve.kind === 'static' ? (serve.base ?? '') : ''}${url}`
  if (/\b(src|href)\s*=\s*["']?\/(?!\/)/i.test(html) || /<base\b/i.test(html)) return url
  const at = withoutQuery(page.path)
  return posix.relative(at.slice(0, at.lastIndexOf('/') + 1), url)
}
