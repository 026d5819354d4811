import type { RecordedTask } from '../../../model/recording.js'
import type { TraceEvent } from '../tracing.js'

export const TASK_CATEGORIES = [
  'devtools.timeline',
  'disabled-by-default-devtools.timeline',
  'loading',
  'blink.user_timing',
]

/** Shorter tasks that neither wait for anything nor ask for anything are left out, ms. */
const SHORTEST = 0.3

/** What a request was sent in, where that had to be done first: markup alone is read ahead by the browser. */
const WORK = new Set([
  'EvaluateScript',
  'FunctionCall',
  'TimerFire',
  'RunMicrotasks',
  'UpdateLayoutTree',
  'Layout',
  'PrePaint',
])

const textOf = (value: unknown): string => (typeof value === 'string' ? value : '')

/** The main thread of the page's renderer, and when its navigation began. */
export const navigationIn = (events: readonly TraceEvent[], frame: string): TraceEvent | undefined =>
  events.find(
    ({ name, args }) =>
      name === 'navigationStart' && args?.frame === frame && textOf(args.data?.documentLoaderURL).startsWith('http'),
  )

/**
 * The tasks of the page's main thread. Their lengths are what they took of the processor, not how long they lasted: others who were at work on
 * the machine meanwhile make no difference.
 * @param frame the page's main frame
 * @param idOf the request that a URL came by
 */
export const readTasks = (
  events: readonly TraceEvent[],
  frame: string,
  idOf: (url: string) => string | undefined,
): RecordedTask[] => {
  const navigation = navigationIn(events, frame)
  if (!navigation) return []
  const own = events
    .filter(({ pid, tid, ts }) => pid === navigation.pid && tid === navigation.tid && ts >= navigation.ts)
    .sort((a, b) => a.ts - b.ts)
  const spans = own.filter(({ ph }) => ph === 'X')
  const tasks = spans.filter(({ name }) => name === 'RunTask')
  let next = 0
  return tasks.flatMap(task => {
    const end = task.ts + (task.dur ?? 0)
    while (next < own.length && own[next]!.ts < task.ts) next++
    const inside: TraceEvent[] = []
    for (let at = next; at < own.length && own[at]!.ts <= end; at++) if (own[at] !== task) inside.push(own[at]!)
    const scale = task.dur ? (task.tdur ?? task.dur) / task.dur : 1
    const read: RecordedTask = {
      start: (task.ts - navigation.ts) / 1000,
      duration: (task.tdur ?? task.dur ?? 0) / 1000,
      needs: [...new Set(inside.flatMap(event => needOf(event, idOf) ?? []))],
      evaluates: inside.some(({ name, args }) => name === 'EvaluateScript' && textOf(args?.data?.url) !== ''),
      sends: inside
        .filter(event => event.name === 'ResourceSendRequest' && isWork(inside, event))
        .map(event => ({ id: textOf(event.args?.data?.requestId), after: ((event.ts - task.ts) * scale) / 1000 })),
    }
    return read.duration >= SHORTEST || read.needs.length > 0 || read.sends.length > 0 ? [read] : []
  })
}

const isWork = (events: readonly TraceEvent[], { ts }: TraceEvent): boolean =>
  events.some(event => WORK.has(event.name) && event.ts <= ts && ts <= event.ts + (event.dur ?? 0))

const needOf = ({ name, args }: TraceEvent, idOf: (url: string) => string | undefined): string | undefined => {
  if (name === 'EvaluateScript') return idOf(textOf(args?.data?.url))
  if (name === 'ParseAuthorStyleSheet') return idOf(textOf(args?.data?.styleSheetUrl))
  if (name === 'ParseHTML') return idOf(textOf(args?.beginData?.url))
  if (name === 'ResourceFinish') return textOf(args?.data?.requestId)
  return undefined
}
