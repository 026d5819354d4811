import type { Logger } from '../../model/services.js'
import { KnownPages } from '../visits/cell-table.js'
import { observe } from '../visits/observe-report.js'
import type { VisitReport } from '../visits/report.js'
import { RecentViews, reportKey } from './recent-views.js'
import { SegmentFlow, type VisitStore } from './segment-flow.js'
import { type Taking, WriteAhead, type WriteAheadLimits } from './write-ahead.js'

/** What became of a report: on disk for good; known already; or refused, and to be sent again. */
export type Receipt = Taking | 'known'

export interface IntakeOptions {
  /** Where reports lie until they are in the store; shared by the collectors of this machine. */
  readonly folder: string
  readonly store: VisitStore
  readonly logger: Logger
  /** Says the arm that a ticket is of; empty where the ticket is not genuine. */
  readonly armOf: (ticket: string) => string
  /** How often what came is saved, ms. */
  readonly saveEvery?: number
  /** How many pages are told apart. */
  readonly pages?: number
  readonly limits?: WriteAheadLimits
}

const SAVE_EVERY = 10_000
/** How often it is looked for what dead collectors left, in turns of saving. */
const TAKE_OVER_EVERY = 6

/** Takes reports, each at most once, and sees that what was acknowledged comes into the store. */
export class Intake {
  readonly #writeAhead: WriteAhead
  readonly #flow: SegmentFlow
  readonly #recent = new RecentViews()
  /** Reports that are being written. */
  readonly #coming = new Map<string, Promise<Receipt>>()
  readonly #armOf: IntakeOptions['armOf']
  readonly #timer: NodeJS.Timeout
  #turns = 0

  private constructor(writeAhead: WriteAhead, flow: SegmentFlow, options: IntakeOptions) {
    this.#writeAhead = writeAhead
    this.#flow = flow
    this.#armOf = options.armOf
    this.#timer = setInterval(() => void this.#save(), options.saveEvery ?? SAVE_EVERY)
  }

  static async open(options: IntakeOptions): Promise<Intake> {
    const pages = new KnownPages(options.pages)
    const writeAhead = await WriteAhead.open(options.folder, pages, options.limits)
    const flow = new SegmentFlow({ ...options, writeAhead, pages })
    return new Intake(writeAhead, flow, options)
  }

  /**
   * Resolves once the report is on disk for good, or refused. One that comes twice is counted once; where the first is still being written,
   * what becomes of it is what becomes of both.
   *
   * @param at when it came, ms since 1970
   */
  take(report: VisitReport, at: number): Promise<Receipt> {
    const { view, part, ticket } = report
    if (this.#recent.has(view, part)) return Promise.resolve('known')
    const key = reportKey(view, part)
    const coming = this.#coming.get(key)
    if (coming) return coming
    const taking = this.#writeAhead.take(observe(report, ticket === undefined ? '' : this.#armOf(ticket), at))
    const taken = taking.then(result => {
      this.#coming.delete(key)
      if (result === 'kept') this.#recent.add(view, part)
      return result
    })
    this.#coming.set(key, taken)
    return taken
  }

  /** Segments that wait for the store. */
  get waiting(): number {
    return this.#flow.waiting
  }

  /** Brings all that came so far into the store, where that is there. */
  save(): Promise<void> {
    return this.#flow.flush()
  }

  /** Saves what stopped collectors of this machine left on disk. */
  takeOver(): Promise<void> {
    return this.#flow.takeOver()
  }

  async #save(): Promise<void> {
    if (this.#turns++ % TAKE_OVER_EVERY === 0) await this.takeOver()
    await this.save()
  }

  /** Saves what came; what cannot be saved stays on disk for whoever comes next. */
  async close(): Promise<void> {
    clearInterval(this.#timer)
    await this.save()
    await this.#writeAhead.close()
  }
}
