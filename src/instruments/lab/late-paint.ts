import type { RequestRecord } from '../../model/observation.js'

/** When a page painted and what kept it busy, ms from navigation start. */
interface Painted {
  readonly loadEventEnd: number
  readonly lcp: readonly { readonly time: number }[]
  readonly shifts: readonly { readonly time: number }[]
  readonly longTasks: readonly { readonly start: number; readonly duration: number }[]
}

/**
 * The longest time, ms, for which a page rested after its load event and before the last time that it painted something larger than anything before, or
 * moved something. A stop rule that waits for less quiet than that ends before it, and times a page that shows its picture late as if it were done.
 * @returns 0 where nothing is painted after the load event
 */
export function quietBeforeLatePaint(
  { loadEventEnd, lcp, shifts, longTasks }: Painted,
  requests: readonly Pick<RequestRecord, 'start' | 'end'>[],
): number {
  const paints = [...lcp, ...shifts].map(({ time }) => time)
  const last = Math.max(0, ...paints)
  const busy = [
    ...requests.map(({ start, end }) => ({ start, end })),
    ...longTasks.map(({ start, duration }) => ({ start, end: start + duration })),
    ...paints.map(time => ({ start: time, end: time })),
  ]
  let [longest, until] = [0, loadEventEnd]
  for (const { start, end } of busy.sort((a, b) => a.start - b.start)) {
    if (start > last) break
    longest = Math.max(longest, start - until)
    until = Math.max(until, end)
  }
  return longest
}
