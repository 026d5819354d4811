import type { PageState, StateAspect } from '../../../model/page-look.js'
import { accessibleLines } from '../accessible-tree.js'
import { keptNames } from '../kept-names.js'
import { currentPlace } from '../page/flow-state.js'
import { readContent } from '../page/read-content.js'
import { shownFrames } from '../page/shown-frames.js'
import { isFailed } from '../request-metrics.js'
import type { Visit } from '../visit.js'

/** What one sees without scrolling, or all of the page. */
type Screen = 'window' | 'page'

/** Reads the states of one visit; of errors and failed requests what came since the state before. */
export class StateReader {
  readonly #visit: Visit
  #errors = 0
  readonly #failed = new Set<number>()

  constructor(visit: Visit) {
    this.#visit = visit
  }

  /**
   * @param more lines that only this state has
   * @param screen what is photographed besides
   */
  async read(after: string, more: PageState['lines'] = {}, screen: 'none' | Screen = 'none'): Promise<PageState> {
    const content = await this.#visit.evaluate(readContent)
    const { nodes } = await this.#visit.session.send('Accessibility.getFullAXTree')
    const lines: Partial<Record<StateAspect, readonly string[]>> = {
      place: [await this.#visit.evaluate(currentPlace), `title ${JSON.stringify(content.title)}`],
      text: content.text,
      tree: accessibleLines(nodes),
      kept: await keptNames(this.#visit),
      errors: this.#newErrors(),
      requests: this.#newFailures(),
      ...more,
    }
    return { after, lines, ...(screen === 'none' ? {} : await this.photograph(screen)) }
  }

  /** What happened up to now belongs to no step. */
  forget(): void {
    this.#newErrors()
    this.#newFailures()
  }

  #newErrors(): readonly string[] {
    const errors = this.#visit.errors.errors()
    const news = errors.slice(this.#errors)
    this.#errors = errors.length
    return news
  }

  /** By their place in the list: what one step asked for may fail in a later one. */
  #newFailures(): string[] {
    const failures: string[] = []
    for (const [index, request] of this.#visit.network.records(0).entries()) {
      if (!isFailed(request) || this.#failed.has(index)) continue
      this.#failed.add(index)
      failures.push(`${request.url} ${request.status >= 400 ? `answers ${request.status}` : request.failure}`)
    }
    return failures
  }

  async photograph(screen: Screen): Promise<Pick<PageState, 'screenshotBase64' | 'frames'>> {
    const { viewport } = this.#visit.profile
    const { left, top, height } = await this.#visit.evaluate(extent)
    const high = screen === 'window' ? viewport.height : Math.min(Math.max(1, height), MOST_PIXELS_HIGH)
    const from = screen === 'window' ? { x: left, y: top } : { x: 0, y: 0 }
    const { data } = await this.#visit.session.send('Page.captureScreenshot', {
      format: 'png',
      captureBeyondViewport: screen === 'page',
      optimizeForSpeed: true,
      clip: { ...from, width: viewport.width, height: high, scale: 1 / viewport.deviceScaleFactor },
    })
    const frames = (await this.#visit.evaluate(shownFrames)).map(({ box, url, ...frame }) => ({
      ...frame,
      url: this.#visit.shorten(url),
      box: { ...box, left: box.left - from.x, top: box.top - from.y },
    }))
    return { screenshotBase64: data, ...(frames.length > 0 && { frames }) }
  }
}

/** Chromium cannot paint more at once. */
const MOST_PIXELS_HIGH = 16_000

const extent = (): { left: number; top: number; height: number } => ({
  left: scrollX,
  top: scrollY,
  height: Math.max(document.documentElement.scrollHeight, document.body?.scrollHeight ?? 0),
})
