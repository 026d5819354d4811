import { type FileHandle, mkdir, open, readFile, truncate } from 'node:fs/promises'
import path from 'node:path'
import type { Change, FileEdit } from '../model/change.js'
import { TunewrightError } from '../model/errors.js'
import { type Lock, lockHolder, tryLock, withLock } from '../system/lock.js'
import { discard } from '../system/trash.js'
import { Blobs } from './blobs.js'
import { type Checkpoint, noCheckpoint } from './checkpoints.js'
import { syncFolder } from './durable.js'
import { type EditRecord, HEADER, type JournalRecord, parseJournal, type RecordOf } from './journal-records.js'

export type ChangeState = 'pending' | 'kept' | 'reverted'

/** Where the journals of all sessions are. */
export const journalsFolder = (stateFolder: string): string => path.join(stateFolder, 'journals')

const lockFile = (folder: string): string => path.join(folder, 'owner.json')

/** @returns whether a live process has a journal open */
export const isOpen = async (folder: string): Promise<boolean> => (await lockHolder(lockFile(folder))) !== null

/** Held while what dead processes left is put back, and while a journal begins: one that begins is not taken for one that was left. */
export async function duringRecovery<T>(stateFolder: string, work: () => Promise<T>): Promise<T> {
  const locks = path.join(stateFolder, 'locks')
  await mkdir(locks, { recursive: true, mode: 0o700 })
  return withLock(path.join(locks, 'recovery'), work)
}

/**
 * The write-ahead journal of a session's changes: a line of JSON a record, each on disk before the next thing happens. What
 * undoes an edit (the file's content and mode, or its absence) is on disk before the edit.
 */
export class Journal {
  readonly blobs: Blobs
  readonly checkpoint: Checkpoint
  readonly #lock: Lock
  readonly #file: FileHandle
  readonly #records: JournalRecord[]
  readonly #folder: string

  private constructor(
    folder: string,
    lock: Lock,
    file: FileHandle,
    records: JournalRecord[],
    blobs: Blobs,
    checkpoint: Checkpoint,
  ) {
    this.#folder = folder
    this.#lock = lock
    this.#file = file
    this.#records = records
    this.blobs = blobs
    this.checkpoint = checkpoint
  }

  /**
   * Opens or creates the journal in a folder, for this process alone.
   *
   * @throws TunewrightError BUSY where it is open already, JOURNAL_BROKEN, JOURNAL_NEWER
   */
  static async open(folder: string, checkpoint: Checkpoint = noCheckpoint): Promise<Journal> {
    await mkdir(folder, { recursive: true, mode: 0o700 })
    const lock = await tryLock(lockFile(folder))
    if (!lock) {
      throw new TunewrightError('BUSY', 'Another run works on this session.', { remedy: 'Wait for it, or end it.' })
    }
    try {
      const name = path.join(folder, 'journal.jsonl')
      const content = await readFile(name).catch(() => Buffer.alloc(0))
      const { records, bytes } = parseJournal(content)
      if (bytes < content.length) await truncate(name, bytes)
      const file = await open(name, 'a', 0o600)
      if (bytes === 0) {
        await file.appendFile(HEADER)
        await file.sync()
      }
      await syncFolder(folder)
      return new Journal(folder, lock, file, [...records], await Blobs.open(path.join(folder, 'blobs')), checkpoint)
    } catch (error) {
      await lock.release()
      throw error
    }
  }

