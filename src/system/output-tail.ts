import { redactText } from '../model/redaction/index.js'

/** Keeps the last part of an output of any length, in bounded memory, without the secrets in it. */
export class OutputTail {
  readonly #limit: number
  #chunks: string[] = []
  #length = 0

  /** @param limit characters kept */
  constructor(limit = 64 * 1024) {
    this.#limit = limit
  }

  add(chunk: string): void {
    this.#chunks.push(chunk)
    this.#length += chunk.length
    // Joined now and then instead of at each chunk: outputs often come a line at a time.
    if (this.#length > 2 * this.#limit) this.#compact()
  }

  text(): string {
    this.#compact()
    return this.#chunks[0] ?? ''
  }

  #compact(): void {
    // Before it is cut: half a secret would not be known as one.
    const text = redactText(this.#chunks.join('')).slice(-this.#limit)
    this.#chunks = [text]
    this.#length = text.length
  }
}
