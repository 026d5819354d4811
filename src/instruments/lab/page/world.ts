import type { Interaction } from '../../../model/flow.js'
import type { LayoutShiftRecord, LongFrame, PushingElement } from '../../../model/observation.js'

/** What the page's own observers have seen; times are ms from navigation start. */
export interface PageRecord {
  readonly paints: { readonly name: string; readonly time: number; readonly rendered: number }[]
  readonly lcp: LcpEntry[]
  readonly shifts: LayoutShiftRecord[]
  readonly longTasks: { readonly start: number; readonly duration: number }[]
  readonly longFrames: LongFrame[]
}

export interface LcpEntry {
  readonly time: number
  /** When the page had rendered it; from then on it was on its way to the screen. */
  readonly rendered: number
  readonly url: string
  readonly selector: string
}

/** Elements one below the other before any deferred script, by whose names one could expect that only one is to be seen at a time. */
export interface Stack {
  readonly element: HTMLElement
  readonly classes: readonly string[]
  readonly children: readonly HTMLElement[]
}

/** Our own global in the isolated world. */
export interface World {
  readonly record: PageRecord
  /** A selector that finds the element in its document. */
  selectorOf(element: Element): string
  /** Of the document so far, in the order in which they began. */
  interactions(): Interaction[]
  /** Elements with an id that held nothing when the page's HTML had been read, before any deferred script. */
  readonly empty: readonly HTMLElement[]
  /** What may become a slider, as it was then. */
  readonly stacks: readonly Stack[]
  /** When the page last changed what it holds; absent until somebody watches. */
  changedAt?: number
}

declare global {
  var tunewright: World
}