  /** The state folder that the journal lies in. */
  get #stateFolder(): string {
    return path.dirname(path.dirname(this.#folder))
  }

  /** How a path is written down: what lies in the state folder by where it is in it. */
  written(at: string): string {
    const relative = path.relative(this.#stateFolder, at)
    return relative.startsWith('..') || path.isAbsolute(relative) ? at : relative
  }

  #placeOf(written: string): string {
    return path.resolve(this.#stateFolder, written)
  }

  /** Once this resolves the record survives a crash. */
  async append(record: JournalRecord): Promise<void> {
    this.checkpoint(`before ${record.type}`)
    const { size } = await this.#file.stat()
    try {
      await this.#file.appendFile(`${JSON.stringify(record)}\n`)
      await this.#file.datasync()
    } catch (error) {
      // A full disk may have taken half a line: what follows must not be glued to it.
      await this.#file.truncate(size).catch(() => undefined)
      throw error
    }
    this.#records.push(record)
    this.checkpoint(`after ${record.type}`)
  }

  /** @returns null for a change that was never begun */
  stateOf(change: string): ChangeState | null {
    let state: ChangeState | null = null
    for (const record of this.#records) {
      if (!('change' in record) || record.change !== change) continue
      if (record.type === 'change-begun') state = 'pending'
      if (record.type === 'change-kept') state = 'kept'
      if (record.type === 'change-reverted') state = 'reverted'
    }
    return state
  }

  /** Changes that are neither kept nor reverted, the latest first: the order in which they are put back. */
  pending(): string[] {
    const begun = this.#records.filter(record => record.type === 'change-begun').map(record => record.change)
    return [...new Set(begun)].filter(change => this.stateOf(change) === 'pending').reverse()
  }

  #lastBegun(change: string): RecordOf<'change-begun'> {
    const record = this.#records.findLast(entry => entry.type === 'change-begun' && entry.change === change)
    if (record?.type === 'change-begun') return record
    throw new TunewrightError('INPUT_INVALID', `The journal knows no change ${change}.`, {
      remedy: 'Begin the change first.',
    })
  }

  /** How a change began, the last time it did; its root as an absolute path. @throws TunewrightError INPUT_INVALID */
  begun(change: string): RecordOf<'change-begun'> {
    const record = this.#lastBegun(change)
    return { ...record, root: this.#placeOf(record.root) }
  }

  /** The folder of everything of this session and target; null where an earlier version did not write it down. */
  workFolder(): string | null {
    const record = this.#records.find(entry => entry.type === 'work-begun')
    return record?.type === 'work-begun' ? this.#placeOf(record.folder) : null
  }

  /** A delivery that is neither known to be there nor known not to be. */
  openDelivery(): RecordOf<'delivery-intended'> | null {
    const last = this.#records.findLast(({ type }) => type === 'delivery-intended' || type === 'delivery-settled')
    return last?.type === 'delivery-intended' ? last : null
  }

  /** The last commit that was handed over, or null. */
  deliveredCommit(): string | null {
    const settled = this.#records.findLast(record => record.type === 'delivery-settled' && record.landed)
    if (settled?.type !== 'delivery-settled') return null
    const intended = this.#records.findLast(
      record => record.type === 'delivery-intended' && record.name === settled.name,
    )
    return intended?.type === 'delivery-intended' ? intended.commit : null
  }

  /** The edits of a change in the order made, since it last began. */
  editsOf(change: string): EditRecord[] {
    const from = this.#records.lastIndexOf(this.#lastBegun(change))
    return this.#records
      .slice(from)
      .filter((record): record is EditRecord => record.type === 'edit-intended' && record.change === change)
  }

  /** The commit of a kept change, or null. */
  commitOf(change: string): string | null {
    const record = this.#records.findLast(entry => entry.type === 'change-kept' && entry.change === change)
    return record?.type === 'change-kept' ? record.commit : null
  }

  /** A change as one edit per file: from what was before the first edit to what is after the last. */
  changeOf(change: string): Change {
    const { sessionId, candidateId } = this.begun(change)
    const edits = new Map<string, FileEdit>()
    for (const { path: at, before, after } of this.editsOf(change)) {
      edits.set(at, { kind: 'file', path: at, before: edits.get(at)?.before ?? (edits.has(at) ? null : before), after })
    }
    return {
      id: change,
      sessionId,
      candidateId,
      edits: [...edits.values()].filter(({ before, after }) => before?.hash !== after?.hash),
    }
  }

  async close(): Promise<void> {
    await this.#file.close()
    await this.#lock.release()
  }

  /** Closes a journal with nothing open in it, for good: no later start reads it. */
  async end(): Promise<void> {
    await this.#file.close()
    await discard(this.#folder)
    this.checkpoint('journal ended')
  }
}
