import type { TraceEvent } from './tracing.js'

/** Of small categories only: such a trace costs a load next to nothing. */
export const COMPILE_CATEGORIES = ['v8', 'disabled-by-default-v8.compile']
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
