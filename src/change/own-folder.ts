import { lstat, mkdir, rm } from 'node:fs/promises'
import path from 'node:path'

/**
 * Makes sure that a folder is the clone's own, down to its last part: what a build has put in its place in the meantime (a link that leads
 * elsewhere, a file) is taken away, never followed.
 *
 * @param relative below the root, with forward slashes; `.` and `` are the root itself
 * @returns its absolute path
 */
export async function ownFolder(root: string, relative: string): Promise<string> {
  let at = root
  for (const part of relative.split('/').filter(name => name !== '' && name !== '.')) {
    at = path.join(at, part)
    const found = await lstat(at).catch(() => null)
    if (found?.isDirectory()) continue
    if (found) await rm(at, { force: true })
    await mkdir(at)
  }
  return at
}

/** Whether every folder down to this one is a folder, and none a link. */
export async function isOwnFolder(root: string, relative: string): Promise<boolean> {
  let at = root
  for (const part of relative.split('/').filter(name => name !== '' && name !== '.')) {
    at = path.join(at, part)
    if (!(await lstat(at).catch(() => null))?.isDirectory()) return false
  }
  return true
}
