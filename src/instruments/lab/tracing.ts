import type { CDPSession } from 'puppeteer-core'

/** What we read of a trace event. */
export interface TraceEvent {
  readonly ph: string
  readonly cat: string
  readonly name: string
  readonly pid: number
  readonly tid: number
  /** Microseconds, on the browser's monotonic clock. */
  readonly ts: number
  readonly dur?: number
  /** Of `dur`, what the thread had of the processor. */
  readonly tdur?: number
  readonly args?: {
    readonly name?: string
    readonly frame?: string
    readonly data?: Readonly<Record<string, unknown>>
    readonly beginData?: Readonly<Record<string, unknown>>
  }
}

/** A trace of the browser, which has one tracer: one trace at a time. */
export class Tracing {
  readonly #root: CDPSession
  readonly #events: TraceEvent[] = []
  readonly #take = (data: { value: unknown[] }): void => {
    for (const event of data.value) this.#events.push(event as TraceEvent)
  }

  private constructor(root: CDPSession) {
    this.#root = root
    root.on('Tracing.dataCollected', this.#take)
  }

  static async start(root: CDPSession, categories: readonly string[]): Promise<Tracing> {
    const trace = new Tracing(root)
    await root.send('Tracing.start', {
      transferMode: 'ReportEvents',
      traceConfig: { includedCategories: [...categories], excludedCategories: ['*'], recordMode: 'recordUntilFull' },
    })
    return trace
  }

  /** Ends the trace, also where the load failed. */
  async stop(): Promise<readonly TraceEvent[]> {
    const complete = new Promise<void>(resolve => this.#root.once('Tracing.tracingComplete', () => resolve()))
    try {
      await this.#root.send('Tracing.end')
      await complete
    } finally {
      this.#root.off('Tracing.dataCollected', this.#take)
    }
    return this.#events
  }
}
