import { withoutQuery } from '../../../model/pathname.js'
import { looksLikeItActs } from '../../../model/side-effects.js'
import type { Refuses } from '../../serving/index.js'

const READING = new Set(['GET', 'HEAD', 'OPTIONS'])

/**
 * What may reach an arm while something is tried on its pages. While a page loads, everything that it asks for by itself, as in every look; once
 * closed, only what reads, and of addresses that look as if they did something only those that the page had asked for by itself. What is refused
 * is so at the edge, whichever thread of the browser sends it.
 */
export class Gate {
  #isOpen = true
  readonly #own = new Set<string>()

  readonly refuses: Refuses = (method, url) => {
    if (this.#isOpen) {
      if (READING.has(method)) this.#own.add(withoutQuery(url))
      return false
    }
    return !READING.has(method) || (looksLikeItActs(url) && !this.#own.has(withoutQuery(url)))
  }

  close(): void {
    this.#isOpen = false
  }

  open(): void {
    this.#isOpen = true
  }
}
