/** Which embedding a font's licence allows (OpenType, OS/2 `fsType`). */
export interface Embedding {
  readonly restricted: boolean
  readonly noSubsetting: boolean
}

/** What a font's own tables say; lengths in its units, of which an em has `unitsPerEm`. */
export interface ReadFont {
  /** As `sfnt` (TrueType or OpenType). */
  readonly sfnt: Buffer
  /** Code points that it has a glyph for, ascending. */
  readonly characters: readonly number[]
  readonly unitsPerEm: number
  readonly ascent: number
  /** Below the line: positive. */
  readonly descent: number
  readonly lineGap: number
  readonly axes: readonly string[]
  readonly embedding: Embedding
  /** Tables that tools which take fonts apart leave out: layout of other systems than OpenType's, pictures of letters. */
  readonly undivided: readonly string[]
  /**
   * Advance of the glyph of a code point; undefined where there is none.
   * @param weight of a variable font, as CSS counts it; the default one where it is left out
   */
  advanceOf(character: number, weight?: number): number | undefined
  /** What a line of text is drawn as: outlines and places of its glyphs. The same for two fonts that draw it alike. */
  drawn(text: string): string
}

const embeddingOf = (os2: Uint8Array | undefined): Embedding => {
  const type = os2 && os2.length >= 10 ? (os2[8]! << 8) | os2[9]! : 0
  // Later versions of the table name one of the bits 1 to 3; in older ones the least restrictive counts.
  return { restricted: (type & 0x2) !== 0 && (type & 0xc) === 0, noSubsetting: (type & 0x300) !== 0 }
}

const UNDIVIDED = ['SVG ', 'sbix', 'CBDT', 'EBDT', 'morx', 'mort', 'kerx', 'Silf', 'feat']

let lastTurn: Promise<unknown> = Promise.resolve()

/** One file at a time: the converter hands out memory of its own, over which the next conversion writes before it is copied. */
const toSfnt = async (file: Buffer): Promise<Buffer> => {
  // WebAssembly is started by importing it: only where there is a font to read.
  const { convert } = await import('fontverter')
  const turn = lastTurn.then(() => convert(file, 'sfnt'))
  lastTurn = turn.catch(() => {})
  return turn
}

/** @throws where it is no font that can be read */
export const readFont = async (file: Buffer): Promise<ReadFont> => {
  const { Blob, Buffer: ShapingBuffer, Face, Font, shape, Variation } = await import('harfbuzzjs')
  const sfnt = await toSfnt(file)
  const face = new Face(new Blob(sfnt), 0)
  const font = new Font(face)
  const { ascender, descender, lineGap } = font.hExtents()
  const characters = Array.from(face.collectUnicodes()).sort((a, b) => a - b)
  if (face.upem <= 0 || characters.length === 0) throw new Error('no characters')
  return {
    sfnt,
    characters,
    unitsPerEm: face.upem,
    ascent: ascender,
    descent: -descender,
    lineGap,
    axes: Object.keys(face.getAxisInfos()).sort(),
    embedding: embeddingOf(face.referenceTable('OS/2')),
    undivided: UNDIVIDED.filter(tag => (face.referenceTable(tag)?.length ?? 0) > 0),
    advanceOf(character, weight) {
      const glyph = font.nominalGlyph(character)
      font.setVariations(weight === undefined ? [] : [new Variation('wght', weight)])
      return glyph === undefined || glyph === 0 ? undefined : font.glyphHAdvance(glyph)
    },
    drawn(text) {
      font.setVariations([])
      const buffer = new ShapingBuffer()
      buffer.addText(text)
      buffer.guessSegmentProperties()
      shape(font, buffer)
      return buffer
        .getGlyphInfosAndPositions()
        .map(one => `${one.xAdvance},${one.xOffset},${one.yOffset} ${font.glyphToPath(one.codepoint)}`)
        .join('\n')
    },
  }
}
