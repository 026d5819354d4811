/**
 * Scrolls through everything a visitor could scroll, step by step and back, so that what waits for being seen is seen.
 * @param pause ms at each step
 * @param mostSteps of each scroller: a page that grows for ever is left there
 */
export const scrollThrough = async (pause: number, mostSteps: number): Promise<void> => {
  const rest = (): Promise<void> => new Promise(resolve => setTimeout(resolve, pause))
  const main = document.scrollingElement ?? document.documentElement
  const scrolls = (element: Element, axis: 'x' | 'y'): boolean => {
    const style = getComputedStyle(element)
    const overflow = axis === 'y' ? style.overflowY : style.overflowX
    const room = axis === 'y' ? element.scrollHeight - element.clientHeight : element.scrollWidth - element.clientWidth
    return room > 10 && (overflow === 'auto' || overflow === 'scroll')
  }
  const through = async (element: Element, axis: 'x' | 'y'): Promise<void> => {
    for (let step = 0; step < mostSteps; step++) {
      const before = axis === 'y' ? element.scrollTop : element.scrollLeft
      const size = element === main ? innerHeight : axis === 'y' ? element.clientHeight : element.clientWidth
      const by = Math.max(50, size * 0.8)
      element.scrollBy({ [axis === 'y' ? 'top' : 'left']: by, behavior: 'instant' })
      await rest()
      if ((axis === 'y' ? element.scrollTop : element.scrollLeft) <= before) break
    }
  }
  await through(main, 'y')
  for (const element of [...document.querySelectorAll('body *')].slice(0, 20_000)) {
    for (const axis of ['y', 'x'] as const) {
      if (element === main || !scrolls(element, axis)) continue
      element.scrollIntoView({ behavior: 'instant', block: 'nearest' })
      await through(element, axis)
      element.scrollTo({ top: 0, left: 0, behavior: 'instant' })
    }
  }
  // What moves as an animated picture does begins where it is seen, some time after.
  let patience = 2_000 / pause
  for (const video of document.querySelectorAll('video')) {
    if (!video.autoplay || !video.muted || !video.loop || video.controls) continue
    if (video.played.length === 0) video.scrollIntoView({ behavior: 'instant', block: 'center' })
    for (; patience > 0 && video.played.length === 0 && video.error === null; patience--) await rest()
  }
  main.scrollTo({ top: 0, left: 0, behavior: 'instant' })
  await rest()
}

/** Brings what moves by itself to a stand, for a picture of the page: finite animations at their end, endless ones at their start. */
export const holdStill = async (): Promise<void> => {
  const sheet = new CSSStyleSheet()
  sheet.replaceSync('*, *::before, *::after { caret-color: transparent !important; scroll-behavior: auto !important }')
  document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet]
  for (const animation of document.getAnimations()) {
    try {
      if (animation.effect?.getComputedTiming().endTime === Number.POSITIVE_INFINITY) {
        animation.pause()
        animation.currentTime = 0
      } else animation.finish()
    } catch {
      // An animation without an effect can be neither.
    }
  }
  for (const video of document.querySelectorAll('video')) video.pause()
  await document.fonts.ready
  await new Promise(resolve => requestAnimationFrame(() => requestAnimationFrame(resolve)))
}
