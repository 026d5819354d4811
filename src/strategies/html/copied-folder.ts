import { posix } from 'node:path'
import type { ReadableWorkspace } from '../../model/change.js'
import type { Observation } from '../../model/observation.js'
import type { TargetSystem } from '../../model/target.js'
import { findViteConfig } from '../build-config/find-config.js'

/** Folders whose files bundlers and their plugins copy to the root, by convention. */
const COPIED = ['public', 'static']

const isIcon = (path: string): boolean => /favicon|\.ico$/i.test(path)

/**
 * The folder of the project whose files the build puts at the root of its output, or why it is not known: as a sentence's end.
 * @param textOf a file of the unchanged output (latin1), by its path there; null where there is none
 */
export const copiedFolder = async (
  { target, observation }: { readonly target: TargetSystem; readonly observation: Observation },
  textOf: (path: string) => Promise<string | null>,
  workspace: ReadableWorkspace,
): Promise<{ readonly folder: string } | string> => {
  for (const folder of COPIED) {
    // A page of that folder may be a template.
    const files = (await workspace.list([`${folder}/*`])).filter(file => !/\.(html?|ejs)$/.test(file))
    const isCopied = async (file: string): Promise<boolean> =>
      (await textOf(posix.basename(file))) === (await workspace.read(file)).toString('latin1')
    const copied = await Promise.all(files.map(isCopied))
    // An icon alone may be what a plugin copies.
    if (copied.every(Boolean) && files.some(file => !isIcon(file))) return { folder }
  }
  if (observation.bundle?.bundler !== 'vite')
    return 'no folder of the project could be told to be copied to the root of the site: what is put there would not be served'
  const config = await findViteConfig(target.build?.command ?? '', workspace)
  return config !== null && /\b(publicDir|copyPublicDir|root)\b/.test(await workspace.readText(config))
    ? `${config} says where files to be copied are, and none could be told to be`
    : { folder: 'public' }
}
