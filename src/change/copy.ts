import { execFile } from 'node:child_process'
import { mkdir } from 'node:fs/promises'
import path from 'node:path'
import { promisify } from 'node:util'
import { TunewrightError } from '../model/errors.js'
import { allowedEnvironment } from '../system/environment.js'

const run = promisify(execFile)
const APPLE = process.platform === 'darwin'

async function copyWith(flags: readonly string[], from: string, to: string): Promise<void> {
  await mkdir(path.dirname(to), { recursive: true })
  try {
    await run('cp', [...flags, '--', from, to], { maxBuffer: 1 << 24, env: allowedEnvironment() })
  } catch (cause) {
    throw new TunewrightError('CLONE_FAILED', `Copying ${from} failed.`, {
      remedy: 'Check that there is room on the disk and that the files can be read.',
      cause,
    })
  }
}

/**
 * Copies a file or folder with modes, times and links. Where the file system can, blocks are shared until written (a
 * reflink); inodes never are, so that nothing written to the copy is seen in the original. `to` must not exist.
 */
export const copyTree = (from: string, to: string): Promise<void> =>
  copyWith(APPLE ? ['-c', '-R', '-p'] : ['-a', '--reflink=auto'], from, to)

/** The same, following links: the copy holds what they lead to. */
export const copyTreeWithoutLinks = (from: string, to: string): Promise<void> =>
  copyWith(APPLE ? ['-R', '-L', '-p'] : ['-a', '-L', '--reflink=auto'], from, to)

/**
 * The quickest copy of files that are read and replaced, but not written in place (installed dependencies of an arm):
 * reflinks where the file system can, else hard links. `to` must not exist and be on the same file system.
 */
export async function linkTree(from: string, to: string): Promise<void> {
  if (APPLE) return copyTree(from, to)
  await copyWith(['-a', '-l'], from, to)
}
