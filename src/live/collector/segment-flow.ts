import { existsSync } from 'node:fs'
import { rename, rm } from 'node:fs/promises'
import { messageOf } from '../../model/errors.js'
import type { Logger } from '../../model/services.js'
import type { CellTable, KnownPages } from '../visits/cell-table.js'
import { foldSegment, type Segment, takeLeftSegments, type WriteAhead } from './write-ahead.js'

/** Where folded visits go. */
export interface VisitStore {
  /** Saves what a segment holds, whole, and at most once by its id. @throws where the store is away */
  save(segment: string, table: Pick<CellTable, 'cells' | 'causes'>): Promise<void>
}

export interface SegmentFlowOptions {
  readonly folder: string
  readonly writeAhead: WriteAhead
  readonly pages: KnownPages
  readonly store: VisitStore
  readonly logger: Logger
}

/** Segments whose folded cells stay in memory while the store is away; further ones are read from disk again. */
const MOST_IN_MEMORY = 2

/** Whether PostgreSQL says that the data itself cannot be stored (classes 22 and 23), not that it cannot store now. */
const isRefused = (error: unknown): boolean => /^2[23]...$/.test(String((error as { code?: unknown } | null)?.code))

/**
 * Brings segments from disk into the store. One that cannot be saved stays where it is, and is tried again with the next turn; it is removed
 * only once it is in.
 */
export class SegmentFlow {
  readonly #options: SegmentFlowOptions
  #waiting: Segment[] = []
  #turn: Promise<void> = Promise.resolve()
  #isAway = false

  constructor(options: SegmentFlowOptions) {
    this.#options = options
  }

  /** Segments that are on disk and wait for the store. */
  get waiting(): number {
    return this.#waiting.length
  }

  /** Saves all that has come so far. One turn at a time; never throws. */
  flush(): Promise<void> {
    return this.#inTurn(async () => {
      const { writeAhead } = this.#options
      this.#waiting.push(...(await writeAhead.rotate()))
      for (const segment of this.#waiting.slice(MOST_IN_MEMORY)) segment.table = null
      while (this.#waiting[0] && (await this.#save(this.#waiting[0]))) {
        await writeAhead.remove(this.#waiting[0])
        this.#waiting.shift()
      }
    })
  }

  #inTurn(work: () => Promise<void>): Promise<void> {
    this.#turn = this.#turn.then(work).catch(error => {
      this.#options.logger.error('Visits on disk could not be brought into the store.', { reason: messageOf(error) })
    })
    return this.#turn
  }

  /** @returns whether the segment is done with */
  async #save(segment: Segment): Promise<boolean> {
    const { store, pages, logger } = this.#options
    if (segment.table === null && !existsSync(segment.file)) {
      logger.error('Visits that were on disk are gone: somebody removed their file.', { file: segment.file })
      return true
    }
    try {
      await store.save(segment.id, segment.table ?? (await foldSegment(segment.file, pages)))
      if (this.#isAway) logger.info('The store is back; what came meanwhile goes in.')
      this.#isAway = false
      return true
    } catch (error) {
      if (isRefused(error)) {
        // Tried again it would be refused again, and keep all that comes after it from the store.
        const aside = `${segment.file}.refused`
        await rename(segment.file, aside)
        logger.error('The store refuses some visits. They are set aside.', { file: aside, reason: messageOf(error) })
        return true
      }
      if (!this.#isAway) {
        logger.warn('The store is away. Visits are kept on disk until it is back.', { reason: messageOf(error) })
      }
      this.#isAway = true
      return false
    }
  }

  /** Saves what collectors of this machine that are no more left on disk. One turn at a time; never throws. */
  takeOver(): Promise<void> {
    return this.#inTurn(async () => {
      const left = await takeLeftSegments(this.#options.folder)
      try {
        for (const { segments } of left) await this.#saveLeft(segments)
      } finally {
        for (const { release } of left) await release()
      }
    })
  }

  async #saveLeft(segments: readonly Segment[]): Promise<void> {
    for (const segment of segments) {
      if (!(await this.#save(segment))) return
      await rm(segment.file, { force: true })
    }
    if (segments.length === 0) return
    this.#options.logger.info('Visits that a stopped collector left on disk are in the store.')
  }
}
