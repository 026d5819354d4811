import { rm } from 'node:fs/promises'
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
    this.#turn = this.#turn.then(async () => {
      this.#waiting.push(...(await this.#options.writeAhead.rotate()))
      for (const segment of this.#waiting.slice(MOST_IN_MEMORY)) segment.table = null
      while (this.#waiting[0] && (await this.#save(this.#waiting[0]))) {
        await this.#options.writeAhead.remove(this.#waiting[0])
        this.#waiting.shift()
      }
    })
    return this.#turn
  }

  async #save(segment: Segment): Promise<boolean> {
    const { store, pages, logger } = this.#options
    try {
      await store.save(segment.id, segment.table ?? (await foldSegment(segment.file, pages)))
      if (this.#isAway) logger.info('The store is back; what came meanwhile goes in.')
      this.#isAway = false
      return true
    } catch (error) {
      if (!this.#isAway) {
        logger.warn('The store is away. Visits are kept on disk until it is back.', { reason: messageOf(error) })
      }
      this.#isAway = true
      return false
    }
  }

  /** Saves what collectors of this machine that are no more left on disk. */
  async takeOver(): Promise<void> {
    const { folder, logger } = this.#options
    for (const left of await takeLeftSegments(folder)) {
      try {
        for (const segment of left.segments) {
          if (!(await this.#save(segment))) return
          await rm(segment.file, { force: true })
        }
        if (left.segments.length > 0) logger.info('Visits that a stopped collector left on disk are in the store.')
      } finally {
        await left.release()
      }
    }
  }
}
