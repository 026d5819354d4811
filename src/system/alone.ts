/**
 * Work of which many may go on at once, and work that has to be alone: that begins once all others have ended, and those who come after it wait until it has.
 * Whoever is at work must not wait for a turn of another.
 */
export class Alone {
  #underWay = 0
  #isAlone = false
  readonly #waiting: { readonly alone: boolean; begin(): void }[] = []

  /** Beside others that do not mind company. */
  beside<T>(run: () => Promise<T>): Promise<T> {
    return this.#inTurn(false, run)
  }

  /** Beside nothing. */
  alone<T>(run: () => Promise<T>): Promise<T> {
    return this.#inTurn(true, run)
  }

  async #inTurn<T>(alone: boolean, run: () => Promise<T>): Promise<T> {
    await new Promise<void>(begin => {
      this.#waiting.push({ alone, begin })
      this.#beginNext()
    })
    try {
      return await run()
    } finally {
      this.#underWay--
      this.#isAlone = false
      this.#beginNext()
    }
  }

  /** In the order in which they came, so that nobody waits for ever. */
  #beginNext(): void {
    for (let next = this.#waiting[0]; next !== undefined; next = this.#waiting[0]) {
      if (this.#isAlone || (next.alone && this.#underWay > 0)) return
      this.#waiting.shift()
      this.#underWay++
      this.#isAlone = next.alone
      next.begin()
    }
  }
}