/** Runs before any script of the page. */
export const installWorld = (): void => {
  const record: PageRecord = { paints: [], lcp: [], shifts: [], longTasks: [], longFrames: [] }

  const selectorOf = (element: Element): string => {
    const steps: string[] = []
    for (let at: Element | null = element; at; at = at.parentElement) {
      if (at.id !== '') {
        const byId = `#${CSS.escape(at.id)}`
        if (document.querySelectorAll(byId).length === 1) {
          steps.unshift(byId)
          return steps.join(' > ')
        }
      }
      const name = at.localName
      const alike = at.parentElement ? [...at.parentElement.children].filter(other => other.localName === name) : []
      steps.unshift(alike.length > 1 ? `${CSS.escape(name)}:nth-of-type(${alike.indexOf(at) + 1})` : CSS.escape(name))
    }
    return steps.join(' > ')
  }

  const elementOf = (node: Node | null | undefined): Element | null =>
    node instanceof Element ? node : (node?.parentElement ?? null)

  const empty: HTMLElement[] = []
  const stacks: Stack[] = []
  const SLIDERS = ['slid', 'carousel', 'swiper', 'slick', 'splide', 'glide', 'flickity', 'banner', 'testimonial']
    .flatMap(name => [`body [class*="${name}" i]`, `body [id*="${name}" i]`])
    .join()
  document.addEventListener('readystatechange', () => {
    if (document.readyState !== 'interactive') return
    for (const element of document.querySelectorAll<HTMLElement>('body [id]')) {
      if (element.childElementCount === 0 && element.textContent?.trim() === '') empty.push(element)
    }
    for (const element of document.querySelectorAll<HTMLElement>(SLIDERS)) {
      const children = [...element.children].filter(child => child instanceof HTMLElement)
      if (children.length > 1 && children.length === element.childElementCount)
        stacks.push({ element, classes: [...element.classList], children })
    }
  })

  /** What lies right above an element that was pushed down: the whole of what is no higher than the way that it went. */
  const aboveOf = (pushed: Element, to: DOMRectReadOnly, by: number): PushingElement | null => {
    const x = Math.min(Math.max(to.left + to.width / 2, 0), innerWidth - 1)
    const at = [to.top - 2, to.top - by / 2, to.top - by + 1, to.top - 20, to.top - 40]
    const hits = at.filter(y => y >= 0 && y < innerHeight).map(y => document.elementFromPoint(x, y))
    let found = hits.find(hit => hit !== null && !hit.contains(pushed) && !pushed.contains(hit))
    if (!found) return null
    const filled = empty.find(one => one.contains(found ?? null) && !one.contains(pushed))
    const fits = (element: Element): boolean => element.getBoundingClientRect().height <= by + 1
    const isPicture = /^(?:img|video|canvas|svg)$/
    while (
      !isPicture.test(found.localName) &&
      found.parentElement &&
      !found.parentElement.contains(pushed) &&
      fits(found.parentElement)
    )
      found = found.parentElement
    found = filled ?? found
    const url =
      found instanceof HTMLImageElement
        ? found.currentSrc
        : found instanceof HTMLVideoElement
          ? found.poster
          : found instanceof HTMLIFrameElement
            ? found.src
            : ''
    const { height } = found.getBoundingClientRect()
    return {
      selector: selectorOf(found),
      tag: found.localName,
      height,
      ...(filled && { filled: true }),
      ...(url === '' ? {} : { url }),
    }
  }

  const observe = (type: string, take: (entry: PerformanceEntry) => void, options: object = {}): void => {
    new PerformanceObserver(list => {
      for (const entry of list.getEntries()) take(entry)
    }).observe({ type, buffered: true, ...options })
  }

  // The default buffer holds 250 entries, and LCP's resource may be the 251st.
  performance.setResourceTimingBufferSize(10_000)
  const renderedAt = (entry: PerformanceEntry): number =>
    (entry as PerformanceEntry & { paintTime?: number }).paintTime || entry.startTime
  observe('paint', entry =>
    record.paints.push({ name: entry.name, time: entry.startTime, rendered: renderedAt(entry) }),
  )
  observe('longtask', entry => record.longTasks.push({ start: entry.startTime, duration: entry.duration }))
  observe('long-animation-frame', entry => {
    const frame = entry as PerformanceEntry & {
      blockingDuration: number
      scripts: readonly (PerformanceEntry & { readonly sourceURL: string })[]
    }
    record.longFrames.push({
      start: frame.startTime,
      duration: frame.duration,
      blocking: frame.blockingDuration,
      scripts: frame.scripts.map(({ sourceURL, startTime, duration }) => ({
        url: sourceURL,
        start: startTime,
        duration,
      })),
    })
  })
  observe('largest-contentful-paint', entry => {
    const { url, element } = entry as PerformanceEntry & { url: string; element: Element | null }
    record.lcp.push({
      time: entry.startTime,
      rendered: renderedAt(entry),
      url,
      selector: element ? selectorOf(element) : '',
    })
  })
  observe('layout-shift', entry => {
    const shift = entry as PerformanceEntry & {
      value: number
      sources: { node: Node | null; previousRect: DOMRectReadOnly; currentRect: DOMRectReadOnly }[]
    }
    // `hadRecentInput` is not looked at: nobody touches a page of the lab, and emulating a phone's viewport sets it for the first
    // half second, in which most shifts happen (crbug.com/40134937; Lighthouse does the same).
    const moved = shift.sources.map(source => elementOf(source.node)).filter(element => element !== null)
    const down = shift.sources
      .map(({ node, previousRect, currentRect }) => ({
        element: elementOf(node),
        to: currentRect,
        by: currentRect.top - previousRect.top,
      }))
      .filter(({ element, by }) => element?.isConnected && by >= 1)
    const first = down.sort((a, b) => a.to.top - b.to.top)[0]
    const above = first && aboveOf(first.element!, first.to, first.by)
    record.shifts.push({
      value: shift.value,
      time: shift.startTime,
      culprits: [...new Set(moved.map(selectorOf))],
      ...(first && { pushed: { selector: selectorOf(first.element!), by: first.by } }),
      ...(above && { above }),
    })
  })

  // An interaction is several events (pointerdown, pointerup, click); its latency is the longest of theirs (web.dev/articles/inp).
  const interactions = new Map<number, Interaction>()
  const interacted = (entry: PerformanceEntry): void => {
    const { interactionId, target } = entry as PerformanceEventTiming & { interactionId: number }
    const known = interactions.get(interactionId)
    if (interactionId === 0 || (known && known.latency >= entry.duration)) return
    const selector = target instanceof Element && target.isConnected ? selectorOf(target) : ''
    interactions.set(interactionId, { type: entry.name, target: known?.target || selector, latency: entry.duration })
  }
  observe('event', interacted, { durationThreshold: 16 })
  // The first is told however short it was.
  observe('first-input', interacted)

  globalThis.tunewright = { record, selectorOf, empty, stacks, interactions: () => [...interactions.values()] }
}
