import { mkdir, readdir, rename, rm } from 'node:fs/promises'
import path from 'node:path'
import { abandonedWork, ownRun, scratchFolder } from './runs.js'

const TRASH = 'trash'

/** Takes a folder or file out of the way at once, however large it is; `emptyTrash` deletes it. */
export async function discard(at: string): Promise<void> {
  try {
    await rename(at, path.join(scratchFolder(TRASH, 'work'), path.basename(at)))
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') await rm(at, { recursive: true, force: true })
  }
}

/** Deletes what was discarded, by this run or by one that is no more, and all else that those left to be thrown away. */
export async function emptyTrash(): Promise<void> {
  const { work } = ownRun()
  await mkdir(work, { recursive: true, mode: 0o700 })
  const own = (await readdir(work)).filter(name => name.startsWith(`${TRASH}-`)).map(name => path.join(work, name))
  for (const at of [...own, ...abandonedWork()]) await rm(at, { recursive: true, force: true })
}
