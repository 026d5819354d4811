import { crc32 } from 'node:zlib'
import sharp from 'sharp'
import { describe, expect, it } from 'vitest'
import { photo } from './fixtures/pictures.js'
import { inspectPicture } from './inspect.js'
import { hasOwnMark } from './own-mark.js'
import { readRights } from './rights.js'
import { searchEncoding } from './search.js'

const frames = () =>
  Promise.all([1, 2].map(seed => photo(40, 30, 3, seed).png().toBuffer())).then(both =>
    sharp(both, { join: { animated: true } }),
  )
const avif = () => photo(60, 40).avif({ effort: 0 }).toBuffer()

/** A PNG whose header claims this size, and nothing behind it. */
const bomb = (side: number): Buffer => {
  const header = Buffer.from(`IHDR\0\0\0\0\0\0\0\0\x08\x02\0\0\0`, 'latin1')
  header.writeUInt32BE(side, 4)
  header.writeUInt32BE(side, 8)
  const sum = Buffer.alloc(4)
  sum.writeUInt32BE(crc32(header))
  return Buffer.concat([Buffer.from('\x89PNG\r\n\x1a\n\0\0\0\r', 'latin1'), header, sum])
}
const sequence = async (): Promise<Buffer> => {
  const file = Buffer.from(await avif())
  file.write('avis', 8, 'latin1')
  return file
}
/** An animation of two frames, as a PNG: decoders that do not know of it show the first. */
const animatedPng = async (): Promise<Buffer> => {
  const chunk = (type: string, data: Buffer): Buffer => {
    const content = Buffer.concat([Buffer.from(type, 'latin1'), data])
    const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)]
    length.writeUInt32BE(data.length)
    sum.writeUInt32BE(crc32(content))
    return Buffer.concat([length, content, sum])
  }
  const numbers = (...values: number[]): Buffer => {
    const data = Buffer.alloc(values.length * 4)
    for (const [i, value] of values.entries()) data.writeUInt32BE(value, i * 4)
    return data
  }
  // Number in the sequence, size, place; then how long it is shown (1/10 s), and how it is put over the one before.
  const control = (sequence: number): Buffer =>
    chunk('fcTL', Buffer.concat([numbers(sequence, 40, 30, 0, 0), Buffer.from([0, 1, 0, 10, 0, 0])]))
  const still = async (seed: number) => photo(40, 30, 3, seed).png({ adaptiveFiltering: false }).toBuffer()
  const dataOf = (png: Buffer): Buffer => {
    const parts: Buffer[] = []
    for (let at = 8; at < png.length; at += 12 + png.readUInt32BE(at))
      if (png.toString('latin1', at + 4, at + 8) === 'IDAT')
        parts.push(png.subarray(at + 8, at + 8 + png.readUInt32BE(at)))
    return Buffer.concat(parts)
  }
  const [first, second] = [await still(1), await still(2)]
  return Buffer.concat([
    first.subarray(0, 33), // signature and header
    chunk('acTL', numbers(2, 0)),
    control(0),
    chunk('IDAT', dataOf(first)),
    control(1),
    chunk('fdAT', Buffer.concat([numbers(2), dataOf(second)])),
    chunk('IEND', Buffer.alloc(0)),
  ])
}
const heic = Buffer.concat([Buffer.from('\0\0\0\x18ftypheic\0\0\0\0mif1heic', 'latin1'), Buffer.alloc(64)])

const LEFT_ALONE: readonly (readonly [string, () => Promise<Buffer> | Buffer, RegExp])[] = [
  ['an animated GIF', async () => (await frames()).gif().toBuffer(), /animated/],
  ['an animated PNG', animatedPng, /animated \(APNG\)/],
  ['an animated WebP', async () => (await frames()).webp().toBuffer(), /animated/],
  ['an AVIF sequence', sequence, /animated|decoded/],
  ['a JPEG in CMYK', () => photo(60, 40).toColourspace('cmyk').jpeg().toBuffer(), /CMYK/],
  ['an empty file', () => Buffer.alloc(0), /empty/],
  ['a truncated PNG', async () => (await photo(200, 150).png().toBuffer()).subarray(0, 4000), /decoded/],
  ['a claim of 30,000 × 30,000 pixels', () => bomb(30_000), /decoded/],
  [
    'an SVG with a script',
    () => Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><script>alert(1)</script></svg>'),
    /svg/,
  ],
  ['a HEIC', () => heic, /decoded|not a raster/],
  ['a web page', () => Buffer.from('<!doctype html><p>No'), /decoded/],
]

describe('pictures that are left alone, with the reason', () => {
  it.each(LEFT_ALONE)('%s', async (_, make, reason) => {
    const inspection = await inspectPicture(await make())
    expect(inspection.ok ? 'accepted' : inspection.reason).toMatch(reason)
  })
})

describe('pictures that keep what they are', () => {
  const encode = async (source: Buffer, format: 'avif' | 'webp' | 'jpeg') =>
    (await searchEncoding(source, { width: 120, format, floor: 0.8 }))!.buffer

  it.each(['avif', 'webp', 'jpeg'] as const)(
    '%s: colour profile, orientation, and whose it is; and the mark of having been encoded here',
    async format => {
      const exif = { IFD0: { Copyright: 'Ada', Artist: 'Lovelace', Make: 'Camera' } }
      const turned = await photo(160, 100)
        .withMetadata({ orientation: 6 })
        .withExifMerge(exif)
        .withIccProfile('p3')
        .jpeg({ quality: 96 })
        .toBuffer()
      const source = await sharp(turned).metadata()
      expect([source.orientation, source.exif?.includes('Camera')]).toEqual([6, true])
      const made = await encode(turned, format)
      const metadata = await sharp(made).metadata()
      expect([metadata.width, metadata.height]).toEqual([100, 160])
      expect(metadata.icc).toEqual(source.icc)
      expect(readRights(made, metadata)).toMatchObject({ copyright: 'Ada', artist: 'Lovelace' })
      expect(metadata.exif?.includes('Camera') ?? false).toBe(false)
      expect(hasOwnMark(made)).toBe(true)
      const again = await inspectPicture(made)
      expect(again.ok ? 'accepted' : again.reason).toContain('re-encoded at the quality floor before')
    },
  )

  it('16 bits and transparency come through', async () => {
    const deep = await photo(160, 100).toColourspace('rgb16').png().toBuffer()
    expect((await sharp(await encode(deep, 'webp')).metadata()).width).toBe(120)
    const clear = await encode(await photo(160, 100, 4).png().toBuffer(), 'avif')
    expect((await sharp(clear).stats()).isOpaque).toBe(false)
  })
})
