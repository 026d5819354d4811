import { mkdir, readdir, rm } from 'node:fs/promises'
import path from 'node:path'
import { copyTree, linkTree } from './copy.js'
import { DEPENDENCIES, dependencyFolders } from './folders.js'

/**
 * Copies a whole tree (a clone with its output, or an arm) so that it can be run from its new place: files are copies,
 * dependencies hard links or reflinks, links between packages lead to the copy's own packages. `to` must not exist.
 */
export async function snapshotTree(from: string, to: string): Promise<void> {
  const dependencies = await dependencyFolders(from)
  const copy = async (relative: string): Promise<void> => {
    await mkdir(path.join(to, relative), { recursive: true })
    for (const entry of await readdir(path.join(from, relative), { withFileTypes: true })) {
      const at = relative === '' ? entry.name : `${relative}/${entry.name}`
      if (at === '.git' || entry.name === DEPENDENCIES) continue
      // A folder is copied as a whole unless dependencies are somewhere in it.
      if (entry.isDirectory() && dependencies.some(folder => folder.startsWith(`${at}/`))) await copy(at)
      else await copyTree(path.join(from, at), path.join(to, at))
    }
  }
  await copy('')
  for (const modules of dependencies) await linkTree(path.join(from, modules), path.join(to, modules))
}

export const removeTree = (folder: string): Promise<void> => rm(folder, { recursive: true, force: true })
