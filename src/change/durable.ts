import { type FileHandle, open, rename, rm } from 'node:fs/promises'
import path from 'node:path'
import { sha256 } from '../system/hash.js'

/** Makes the names in a folder survive a power cut; some systems cannot sync a folder and need not. */
export async function syncFolder(folder: string): Promise<void> {
  let handle: FileHandle | undefined
  try {
    handle = await open(folder, 'r')
    await handle.sync()
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code
    if (code !== 'EINVAL' && code !== 'EISDIR' && code !== 'EPERM') throw error
  } finally {
    await handle?.close()
  }
}

/** Writes a new file and syncs it; fails where there is one. */
export async function writeNewFile(file: string, content: Uint8Array, mode: number): Promise<void> {
  const handle = await open(file, 'wx', mode)
  try {
    await handle.writeFile(content)
    await handle.chmod(mode) // the process's umask took part in `open`
    await handle.sync()
  } finally {
    await handle.close()
  }
}

/**
 * Puts a whole file in place or nothing: at any moment the name holds all of the old content or all of the new. What a kill leaves of it
 * has a name by which the same write, done again, clears it away; so one process at a time may write a file.
 */
export async function writeDurably(file: string, content: Uint8Array, mode: number): Promise<void> {
  const temporary = path.join(path.dirname(file), `.${sha256(path.basename(file)).slice(0, 16)}.tunewright`)
  await rm(temporary, { force: true })
  try {
    await writeNewFile(temporary, content, mode)
    await rename(temporary, file)
  } catch (error) {
    await rm(temporary, { force: true })
    throw error
  }
  await syncFolder(path.dirname(file))
}
