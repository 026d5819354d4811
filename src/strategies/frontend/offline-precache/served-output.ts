import { readFile, stat } from 'node:fs/promises'
import { join, posix } from 'node:path'
import type { ActuatorContext } from '../../../model/actuator.js'
import type { ReadableWorkspace } from '../../../model/change.js'
import type { RequestRecord } from '../../../model/observation.js'
import { decoded, withoutQuery } from '../../../model/pathname.js'
import { findViteConfig } from '../../build-config/find-config.js'

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

/** Folders whose files bundlers and their plugins copy to the root, by convention. */
const COPIED = ['public', 'static']

const isIcon = (path: string): boolean => /favicon|\.ico$/i.test(path)

/** The folder of the project whose files the build puts at the root of its output, or why it is not known: as a sentence's end. */
export const copiedFolder = async (
  { target, observation }: Context,
  output: Output,
  workspace: ReadableWorkspace,
): Promise<{ readonly folder: string } | string> => {
  for (const folder of COPIED) {
    // A page of that folder may be a template.
    const files = (await workspace.list([`${folder}/*`])).filter(file => !/\.(html?|ejs)$/.test(file))
    const isCopied = async (file: string): Promise<boolean> =>
      (await output.text(posix.basename(file))) === (await workspace.read(file)).toString('latin1')
    const copied = await Promise.all(files.map(isCopied))
    // An icon alone may be what a plugin copies.
    if (copied.every(Boolean) && files.some(file => !isIcon(file))) return { folder }
  }
  if (observation.bundle?.bundler !== 'vite')
    return 'no folder of the project could be told to be copied to the root of the site: the worker would not be served'
  const config = await findViteConfig(target.build?.command ?? '', workspace)
  return config !== null && /\b(publicDir|copyPublicDir|root)\b/.test(await workspace.readText(config))
    ? `${config} says where files to be copied are, and none could be told to be`
    : { folder: 'public' }
}
