/**
 * A frame as encoders take it: lightness whole, colours at half the size (I420), in the range and by the primaries of BT.709, which every
 * browser reads as they are meant where the file says so.
 * @param rgb 8-bit RGB, both sides even
 */
export const toPlanes = (rgb: Buffer, width: number, height: number): Buffer => {
  const across = width / 2
  const planes = Buffer.allocUnsafe((width * height * 3) / 2)
  const [blue, red] = [width * height, width * height + across * (height / 2)]
  for (let y = 0; y < height; y += 2)
    for (let x = 0; x < width; x += 2) {
      let [sumR, sumG, sumB] = [0, 0, 0]
      for (let dy = 0; dy < 2; dy++)
        for (let dx = 0; dx < 2; dx++) {
          const at = (y + dy) * width + x + dx
          const [r, g, b] = [rgb[at * 3]!, rgb[at * 3 + 1]!, rgb[at * 3 + 2]!]
          planes[at] = Math.round(16 + (219 / 255) * lightness(r, g, b))
          sumR += r
          sumG += g
          sumB += b
        }
      const [r, b, light] = [sumR / 4, sumB / 4, lightness(sumR, sumG, sumB) / 4]
      const at = (y / 2) * across + x / 2
      planes[blue + at] = Math.round(128 + ((224 / 255) * (b - light)) / (2 * (1 - BLUE)))
      planes[red + at] = Math.round(128 + ((224 / 255) * (r - light)) / (2 * (1 - RED)))
    }
  return planes
}

/** What of red and of blue is in a pixel's lightness (ITU-R BT.709). */
const RED = 0.2126
const BLUE = 0.0722

const lightness = (r: number, g: number, b: number): number => RED * r + (1 - RED - BLUE) * g + BLUE * b
