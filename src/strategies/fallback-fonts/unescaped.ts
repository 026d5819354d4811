const LAST = 0x10_ff_ff

/** A name as it is, of how CSS writes it: minifiers leave its quotes out and escape characters in their place (`Source Sans\ 3`). */
export const unescaped = (written: string): string =>
  written.replaceAll(/\\(?:([0-9a-f]{1,6})\s?|(.))/gis, (_, hex: string | undefined, character: string) => {
    if (hex === undefined) return character
    const point = Number.parseInt(hex, 16)
    return point > LAST ? '\uFFFD' : String.fromCodePoint(point)
  })
