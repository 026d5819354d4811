import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { TunewrightError } from '../model/errors.js'
import { sha256 } from '../system/hash.js'
import { isAlive, ownIdentity, type ProcessIdentity } from '../system/process-identity.js'

interface Holder extends ProcessIdentity {
  readonly sessionId: string
}

async function holderOf(file: string): Promise<Holder | null> {
  try {
    const holder = JSON.parse(await readFile(file, 'utf8')) as Holder
    return isAlive(holder) ? holder : null
  } catch {
    return null
  }
}

const locksFolder = (stateFolder: string): string => path.join(stateFolder, 'locks')

/** Ids of the sessions and analyses that live processes are working on. */
export async function liveSessions(stateFolder: string): Promise<ReadonlySet<string>> {
  const folder = locksFolder(stateFolder)
  const files = await readdir(folder).catch(() => [])
  const holders = await Promise.all(files.map(name => holderOf(path.join(folder, name))))
  return new Set(holders.flatMap(holder => holder?.sessionId ?? []))
}

/**
 * Takes a target for one session: two at once would measure each other. A dead process's lock is taken over.
 *
 * @returns what gives it free again
 * @throws TunewrightError BUSY where another live session works on it
 */
export async function lockTarget(stateFolder: string, root: string, sessionId: string): Promise<() => Promise<void>> {
  const folder = locksFolder(stateFolder)
  const file = path.join(folder, `${sha256(path.resolve(root)).slice(0, 16)}.json`)
  await mkdir(folder, { recursive: true, mode: 0o700 })
  const content = JSON.stringify({ ...ownIdentity(), sessionId })
  for (let attempt = 0; ; attempt++) {
    try {
      await writeFile(file, content, { flag: 'wx', mode: 0o600 })
      return () => rm(file, { force: true })
    } catch (cause) {
      const holder = await holderOf(file)
      if (holder || attempt > 0) {
        throw new TunewrightError(
          'BUSY',
          `Session ${holder?.sessionId ?? 'of another process'} is working on ${root}.`,
          {
            remedy: 'Wait for it to end, or stop it.',
            cause,
          },
        )
      }
      await rm(file, { force: true })
    }
  }
}
