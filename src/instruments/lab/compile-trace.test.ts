import { expect, it } from 'vitest'
import { compileTime } from './compile-trace.js'

const span = (
  tid: number,
  ts: number,
  dur: number,
  cat = 'disabled-by-default-v8.compile',
  name = 'V8.CompileCode',
) => ({
  ph: 'X',
  cat,
  name,
  pid: 1,
  tid,
  ts,
  dur,
})
const thread = (tid: number, name: string) => ({
  ph: 'M',
  cat: '__metadata',
  name: 'thread_name',
  pid: 1,
  tid,
  ts: 0,
  args: { name },
})

it('adds up what the main thread compiled, nested spans once, and nothing of other threads', () => {
  const events = [
    span(7, 1_000, 4_000),
    span(7, 2_000, 1_000),
    span(7, 10_000, 500, 'v8,devtools.timeline', 'v8.compile'),
    span(7, 20_000, 9_000, 'v8', 'V8.Execute'),
    span(8, 0, 50_000),
    thread(7, 'CrRendererMain'),
    thread(8, 'ThreadPoolForegroundWorker'),
  ]
  expect(compileTime(events)).toBe(4.5)
})
