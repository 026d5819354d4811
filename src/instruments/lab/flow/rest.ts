import { currentPlace, sinceChange } from '../page/flow-state.js'
import type { Visit } from '../visit.js'

/**
 * How long nothing may happen until a page counts as at rest after a step, and how long is waited for that: what goes on longer is taken to go on
 * for ever; ms.
 */
const PATIENCE = { quiet: 300, longest: 6_000 } as const
/** As long as a document is loading, ms. */
const LONGEST_LOADING = 20_000

/** Follows where a visit goes, and waits for the page to come to rest. */
export class Rest {
  readonly #visit: Visit
  readonly #patience: { readonly quiet: number; readonly longest: number }
  #loading = false
  #documents = 0

  constructor(visit: Visit, patience: { readonly quiet: number; readonly longest: number } = PATIENCE) {
    this.#visit = visit
    this.#patience = patience
    visit.session.on('Page.frameNavigated', ({ frame, type }) => {
      if (frame.parentId !== undefined) return
      this.#documents++
      this.#loading = type !== 'BackForwardCacheRestore'
    })
    visit.session.on('Page.loadEventFired', () => {
      this.#loading = false
    })
  }

  /** Documents that the visit has come to since. */
  get documents(): number {
    return this.#documents
  }

  /** A mark of where the page is. */
  async place(): Promise<string> {
    return `${this.#documents} ${await this.#visit.evaluate(currentPlace).catch(() => '')}`
  }

  /**
   * Waits until nothing has been asked for, loaded or changed for a moment; a page that never rests is left so after a while.
   * @throws TunewrightError PAGE_BROKEN where the page crashed or leads away
   */
  async settle(): Promise<void> {
    const began = performance.now()
    const { quiet, longest } = this.#patience
    for (;;) {
      const waited = performance.now() - began
      if (waited > (this.#loading ? LONGEST_LOADING : longest)) return
      await this.#visit.rest(30)
      if (this.#loading || this.#visit.network.inFlight > 0) continue
      if (performance.now() - Math.max(began, this.#visit.network.lastActivity) < quiet) continue
      // Between two documents nothing answers.
      const unchanged = await this.#visit.evaluate(sinceChange).catch(() => 0)
      this.#visit.check()
      if (unchanged >= quiet) return
    }
  }
}
