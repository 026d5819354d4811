import { constants } from 'node:fs'
import { cp } from 'node:fs/promises'
import path from 'node:path'
import type { TargetSystem } from '../model/target.js'
import { excludeInstalled } from './exclude-installed.js'
import { DEPENDENCIES } from './folders.js'
import { git } from './git.js'
import { pureOutput } from './outputs.js'

/** Copies a folder that is not under version control (without dependencies and build output) into a repository of our own. */
export async function cloneFolder(target: TargetSystem, source: string, folder: string): Promise<void> {
  const skipped = pureOutput(target)
  await cp(source, folder, {
    recursive: true,
    verbatimSymlinks: true,
    preserveTimestamps: true,
    mode: constants.COPYFILE_FICLONE,
    filter(from) {
      const name = path.basename(from)
      if (from === source) return true
      return name !== DEPENDENCIES && name !== '.git' && path.relative(source, from) !== skipped
    },
  })
  await git(folder, ['init', '--quiet', '--template=', '.'])
  await excludeInstalled(folder, skipped === null ? [] : [`/${skipped}/`])
  // Forced: what the folder's own ignore rules name is a part of it as well.
  await git(folder, ['add', '--all', '--force'])
}
