import { posix } from 'node:path'
import type { ReadableWorkspace } from '../../model/change.js'
import { decoded, withoutQuery } from '../../model/pathname.js'
import type { TargetSystem } from '../../model/target.js'
import { isMade, servedFrom } from '../html/html-source.js'

/**
 * The project's file that an address in its styles names.
 *
 * @param from the file in which it is written
 * @returns the path, or why it is not known: as a sentence's end
 */
export const fontFileOf = async (
  url: string,
  from: string,
  target: TargetSystem,
  workspace: ReadableWorkspace,
): Promise<{ readonly path: string } | string> => {
  if (/^data:/i.test(url)) return 'it is held in the style sheet itself'
  if (/^([a-z]+:)?\/\//i.test(url)) return 'another host serves it'
  if (/[#@$]\{|^[$@]|\$\w/.test(url)) return 'its address is computed'
  if (url.startsWith('~')) return 'it is a file of a package'
  const bare = decoded(withoutQuery(url))
  const { build } = target
  const rooted = servedFrom(target, workspace).map(folder => posix.join(folder, bare))
  const places = bare.startsWith('/') ? rooted : [posix.join(posix.dirname(from), bare), ...(build ? rooted : [])]
  for (const place of places) {
    const path = posix.normalize(place)
    if (!path.startsWith('..') && !isMade(path, build, workspace) && (await workspace.exists(path)))
      return /(^|\/)node_modules\//.test(path) ? 'it is a file of a package' : { path }
  }
  return 'no file of the project could be told to be it'
}
