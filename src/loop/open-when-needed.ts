import { setMaxListeners } from 'node:events'
import type { Store } from '../store/store.js'
import { endAbandonedSessions, openRecords } from './open-records.js'
import { openServices } from './open-services.js'
import { stopped } from './session-errors.js'
import type { SessionServices } from './session-services.js'

export type Services = SessionServices & { close(): Promise<void> }

/** Services and records, opened when first needed, for all who need them; once closed, nothing is opened any more. */
export class OpenWhenNeeded {
  readonly #options: Parameters<typeof openServices>[0]
  readonly #closing = new AbortController()
  /** Work under way, which `close` waits for: each clears its own away. */
  readonly #work = new Set<Promise<unknown>>()
  #services: Promise<Services> | null = null
  /** What is remembered, for what needs no more than that: neither engine nor browser. */
  #records: Promise<Store> | null = null

  constructor(options: Parameters<typeof openServices>[0]) {
    this.#options = options
    // Whatever is under way listens to it: with several sessions that is many, and no leak.
    setMaxListeners(0, this.#closing.signal)
  }

  /** Aborted where everything is to end. */
  get signal(): AbortSignal {
    return this.#closing.signal
  }

  /** @throws TunewrightError CANCELLED where it was closed. Where they did not open, the next one who needs them tries again. */
  async services(): Promise<Services> {
    this.requireOpen()
    this.#services ??= openServices(this.#options).catch((error: unknown) => {
      this.#services = null
      throw error
    })
    const services = await this.#services
    this.requireOpen()
    return services
  }

  /** @throws TunewrightError CANCELLED where it was closed */
  async records(): Promise<Store> {
    this.requireOpen()
    this.#records ??= openRecords(this.#options.configuration, this.#options.logger).catch((error: unknown) => {
      this.#records = null
      throw error
    })
    const records = await this.#records
    await endAbandonedSessions(records)
    return records
  }

  requireOpen(): void {
    if (this.#closing.signal.aborted) throw stopped('The orchestrator was closed.')
  }

  /** Work that closing waits for. */
  tracked<T>(work: Promise<T>): Promise<T> {
    this.#work.add(work)
    return work.finally(() => this.#work.delete(work))
  }

  /** Ends what is under way, waits for it and for what else is to end first, then closes what was opened. */
  async close(endFirst: () => Promise<unknown>): Promise<void> {
    this.#closing.abort()
    // Services that did not open have told so whoever asked for them, and closed what they had opened.
    const services = await this.#services?.catch(() => null)
    this.#services = null
    await endFirst()
    await Promise.allSettled(this.#work)
    await services?.close()
    const records = await this.#records?.catch(() => null)
    this.#records = null
    await records?.close()
  }
}
