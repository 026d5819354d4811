/**
 * Cumulative Layout Shift: the largest sum of a session window, that is of shifts less than 1 s apart, 5 s at most
 * (web.dev/articles/cls).
 * @param shifts in order of time (ms)
 */
export const cumulativeLayoutShift = (shifts: readonly { readonly value: number; readonly time: number }[]): number => {
  let worst = 0
  let sum = 0
  let first = Number.NEGATIVE_INFINITY
  let last = Number.NEGATIVE_INFINITY
  for (const { value, time } of shifts) {
    if (time - last >= 1_000 || time - first >= 5_000) {
      sum = 0
      first = time
    }
    sum += value
    last = time
    worst = Math.max(worst, sum)
  }
  return worst
}
