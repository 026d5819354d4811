import type { LcpEntry, PageRecord } from './world.js'

/** One resource as the page's own timing saw it, ms from navigation start. */
export interface ResourceTimes {
  readonly requestStart: number
  readonly responseEnd: number
}

/** Everything timed of a load, read once when it is over. */
export interface PageTimings extends PageRecord {
  readonly now: number
  readonly timeOrigin: number
  readonly responseStart: number
  readonly domContentLoaded: number
  /** 0 while the load event has not ended. */
  readonly loadEventEnd: number
  readonly lastLcp: LcpEntry | null
  readonly lcpResource: ResourceTimes | null
  /** What the element says that is now in LCP's place; empty for pictures, and where it is gone. */
  readonly lcpText: string
  /** Pictures that came and could not be decoded, by URL. */
  readonly undecoded: readonly string[]
}

/** How long the main thread has been without a long task, and how long ago something was first painted, ms. */
export const calm = (): { sinceLongTask: number; sinceFirstPaint: number | null } => {
  const paint = performance.getEntriesByName('first-contentful-paint')[0]
  return {
    sinceLongTask: globalThis.tunewright.record.longTasks.reduce(
      (least, task) => Math.min(least, performance.now() - task.start - task.duration),
      performance.now(),
    ),
    sinceFirstPaint: paint === undefined ? null : performance.now() - paint.startTime,
  }
}

export const readTimings = (): PageTimings => {
  const { record } = globalThis.tunewright
  const navigation = performance.getEntriesByType('navigation')[0] as PerformanceNavigationTiming
  const lastLcp = record.lcp.at(-1) ?? null
  const resource =
    lastLcp && lastLcp.url !== ''
      ? (performance.getEntriesByName(lastLcp.url, 'resource')[0] as PerformanceResourceTiming | undefined)
      : undefined
  const broken = [...document.images].filter(
    image => image.complete && image.currentSrc !== '' && image.naturalWidth === 0,
  )
  return {
    ...record,
    now: performance.now(),
    timeOrigin: performance.timeOrigin,
    responseStart: navigation.responseStart,
    domContentLoaded: navigation.domContentLoadedEventEnd,
    loadEventEnd: navigation.loadEventEnd,
    lastLcp,
    lcpResource: resource
      ? { requestStart: resource.requestStart || resource.startTime, responseEnd: resource.responseEnd }
      : null,
    lcpText:
      lastLcp && lastLcp.url === '' && lastLcp.selector !== ''
        ? (document.querySelector(lastLcp.selector)?.textContent ?? '').replace(/\s+/g, ' ').trim().slice(0, 80)
        : '',
    undecoded: [...new Set(broken.map(image => image.currentSrc))],
  }
}
