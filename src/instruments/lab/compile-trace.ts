import type { CDPSession } from 'puppeteer-core'

/** What we read of a trace event. */
interface TraceEvent {
  readonly ph: string
  readonly cat: string
  readonly name: string
  readonly pid: number
  readonly tid: number
  /** Microseconds. */
  readonly ts: number
  readonly dur?: number
  readonly args?: { readonly name?: string }
}

const CATEGORIES = ['v8', 'disabled-by-default-v8.compile']
const COMPILING = new Set(['v8.compile', 'v8.compileModule', 'V8.ScriptCompiler'])

/**
 * Main-thread time spent parsing and compiling JavaScript: the union of V8's own spans on the renderers' main threads. The browser's
 * counter (`V8CompileDuration`) leaves out the functions that are compiled when first called, which is most of it.
 * @returns ms
 */
export const compileTime = (events: readonly TraceEvent[]): number => {
  const main = new Set(
    events
      .filter(event => event.name === 'thread_name' && event.args?.name === 'CrRendererMain')
      .map(event => `${event.pid}:${event.tid}`),
  )
  const spans = events
    .filter(event => event.ph === 'X' && main.has(`${event.pid}:${event.tid}`))
    .filter(event => event.cat.includes('v8.compile') || COMPILING.has(event.name))
    .map(event => ({ thread: `${event.pid}:${event.tid}`, start: event.ts, end: event.ts + (event.dur ?? 0) }))
    .sort((a, b) => a.thread.localeCompare(b.thread) || a.start - b.start)
  let total = 0
  let until = Number.NEGATIVE_INFINITY
  let thread = ''
  for (const span of spans) {
    if (span.thread !== thread) until = Number.NEGATIVE_INFINITY
    thread = span.thread
    total += Math.max(0, span.end - Math.max(span.start, until))
    until = Math.max(until, span.end)
  }
  return total / 1000
}

/** A trace of one load, of two small categories only: it costs the load next to nothing. */
export class CompileTrace {
  readonly #root: CDPSession
  readonly #events: TraceEvent[] = []
  readonly #take = (data: { value: unknown[] }): void => {
    for (const event of data.value) this.#events.push(event as TraceEvent)
  }

  private constructor(root: CDPSession) {
    this.#root = root
    root.on('Tracing.dataCollected', this.#take)
  }

  static async start(root: CDPSession): Promise<CompileTrace> {
    const trace = new CompileTrace(root)
    await root.send('Tracing.start', {
      transferMode: 'ReportEvents',
      traceConfig: { includedCategories: CATEGORIES, excludedCategories: ['*'], recordMode: 'recordUntilFull' },
    })
    return trace
  }

  /** Ends the trace, also where the load failed. */
  async stop(): Promise<number> {
    const complete = new Promise<void>(resolve => this.#root.once('Tracing.tracingComplete', () => resolve()))
    try {
      await this.#root.send('Tracing.end')
      await complete
    } finally {
      this.#root.off('Tracing.dataCollected', this.#take)
    }
    return compileTime(this.#events)
  }
}
