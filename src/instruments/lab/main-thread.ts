/** A main-thread task of 50 ms or more, ms from navigation start. */
export interface LongTask {
  readonly start: number
  readonly duration: number
}

/** What a visitor may have to wait in a task before it counts as blocking, ms. */
const BLOCKING = 50

/** Total Blocking Time: the part beyond 50 ms of each long task between `from` (FCP) and `to`; a task cut by an end counts for its part within. */
export const totalBlockingTime = (tasks: readonly LongTask[], from: number, to: number): number =>
  tasks.reduce((sum, { start, duration }) => {
    const within = Math.min(start + duration, to) - Math.max(start, from)
    return sum + Math.max(0, within - BLOCKING)
  }, 0)

export const INTERACTIVE_WINDOW = 5_000

/**
 * Time to Interactive (web.dev/articles/tti): the end of the last long task before the first window of 5 s after FCP without long tasks
 * and with at most two requests in flight; FCP or the end of DOMContentLoaded where those are later.
 * @param end how long the page was watched, ms
 * @returns ms from navigation start, or null where no such window was seen
 */
export const timeToInteractive = (seen: {
  readonly firstContentfulPaint: number
  readonly domContentLoaded: number
  readonly longTasks: readonly LongTask[]
  readonly requests: readonly { readonly start: number; readonly end: number }[]
  readonly end: number
}): number | null => {
  const floor = Math.max(seen.firstContentfulPaint, seen.domContentLoaded)
  const busy = [
    ...seen.longTasks.map(task => ({ start: task.start, end: task.start + task.duration })),
    ...crowded(seen.requests),
  ].sort((a, b) => a.start - b.start)
  let quietFrom = seen.firstContentfulPaint
  for (const { start, end } of busy) {
    if (start - quietFrom >= INTERACTIVE_WINDOW) break
    quietFrom = Math.max(quietFrom, end)
  }
  if (seen.end - quietFrom < INTERACTIVE_WINDOW) return null
  const lastTask = seen.longTasks
    .map(task => task.start + task.duration)
    .filter(end => end <= quietFrom)
    .reduce((latest, end) => Math.max(latest, end), 0)
  return Math.max(floor, lastTask)
}

/** The spans in which more than two requests were in flight. */
const crowded = (
  requests: readonly { readonly start: number; readonly end: number }[],
): { start: number; end: number }[] => {
  const steps = requests
    .flatMap(({ start, end }) => [
      { at: start, by: 1 },
      { at: end, by: -1 },
    ])
    .sort((a, b) => a.at - b.at || a.by - b.by)
  const spans: { start: number; end: number }[] = []
  let open = 0
  for (const { at, by } of steps) {
    if (open === 2 && by === 1) spans.push({ start: at, end: Number.POSITIVE_INFINITY })
    if (open === 3 && by === -1) spans.at(-1)!.end = at
    open += by
  }
  return spans
}
