import sharp from 'sharp'

/** Pixels across at which drawings are compared: as icons, and as large as they may be seen. */
const WIDTHS = [32, 160, 640, 1280]
/** Of 255, by how much a pixel may differ: rounding at an edge, which nobody sees. */
const LEAST_SEEN = 4

/** Whether two drawings are of the same size and look the same, rendered in several sizes. */
export const looksSame = async (before: string, after: string): Promise<boolean> => {
  const [one, other] = [Buffer.from(before), Buffer.from(after)]
  const [size, sizeAfter] = await Promise.all([one, other].map(svg => sharp(svg).metadata()))
  if (size!.width !== sizeAfter!.width || size!.height !== sizeAfter!.height) return false
  for (const width of WIDTHS) {
    const density = Math.min(2400, Math.max(1, (72 * width) / size!.width))
    const [a, b] = await Promise.all([one, other].map(svg => pixelsOf(svg, density)))
    if (a!.length !== b!.length) return false
    for (let i = 0; i < a!.length; i += 4) {
      const [alphaA, alphaB] = [a![i + 3]!, b![i + 3]!]
      if (Math.abs(alphaA - alphaB) > LEAST_SEEN) return false
      // What is transparent has no colour that is seen.
      for (let c = 0; c < 3; c++)
        if (Math.abs(a![i + c]! * alphaA - b![i + c]! * alphaB) > LEAST_SEEN * 255) return false
    }
  }
  return true
}

const pixelsOf = (svg: Buffer, density: number): Promise<Buffer> =>
  sharp(svg, { density, limitInputPixels: 4_000_000 }).ensureAlpha().toColourspace('srgb').raw().toBuffer()
