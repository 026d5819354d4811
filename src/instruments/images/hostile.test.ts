import { crc32 } from 'node:zlib'
import sharp from 'sharp'
import { describe, expect, it } from 'vitest'
import { animatedPng } from './fixtures/animated-png.js'
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
