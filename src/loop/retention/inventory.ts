import { readdir, stat } from 'node:fs/promises'
import path from 'node:path'
import { closedJournals } from '../../change/pending.js'
import { inspectEmbeddedPostgres } from '../../store/embedded-postgres.js'
import { embeddedFolder } from '../../store/store.js'
import { diskUsage } from '../../system/disk-usage.js'
import { abandonedWork } from '../../system/runs.js'
import { COMPARISONS } from '../comparison-memory.js'
import { liveSessions } from '../target-lock.js'

/** A file or folder of ours with what it takes on disk. */
export interface Held {
  readonly path: string
  readonly bytes: number
}

/** A session, or a comparison: its pictures are what it has of artifacts. */
export interface SessionHeld {
  readonly id: string
  readonly folder: string
  /** A live process works on it: nothing of it is touched. */
  readonly live: boolean
  /** When something was last put into it, ms since the epoch. */
  readonly lastUsed: number
  /** Private clones and built arms: not needed once it has ended. */
  readonly clones: readonly Held[]
  /** Surveys and records of experiments, and the journals: what verdicts can be made from once more. */
  readonly artifacts: readonly Held[]
  /** Reports. */
  readonly others: readonly Held[]
}

/** What is in the state folder. */
export interface Inventory {
  readonly folder: string
  /** The latest first. */
  readonly sessions: readonly SessionHeld[]
  /** Private clones of analyses whose process was killed. */
  readonly abandoned: readonly Held[]
  readonly caches: readonly Held[]
  readonly browsers: Held
  readonly database: Held & { readonly inUse: boolean }
  /** Patches that were handed over, locks, records of processes. */
  readonly others: readonly Held[]
}

const names = (folder: string): Promise<string[]> => readdir(folder).catch(() => [])

const modified = async (at: string): Promise<number> => (await stat(at).catch(() => null))?.mtimeMs ?? 0

interface Found extends Omit<SessionHeld, 'clones' | 'artifacts' | 'others'> {
  readonly clones: readonly string[]
  readonly artifacts: readonly string[]
  readonly others: readonly string[]
}

async function findSession(folder: string, live: boolean, journals: readonly string[]): Promise<Found> {
  const clones: string[] = []
  const artifacts = [...journals]
  const others: string[] = []
  let lastUsed = await modified(folder)
  for (const name of await names(folder)) {
    const at = path.join(folder, name)
    if (!(await stat(at).catch(() => null))?.isDirectory()) {
      others.push(at)
      continue
    }
    lastUsed = Math.max(lastUsed, await modified(at), await modified(path.join(at, 'artifacts')))
    for (const part of await names(at)) {
      const isWork = part === 'clone' || part === 'clone.unfinished' || part === 'arms'
      ;(isWork ? clones : artifacts).push(path.join(at, part))
    }
  }
  return { id: path.basename(folder), folder, live, lastUsed, clones, artifacts, others }
}

/** What killed runs left to be thrown away. */
export async function takeAbandoned(): Promise<Held[]> {
  const places = abandonedWork()
  const sizes = await diskUsage(places)
  return places.map(at => ({ path: at, bytes: sizes.get(at) ?? 0 }))
}

/** Looks at everything of ours; nothing is changed. */
export async function takeInventory(stateFolder: string): Promise<Inventory> {
  const within = (...parts: string[]): string => path.join(stateFolder, ...parts)
  const live = await liveSessions(stateFolder)
  const journals = await closedJournals(stateFolder)
  const folders = await Promise.all(
    ['sessions', COMPARISONS].map(async kind =>
      (await names(within(kind))).map(id => ({ id, folder: within(kind, id) })),
    ),
  )
  const sessions = await Promise.all(
    folders.flat().map(({ id, folder }) =>
      findSession(
        folder,
        live.has(id),
        journals
          .filter(({ name, pending }) => name.startsWith(`${id}-`) && pending?.length === 0)
          .map(({ folder }) => folder),
      ),
    ),
  )
  const database = await inspectEmbeddedPostgres({ folder: embeddedFolder() })
  const caches = (await names(within('cache'))).map(name => within('cache', name))
  const others = ['patches', 'locks', 'processes'].map(name => within(name))
  const sizes = await diskUsage([
    ...sessions.flatMap(session => [...session.clones, ...session.artifacts, ...session.others]),
    ...caches,
    within('browsers'),
    database.folder,
    ...others,
  ])
  const held = (at: string): Held => ({ path: at, bytes: sizes.get(at) ?? 0 })
  return {
    folder: stateFolder,
    sessions: sessions
      .map(session => ({
        ...session,
        clones: session.clones.map(held),
        artifacts: session.artifacts.map(held),
        others: session.others.map(held),
      }))
      .sort((a, b) => b.lastUsed - a.lastUsed),
    abandoned: await takeAbandoned(),
    caches: caches.map(held),
    browsers: held(within('browsers')),
    database: { ...held(database.folder), inUse: database.inUse },
    others: others.map(held),
  }
}

export const bytesOf = (parts: readonly Held[]): number => parts.reduce((sum, { bytes }) => sum + bytes, 0)

export const sessionBytes = ({ clones, artifacts, others }: SessionHeld): number =>
  bytesOf([...clones, ...artifacts, ...others])

/** Everything of ours on disk, bytes. */
export const totalBytes = (inventory: Inventory): number =>
  inventory.sessions.reduce((sum, session) => sum + sessionBytes(session), 0) +
  bytesOf([...inventory.abandoned, ...inventory.caches, inventory.browsers, inventory.database, ...inventory.others])
