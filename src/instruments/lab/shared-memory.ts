import { constants } from 'node:fs'
import { access, statfs } from 'node:fs/promises'

const SHARED_MEMORY = '/dev/shm'

/** What pages as high as the browser can paint take, in as many tabs as are open at once, bytes. */
const ENOUGH = 2 * 1024 ** 3

/**
 * The browser's processes hand each other pixels and files through shared memory. Containers often have 64 MB of it, at which tabs crash: then the browser is told
 * to keep it in files, where each page drawn is written to a disk by and by: looks at pages then took about 1.4 times as long.
 * @param folder where the system keeps shared memory
 */
export const sharedMemoryFlags = async (folder = SHARED_MEMORY, enough = ENOUGH): Promise<readonly string[]> =>
  (await hasRoom(folder, enough)) ? [] : ['--disable-dev-shm-usage']

const hasRoom = async (folder: string, enough: number): Promise<boolean> => {
  try {
    await access(folder, constants.W_OK)
    const { bavail, bsize } = await statfs(folder)
    return bavail * bsize >= enough
  } catch {
    return false // not Linux, where the flag says nothing
  }
}
