/** Lets so many at a time do something; others wait for their turn, in the order in which they came. */
export class Slots {
  #free: number
  readonly #waiting: (() => void)[] = []

  constructor(count: number) {
    this.#free = count
  }

  /** Whoever waits here must not wait for one of them within `run`. */
  async use<T>(run: () => Promise<T>): Promise<T> {
    if (this.#free > 0) this.#free--
    else await new Promise<void>(resolve => this.#waiting.push(resolve))
    try {
      return await run()
    } finally {
      this.#leave()
    }
  }

  /** Within `use`: gives the place to others while `run` goes on, which only waits, and comes before all who wait once that has ended. */
  async aside<T>(run: () => Promise<T>): Promise<T> {
    this.#leave()
    try {
      return await run()
    } finally {
      if (this.#free > 0) this.#free--
      else await new Promise<void>(resolve => this.#waiting.unshift(resolve))
    }
  }

  #leave(): void {
    const next = this.#waiting.shift()
    if (next) next()
    else this.#free++
  }
}
