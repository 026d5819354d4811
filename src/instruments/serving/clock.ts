/** Time and timers, so that timing arithmetic can be tested without waiting. */
export interface Clock {
  /** Milliseconds, monotonic. */
  now(): number
  /** Calls back at that time or as soon after as the system can; the result cancels it. */
  at(time: number, callback: () => void): () => void
}

export const systemClock: Clock = {
  now: () => performance.now(),
  at(time, callback) {
    const timer = setTimeout(callback, Math.max(0, time - performance.now()))
    return () => clearTimeout(timer)
  },
}
