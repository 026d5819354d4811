import sharp, { type Sharp } from 'sharp'
import { describe, expect, it } from 'vitest'
import { sha256 } from '../../system/hash.js'
import { encodeMaster } from './encode.js'
import { graphic, photo } from './fixtures/pictures.js'
import { inspectPicture } from './inspect.js'
import { makeMaster } from './master.js'
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

  /** Bits and chroma by the third byte of the `av1C` box (AV1-ISOBMFF, 2.3.3). */
  const samplesOf = (avif: Buffer) => {
    const byte = avif[avif.indexOf('av1C') + 4 + 2]!
    const chroma = { 0: '4:4:4', 12: '4:2:0' }[byte & 0b1100] ?? 'other'
    return `${byte & 0b100_0000 ? 'ten' : 'eight'} bits, ${chroma}`
  }

  it('AVIF keeps ten bits and whole chroma', async () => {
    const samples = async (source: Buffer) =>
      samplesOf((await made(source, 'lossy')).find(({ format }) => format === 'avif')!.buffer)
    expect(await samples(await tiles.clone().png({ compressionLevel: 0 }).toBuffer())).toBe('ten bits, 4:4:4')
    expect(await samples(await photo(320, 240).png().toBuffer())).toBe('ten bits, 4:4:4')
  })

  it('of very large pictures AVIF keeps eight bits, which take less memory; of photographs the colours at half size', async () => {
    const samples = async (large: Sharp) => {
      const source = await large.resize(2400, 1800, { kernel: 'nearest' }).png({ compressionLevel: 1 }).toBuffer()
      const picture = await inspected(source)
      const master = await makeMaster(source, picture, 2400)
      return samplesOf(
        await encodeMaster(master, picture, { format: 'avif', quality: 20, lossless: false, progressive: false }),
      )
    }
    expect(await samples(photo(320, 240).blur(4))).toBe('eight bits, 4:2:0')
    expect(await samples(tiles.clone())).toBe('eight bits, 4:4:4')
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
