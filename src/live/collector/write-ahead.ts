import { randomUUID } from 'node:crypto'
import { type FileHandle, mkdir, open, readdir, readFile, rm, rmdir, stat } from 'node:fs/promises'
import path from 'node:path'
import { isDiskFull } from '../../system/disk-full.js'
import { type Lock, tryLock } from '../../system/lock.js'
import { CellTable, type KnownPages } from '../visits/cell-table.js'
import type { Observation } from '../visits/observe-report.js'

/** Observations that are on disk, and not yet in the store. */
export interface Segment {
  /** Unique among all collectors: what it holds is counted once. */
  readonly id: string
  readonly file: string
  /** What it holds, folded; null where that is to be read from the file. */
  table: CellTable | null
}

export interface WriteAheadLimits {
  /** Observations that wait to be written: more are refused. */
  readonly waiting: number
  /** Bytes of all segments on disk: at more, new ones are refused. */
  readonly bytes: number
}

export const DEFAULT_WRITE_AHEAD_LIMITS: WriteAheadLimits = { waiting: 5_000, bytes: 1_000_000_000 }

/** What became of an observation: on disk for good, or refused because there are too many, or because it could not be written. */
export type Taking = 'kept' | 'overloaded' | 'failed'

interface Waiting {
  readonly observation: Observation
  readonly done: (taking: Taking) => void
}

const LOCK = 'owner.json'
const SUFFIX = '.jsonl'

/**
 * Observations on disk before they are acknowledged: many that come at once are written and synced together, so that the disk is waited for
 * once. What a killed process leaves is read by the next one.
 */
export class WriteAhead {
  readonly #folder: string
  readonly #id: string
  readonly #lock: Lock
  readonly #pages: KnownPages
  readonly #limits: WriteAheadLimits
  #waiting: Waiting[] = []
  /** Writes and rotations happen one after the other. */
  #turn: Promise<unknown> = Promise.resolve()
  #open: { segment: Segment; handle: FileHandle } | null = null
  #closed: Segment[] = []
  #next = 0
  #bytes = 0

  private constructor(folder: string, id: string, lock: Lock, pages: KnownPages, limits: WriteAheadLimits) {
    this.#folder = folder
    this.#id = id
    this.#lock = lock
    this.#pages = pages
    this.#limits = limits
  }

  /** @param folder that the collectors of this machine share */
  static async open(folder: string, pages: KnownPages, limits = DEFAULT_WRITE_AHEAD_LIMITS): Promise<WriteAhead> {
    for (;;) {
      const id = randomUUID()
      const own = path.join(folder, id)
      await mkdir(own, { recursive: true, mode: 0o700 })
      // Whoever looks for what dead collectors left may come between the two, and finds an empty folder that nobody holds.
      const lock = await tryLock(path.join(own, LOCK)).catch((error: NodeJS.ErrnoException) => {
        if (error.code === 'ENOENT') return null
        throw error
      })
      if (lock) return new WriteAhead(own, id, lock, pages, limits)
    }
  }

  /** How many bytes are on disk and not yet in the store. */
  get bytes(): number {
    return this.#bytes
  }

  /** Resolves once the observation is on disk for good, or refused. */
  take(observation: Observation): Promise<Taking> {
    if (this.#waiting.length >= this.#limits.waiting || this.#bytes >= this.#limits.bytes) {
      return Promise.resolve('overloaded')
    }
    return new Promise(done => {
      this.#waiting.push({ observation, done })
      // Whoever comes before its turn has come goes with it.
      if (this.#waiting.length === 1) void this.#inTurn(() => this.#writeWaiting())
    })
  }

  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const result = this.#turn.then(work)
    this.#turn = result.catch(() => undefined)
    return result
  }

  async #writeWaiting(): Promise<void> {
    const batch = this.#waiting
    this.#waiting = []
    const taking = await this.#write(batch).catch(async error => {
      // Half a batch may be in the file: nothing may be glued to it.
      await this.#closeSegment()
      return isDiskFull(error) ? ('overloaded' as const) : ('failed' as const)
    })
    for (const { done } of batch) done(taking)
  }

  async #write(batch: readonly Waiting[]): Promise<Taking> {
    this.#open ??= await this.#begin()
    const { handle, segment } = this.#open
    const text = batch.map(({ observation }) => `${JSON.stringify(observation)}\n`).join('')
    await handle.appendFile(text)
    await handle.datasync()
    this.#bytes += Buffer.byteLength(text)
    for (const { observation } of batch) segment.table?.add(observation)
    return 'kept'
  }

  async #begin(): Promise<{ segment: Segment; handle: FileHandle }> {
    const name = String(this.#next++).padStart(8, '0')
    const file = path.join(this.#folder, `${name}${SUFFIX}`)
    const handle = await open(file, 'wx', 0o600)
    const folder = await open(this.#folder, 'r')
    await folder.sync().finally(() => folder.close())
    return { handle, segment: { id: `${this.#id}/${name}`, file, table: new CellTable(this.#pages) } }
  }

  async #closeSegment(): Promise<void> {
    const open = this.#open
    this.#open = null
    if (!open) return
    this.#closed.push(open.segment)
    await open.handle.close().catch(() => undefined)
  }

  /** Ends the segment that is written to. @returns those that ended since the last time */
  rotate(): Promise<Segment[]> {
    return this.#inTurn(async () => {
      await this.#closeSegment()
      const closed = this.#closed
      this.#closed = []
      return closed
    })
  }

  /** Forgets a segment that is in the store. */
  async remove(segment: Segment): Promise<void> {
    const bytes = await stat(segment.file).then(
      ({ size }) => size,
      () => 0,
    )
    await rm(segment.file, { force: true })
    this.#bytes = Math.max(0, this.#bytes - bytes)
  }

  /** Gives up the folder; segments that are left in it are read by whoever comes next. */
  async close(): Promise<void> {
    await this.#inTurn(() => this.#closeSegment())
    await this.#lock.release()
    await removeEmpty(this.#folder)
  }
}

/** Removes a folder that holds nothing; one that does, or is gone, is left. */
const removeEmpty = (folder: string): Promise<void> => rmdir(folder).catch(() => undefined)

/** The segments of a collector that is no more, for this process alone until they are released. */
export interface LeftSegments {
  readonly segments: readonly Segment[]
  release(): Promise<void>
}

/** Takes over what dead collectors of this machine left, a folder at a time. */
export async function takeLeftSegments(folder: string): Promise<LeftSegments[]> {
  const left: LeftSegments[] = []
  for (const name of await readdir(folder).catch(() => [])) {
    const own = path.join(folder, name)
    const lock = await tryLock(path.join(own, LOCK)).catch(() => null)
    if (!lock) continue
    const files = (await readdir(own).catch(() => [])).filter(file => file.endsWith(SUFFIX)).sort()
    left.push({
      segments: files.map(file => ({
        id: `${name}/${file.slice(0, -SUFFIX.length)}`,
        file: path.join(own, file),
        table: null,
      })),
      async release() {
        await lock.release()
        await removeEmpty(own)
      },
    })
  }
  return left
}

/** Folds what a segment's file holds. A line that was not written whole was not acknowledged, and ends it. */
export async function foldSegment(file: string, pages: KnownPages): Promise<CellTable> {
  const table = new CellTable(pages)
  const lines = (await readFile(file, 'utf8')).split('\n')
  lines.pop() // whole lines end in a line feed
  for (const line of lines) {
    try {
      table.add(JSON.parse(line) as Observation)
    } catch {
      break
    }
  }
  return table
}
