import sharp from 'sharp'
import { describe, expect, it } from 'vitest'
import { sha256 } from '../../system/hash.js'
import { graphic, photo } from './fixtures/pictures.js'
import { inspectPicture } from './inspect.js'
import { encodeVariants } from './variants.js'

const drawn = (width: number, height: number, content: string) =>
  sharp(Buffer.from(`<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}">${content}</svg>`))

/** Boxes, lines and curves on one ground, their edges smoothed: a diagram. */
const diagram = drawn(
  640,
  400,
  `<rect width="100%" height="100%" fill="#fff"/>${Array.from({ length: 12 }, (_, i) => `<circle cx="${60 + i * 47}" cy="${80 + (i % 3) * 110}" r="32" fill="none" stroke="#246" stroke-width="3"/><path d="M${60 + i * 47} 110 L${90 + i * 31} ${300 - i * 7}" stroke="#a33"/>`).join('')}`,
)
/** Rows of small shapes in many shades, wide as a screen is: lines of text in windows. */
const screen = drawn(
  960,
  600,
  `<rect width="100%" height="100%" fill="#f6f8fa"/><rect width="100%" height="48" fill="#24292f"/>${Array.from({ length: 900 }, (_, i) => `<rect x="${20.3 + (i % 45) * 20.7}" y="${70.4 + Math.floor(i / 45) * 25.6}" width="${4 + (i % 7) * 1.7}" height="9.3" fill="hsl(${i * 13} ${20 + (i % 5) * 12}% ${25 + (i % 4) * 9}%)"/>`).join('')}`,
)
/** Many colours, each in a flat area. */
const tiles = drawn(
  320,
  240,
  Array.from(
    { length: 240 },
    (_, i) =>
      `<rect x="${(i % 20) * 16}" y="${Math.floor(i / 20) * 20}" width="16" height="20" fill="hsl(${i * 7} ${40 + (i % 6) * 10}% ${30 + (i % 9) * 5}%)"/>`,
  ).join(''),
)

const inspected = async (source: Buffer) => {
  const inspection = await inspectPicture(source)
  if (!inspection.ok) throw new Error(inspection.reason)
  return inspection.picture
}

describe('what is shown, by content: formats and names say nothing of it', () => {
  it.each([
    ['a logo in flat colours', 'graphic', () => graphic(320, 240).png()],
    ['a diagram with smoothed edges', 'graphic', () => diagram.clone().webp({ lossless: true })],
    ['a screen with lines of text', 'graphic', () => screen.clone().png()],
    ['flat areas of many colours', 'graphic', () => tiles.clone().png()],
    ['a photograph in a lossless format', 'photograph', () => photo(320, 240).png()],
    ['a photograph in WebP', 'photograph', () => photo(320, 240).webp({ lossless: true })],
    ['a grey photograph', 'photograph', () => photo(320, 240).greyscale().png()],
  ] as const)('%s is a %s', async (_, kind, make) => {
    expect((await inspected(await make().toBuffer())).kind).toBe(kind)
  })
})

describe('what the kind decides', () => {
  const made = async (source: Buffer, kind: 'lossy' | 'lossless-then-lossy') => {
    const picture = await inspected(source)
    const of = (format: 'avif' | 'webp') => ({ format, startQuality: 60, floor: 0.8, progressive: true, widths: [320] })
    const request = {
      source,
      hash: sha256(source),
      picture,
      formats: [of('avif'), of('webp')],
      compression: kind === 'lossy' ? ({ kind } as const) : ({ kind, sufficient: 0.3 } as const),
    }
    const nothingCached = { through: (_: unknown, make: () => Promise<never>) => make(), prune: async () => {} }
    return encodeVariants(request, nothingCached as never)
  }

  it('colours of graphics are kept at full size in AVIF, those of photographs at half', async () => {
    /** Whether colours have half the size, across and down: two bits in the third byte of the `av1C` box (AV1-ISOBMFF, 2.3.3). */
    const sampling = async (source: Buffer) => {
      const { buffer } = (await made(source, 'lossy')).find(({ format }) => format === 'avif')!
      const halved = buffer[buffer.indexOf('av1C') + 4 + 2]! & 0b1100
      return halved === 0 ? '4:4:4' : halved === 0b1100 ? '4:2:0' : 'other'
    }
    expect(await sampling(await tiles.clone().png({ compressionLevel: 0 }).toBuffer())).toBe('4:4:4')
    expect(await sampling(await photo(320, 240).png().toBuffer())).toBe('4:2:0')
  })

  it('graphics lose nothing where that saves enough, and have no lossy format beside them; photographs do', async () => {
    const formats = async (source: Buffer) =>
      (await made(source, 'lossless-then-lossy')).map(
        ({ format, lossless }) => `${format} ${lossless ? 'lossless' : 'lossy'}`,
      )
    expect(await formats(await diagram.clone().png({ compressionLevel: 0 }).toBuffer())).toEqual(['webp lossless'])
    expect(await formats(await photo(320, 240).png().toBuffer())).toEqual(['avif lossy', 'webp lossy'])
  })
})
