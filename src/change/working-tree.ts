import { isConfigurationFile } from '../system/configuration-file.js'
import { isInstalled } from './folders.js'
import { git, zeroSeparated } from './git.js'

export interface DirtyFile {
  /** Relative to the repository's root, with forward slashes. */
  readonly path: string
  /** As in `git status`: what differs from HEAD. */
  readonly state: 'modified' | 'deleted' | 'untracked'
}

/**
 * What differs from HEAD, in the index or in the files. Ignored files are not among them, nor is what a package manager installed in a project that does not
 * ignore it. Never writes the index.
 */
export async function dirtyFiles(folder: string): Promise<DirtyFile[]> {
  const output = await git(folder, [
    'status',
    '--porcelain=v1',
    '-z',
    '--untracked-files=all',
    '--no-renames',
    '--ignore-submodules=dirty',
  ])
  return zeroSeparated(output).flatMap((entry): DirtyFile[] => {
    const code = entry.slice(0, 2)
    const path = entry.slice(3)
    const state =
      code === '??' ? 'untracked' : code[1] === 'D' || (code[0] === 'D' && code[1] === ' ') ? 'deleted' : 'modified'
    return state === 'untracked' && isInstalled(path) ? [] : [{ path, state }]
  })
}

/** What of it is left out where HEAD is worked on: our own configuration file is read where it lies, committed or not. */
export const leftOutFiles = (dirty: readonly DirtyFile[]): readonly DirtyFile[] =>
  dirty.filter(({ path }) => !isConfigurationFile(path))

/** Ignored files and folders (with a `/` at the end) below a repository's root. */
export async function ignoredEntries(folder: string): Promise<string[]> {
  return zeroSeparated(
    await git(folder, ['ls-files', '-z', '--others', '--ignored', '--exclude-standard', '--directory']),
  )
}
