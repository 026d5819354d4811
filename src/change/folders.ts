import { readdir } from 'node:fs/promises'
import path from 'node:path'

/** Folder names that never are sources. */
export const DEPENDENCIES = 'node_modules'

/** Whether a path is something that a package manager installs: also yarn's without `node_modules` (`.pnp.cjs`, and its packages in `.yarn`). */
export const isInstalled = (at: string): boolean =>
  at.split('/').some(name => name === DEPENDENCIES || name === '.yarn' || /^\.pnp\..*js/.test(name))

/** Folders in which tools keep what they made: some are committed by mistake, and none holds a source. */
const MADE_BY_TOOLS = /^\.(?:angular|next|nuxt|output|svelte-kit|astro|parcel-cache|turbo|nx|cache|vite|docusaurus)$/

/** Whether a path leads into a folder that a tool keeps for itself. */
export const isMadeByTool = (at: string): boolean =>
  at
    .split('/')
    .slice(0, -1)
    .some(name => MADE_BY_TOOLS.test(name))

/**
 * All files below a folder, as sorted paths relative to it with forward slashes; links are listed, not followed.
 *
 * @param skip tells by name and relative path which entries to leave out, folders with what they hold
 */
export async function filesBelow(
  folder: string,
  skip: (name: string, relative: string) => boolean = () => false,
): Promise<string[]> {
  const files: string[] = []
  const walk = async (relative: string): Promise<void> => {
    for (const entry of await readdir(path.join(folder, relative), { withFileTypes: true })) {
      const at = relative === '' ? entry.name : `${relative}/${entry.name}`
      if (skip(entry.name, at)) continue
      if (entry.isDirectory()) await walk(at)
      else files.push(at)
    }
  }
  await walk('')
  return files.sort()
}

/** Folders called `node_modules` below a folder (none inside another), relative to it. */
export async function dependencyFolders(folder: string): Promise<string[]> {
  const found: string[] = []
  const walk = async (relative: string): Promise<void> => {
    for (const entry of await readdir(path.join(folder, relative), { withFileTypes: true })) {
      const at = relative === '' ? entry.name : `${relative}/${entry.name}`
      if (entry.name === DEPENDENCIES && (entry.isDirectory() || entry.isSymbolicLink())) found.push(at)
      else if (entry.isDirectory() && entry.name !== '.git') await walk(at)
    }
  }
  await walk('')
  return found.sort()
}
