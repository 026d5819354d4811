/** A word as names are made of: letters, digits, `-` and `_`. */
const WORD = /[\p{L}\p{N}_-]+/gu
const OUTER_SEPARATORS = /^[-_]+|[-_]+$/g
const SEPARATORS = /[-_]+/

/** So many letters and digits of a name that is put together without a separator must be written: fewer would fit about any name. */
const FEWEST_WITHOUT_SEPARATOR = 2

/** Stands in a pattern for what is found out when a script or a template runs. */
export const ANYTHING = '*'

export const wordsIn = (text: string): readonly string[] => text.toLowerCase().match(WORD) ?? []

/**
 * Names that may be on a page: words of the project's texts, and patterns of names that are put together. Case counts for nothing, since it counts for
 * nothing in pages without a doctype.
 */
export class KnownNames {
  readonly #words = new Set<string>()
  /** Words that stand alone in a text of a script: what `base + '-' + kind` can be made of. */
  readonly #pieces = new Set<string>()
  readonly #patterns = new Set<string>()
  #joined = false
  #expression: RegExp | null = null

  /** Each word, and what is left of it without the separators around it, as those of a comment's mark. */
  addWords(text: string): void {
    for (const word of wordsIn(text)) this.#words.add(word).add(word.replace(OUTER_SEPARATORS, ''))
  }

  addPieces(text: string): void {
    for (const word of wordsIn(text)) for (const piece of word.split(SEPARATORS)) this.#pieces.add(piece)
  }

  /** Words that end or begin with a separator: `btn-` is what a name begins with that goes on with something found out. */
  addOpenWords(text: string): void {
    for (const word of wordsIn(text)) {
      const from = /^[-_]/.test(word) ? ANYTHING : ''
      const to = /[-_]$/.test(word) ? ANYTHING : ''
      if (from !== '' || to !== '') this.addPattern(`${from}${word}${to}`)
    }
  }

  /** A name of written parts and `ANYTHING`. */
  addPattern(pattern: string): void {
    const written = pattern.replaceAll(/[^\p{L}\p{N}]/gu, '')
    if (written === '')
      this.#joined ||= /[-_]/.test(pattern.slice(1, -1)) && pattern.startsWith(ANYTHING) && pattern.endsWith(ANYTHING)
    else if (/[-_]/.test(pattern) || written.length >= FEWEST_WITHOUT_SEPARATOR) {
      this.#patterns.add(pattern.toLowerCase())
      this.#expression = null
    }
  }

  has(name: string): boolean {
    return wordsIn(name).every(
      word =>
        this.#words.has(word) ||
        this.#matcher().test(word) ||
        (this.#joined && /[-_]/.test(word) && word.split(SEPARATORS).every(piece => this.#pieces.has(piece))),
    )
  }

  /** Patterns that a shorter one includes are not looked at. */
  #matcher(): RegExp {
    this.#expression ??= new RegExp(
      `^(?:${[...this.#patterns].map(one => one.replaceAll(/\*+/g, '.*')).join('|') || '(?!)'})$`,
      'u',
    )
    return this.#expression
  }
}
