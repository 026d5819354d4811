/** Fonts that most systems have, of one kind, as wide as each other. */
export interface SystemFont {
  /** Full names of the fonts, as `local()` takes them, by what is asked of a face: Windows and macOS, then what Linux and Android have in their place. */
  readonly names: Readonly<Record<FontCut, readonly string[]>>
  /** Advances of `LETTERS`, thousandths of an em, by the same: as the metrics of the standard fonts of PostScript say, which these fonts share. */
  readonly widths: Readonly<Record<FontCut, readonly number[]>>
}

export type FontCut = 'regular' | 'bold' | 'italic' | 'boldItalic'
export type Generic = 'sans-serif' | 'serif' | 'monospace'

/** What text is mostly made of. */
export const LETTERS = 'abcdefghijklmnopqrstuvwxyz '
/** How often each of them comes in a thousand characters of English prose; other languages in Latin letters come near it. */
export const FREQUENCIES: readonly number[] = [
  67, 13, 23, 35, 103, 18, 17, 50, 57, 1, 6, 33, 20, 57, 62, 16, 1, 49, 52, 74, 23, 8, 19, 1, 16, 1, 178,
]

const HELVETICA = [
  556, 556, 500, 556, 556, 278, 556, 556, 222, 222, 500, 222, 833, 556, 556, 556, 556, 333, 500, 278, 556, 500, 722,
  500, 500, 500, 278,
]
const HELVETICA_BOLD = [
  556, 611, 556, 611, 556, 333, 611, 611, 278, 278, 556, 278, 889, 611, 611, 611, 611, 389, 556, 333, 611, 556, 778,
  556, 556, 500, 278,
]
const TIMES = [
  444, 500, 444, 500, 444, 333, 500, 500, 278, 278, 500, 278, 778, 500, 500, 500, 500, 333, 389, 278, 500, 500, 722,
  500, 500, 444, 250,
]
const TIMES_BOLD = [
  500, 556, 444, 556, 444, 333, 500, 556, 278, 333, 556, 278, 833, 556, 500, 556, 556, 444, 389, 333, 556, 500, 722,
  500, 500, 444, 250,
]
const TIMES_ITALIC = [
  500, 500, 444, 500, 444, 278, 500, 500, 278, 278, 444, 278, 722, 500, 500, 500, 500, 389, 389, 278, 500, 444, 667,
  444, 444, 389, 250,
]
const TIMES_BOLD_ITALIC = [
  500, 500, 444, 500, 444, 333, 500, 556, 278, 278, 500, 278, 778, 556, 500, 500, 500, 389, 389, 278, 556, 444, 667,
  500, 444, 389, 250,
]
const COURIER = [...LETTERS].map(() => 600)

const cuts = (families: readonly string[]): SystemFont['names'] => ({
  // Google's fonts say what others leave out.
  regular: families.map(name => (/^(Arimo|Tinos|Cousine)$/.test(name) ? `${name} Regular` : name)),
  bold: families.map(name => `${name} Bold`),
  italic: families.map(name => `${name} Italic`),
  boldItalic: families.map(name => `${name} Bold Italic`),
})

export const SYSTEM_FONTS: Readonly<Record<Generic, SystemFont>> = {
  // Roboto is what Android has: within 1 % as wide as Arial.
  'sans-serif': {
    names: cuts(['Arial', 'Liberation Sans', 'Arimo', 'Roboto']),
    widths: { regular: HELVETICA, bold: HELVETICA_BOLD, italic: HELVETICA, boldItalic: HELVETICA_BOLD },
  },
  serif: {
    names: cuts(['Times New Roman', 'Liberation Serif', 'Tinos']),
    widths: { regular: TIMES, bold: TIMES_BOLD, italic: TIMES_ITALIC, boldItalic: TIMES_BOLD_ITALIC },
  },
  monospace: {
    names: cuts(['Courier New', 'Liberation Mono', 'Cousine']),
    widths: { regular: COURIER, bold: COURIER, italic: COURIER, boldItalic: COURIER },
  },
}
