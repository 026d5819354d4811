import { readFile, stat } from 'node:fs/promises'
import { join, posix } from 'node:path'
import type { ActuatorContext } from '../../../model/actuator.js'
import type { RequestRecord } from '../../../model/observation.js'
import { decoded, withoutQuery } from '../../../model/pathname.js'

export type Context = ActuatorContext<'service-worker-precache'>

/** What the unchanged build wrote. */
export interface Output {
  readonly folder: string
  /** Bytes of a file; null where there is none. */
  size(path: string): Promise<number | null>
  text(path: string): Promise<string | null>
}

export const outputOf = ({ baseline }: Context, output: string): Output => {
  const folder = join(baseline.root, output)
  return {
    folder,
    size: path =>
      stat(join(folder, path)).then(
        found => (found.isFile() ? found.size : null),
        () => null,
      ),
    text: path => readFile(join(folder, path), 'latin1').catch(() => null),
  }
}

/** The path of a request below the site's root; null for another host's. */
export const ownPath = ({ url }: Pick<RequestRecord, 'url'>): string | null =>
  url.startsWith('/') && !url.startsWith('//') ? decoded(withoutQuery(url)).slice(1) : null

/** The file of the output that a request was answered by, told by its path and its size; null where the server answered otherwise. */
export const answeredFrom = async (request: RequestRecord, output: Output): Promise<string | null> => {
  const path = ownPath(request)
  if (path === null || request.status !== 200) return null
  const bare = posix.normalize(path).replace(/\/$/, '').replace(/^\.$/, '')
  const files =
    request.kind === 'document'
      ? [bare, `${bare}.html`, posix.join(bare, 'index.html'), 'index.html'].filter(name => /\.html?$/.test(name))
      : [bare]
  for (const file of files) if ((await output.size(file)) === request.decodedSize) return file
  return null
}
