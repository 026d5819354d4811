import { setTimeout as delay } from 'node:timers/promises'

/**
 * The one rule by which a load is over, the same for every load of every arm: the load event has fired, something was painted (a page that
 * fades in may do so only later; after `paint` ms it is not waited for any more), and for `quiet` ms since then no request was in flight and no
 * long task (50 ms or more) ran. A page that was seen to rest longer than that before it painted something after all is given more, fixed before its
 * first timed load and the same in both arms. What a page does after that is not part of its load. A load that has not come to rest after `cap` ms is broken.
 */
export const STOP_RULE = { quiet: 700, paint: 8_000, cap: 45_000 } as const

/** What the rule looks at. */
export interface Activity {
  /** Time (performance.now) at which the load event fired, or null. */
  loadedAt(): number | null
  inFlight(): number
  /** Time at which a request last began or ended. */
  lastRequestActivity(): number
  /** Asks the page; on a busy main thread the answer comes after its task. */
  calm(): Promise<Calm>
  /** Throws where the page is gone or the work was cancelled. */
  check(): void
}

/** Milliseconds. */
export interface Calm {
  readonly sinceLongTask: number
  /** null where nothing was painted yet. */
  readonly sinceFirstPaint: number | null
}

/**
 * @param quiet ms; shorter than the rule's only where nothing is timed: then the first paint is not waited for
 * @returns whether the page came to rest within `cap` ms
 */
export const untilQuiet = async (page: Activity, quiet: number, cap: number): Promise<boolean> => {
  const giveUpAt = performance.now() + cap
  const paintWait = quiet < STOP_RULE.quiet ? 0 : Math.min(STOP_RULE.paint, cap / 2)
  while (performance.now() < giveUpAt) {
    page.check()
    const loadedAt = page.loadedAt()
    if (loadedAt === null || page.inFlight() > 0) {
      await delay(10)
      continue
    }
    const restingFor = performance.now() - Math.max(loadedAt, page.lastRequestActivity())
    if (restingFor < quiet) {
      await delay(Math.max(1, quiet - restingFor))
      continue
    }
    const calm = await within(page.calm(), giveUpAt - performance.now())
    if (calm === null) return false
    if (calm.sinceFirstPaint === null && performance.now() - loadedAt < paintWait) {
      await delay(20)
      continue
    }
    const calmFor = Math.min(calm.sinceLongTask, calm.sinceFirstPaint ?? Number.POSITIVE_INFINITY)
    if (calmFor >= quiet && page.inFlight() === 0) return true
    await delay(Math.max(1, quiet - calmFor))
  }
  return false
}

/** The answer, or null where it does not come in time: a main thread that loops for ever never answers. */
const within = async <T>(answer: Promise<T>, milliseconds: number): Promise<T | null> => {
  const timer = new AbortController()
  try {
    return await Promise.race([answer, delay(Math.max(0, milliseconds), null, { signal: timer.signal })])
  } finally {
    timer.abort()
    // The timer's own rejection, and an answer that fails later, are of no interest any more.
    answer.catch(() => undefined)
  }
}
