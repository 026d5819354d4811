import sharp from 'sharp'
import { describe, expect, it } from 'vitest'
import { sha256 } from '../../system/hash.js'
import type { EncodingCache } from './encoding-cache.js'
import { graphic, photo } from './fixtures/pictures.js'
import { inspectPicture } from './inspect.js'
import { makeMaster } from './master.js'
import { refineEncoding } from './refine.js'
import { type Encoding, encodeAt, searchEncoding, searchQuality } from './search.js'
import { encodeVariants } from './variants.js'

const FLOOR = 0.8
const nothingCached: EncodingCache = { through: (_, make) => make(), prune: async () => {} }

const found = async (source: Buffer, options: Parameters<typeof searchEncoding>[1]) => {
  const encoding = await searchEncoding(source, options)
  if (encoding === null) throw new Error('nothing found')
  return encoding
}

describe('the search for the smallest good encoding', () => {
  for (const format of ['avif', 'webp', 'jpeg'] as const)
    it(`reaches the floor in ${format} and not by much`, async () => {
      const source = await photo(640, 480).jpeg({ quality: 96 }).toBuffer()
      const encoding = await found(source, { width: 400, format, floor: FLOOR })
      expect(encoding).toMatchObject({ format, width: 400, height: 300 })
      expect(encoding.score).toBeGreaterThanOrEqual(FLOOR)
      expect(encoding.bytes).toBe(encoding.buffer.length)
      if (format === 'avif') expect(await sharp(encoding.buffer).metadata()).toMatchObject({ bitsPerSample: 10 })
      const inspection = await inspectPicture(source)
      if (!inspection.ok) throw new Error(inspection.reason)
      const master = await makeMaster(source, inspection.picture, 400)
      const lower = await encodeAt(master, inspection.picture, { format, progressive: true }, encoding.quality - 3)
      expect(lower.score).toBeLessThan(FLOOR)
    })

  it('is told where it is by few encodings, wherever it starts', async () => {
    const source = await photo(480, 360).jpeg({ quality: 96 }).toBuffer()
    const inspection = await inspectPicture(source)
    if (!inspection.ok) throw new Error(inspection.reason)
    const master = await makeMaster(source, inspection.picture, 240)
    for (const format of ['avif', 'webp', 'jpeg'] as const)
      for (const startQuality of [45, 80]) {
        let encodings = 0
        const options = { format, floor: FLOOR, startQuality, progressive: true }
        const encoding = await searchQuality(master, inspection.picture, options, () => encodings++)
        expect(encoding?.score).toBeGreaterThanOrEqual(FLOOR)
        expect(encodings, `${format} from ${startQuality}`).toBeLessThanOrEqual(4)
      }
  })

  it('finds at each width what is enough there, from what was enough at another', async () => {
    const source = await photo(900, 675).jpeg({ quality: 96 }).toBuffer()
    const inspection = await inspectPicture(source)
    if (!inspection.ok) throw new Error(inspection.reason)
    const { picture } = inspection
    const format = {
      format: 'webp',
      floor: FLOOR,
      startQuality: 80,
      progressive: true,
      widths: [200, 400, 900],
    } as const
    let encodings = 0
    const request = {
      source,
      hash: sha256(source),
      picture,
      formats: [format],
      compression: { kind: 'lossy' },
    } as const
    const made = await encodeVariants({ ...request, checkpoint: () => encodings++ }, nothingCached)
    expect(made.map(encoding => encoding.width)).toEqual([200, 400, 900])
    for (const { width, quality, score } of made) {
      expect(score, String(width)).toBeGreaterThanOrEqual(FLOOR)
      const lower = await encodeAt(await makeMaster(source, picture, width), picture, format, quality - 4)
      expect(lower.score, String(width)).toBeLessThan(FLOOR)
    }
    // One more is asked for each width, before its pixels are prepared.
    expect(encodings - made.length).toBeLessThanOrEqual(9)
  })

  it('is moved by the floor', async () => {
    const source = await photo(640, 480).jpeg({ quality: 96 }).toBuffer()
    const low = await found(source, { width: 320, format: 'webp', floor: 0.7 })
    const high = await found(source, { width: 320, format: 'webp', floor: 0.92 })
    expect(high.bytes).toBeGreaterThan(low.bytes)
    expect(await searchEncoding(source, { width: 320, format: 'webp', floor: 1 })).toBeNull()
  })

  it('finds a smaller file at the same floor where the encoder takes its time, and keeps it', async () => {
    const source = await photo(320, 240).jpeg({ quality: 96 }).toBuffer()
    const inspection = await inspectPicture(source)
    if (!inspection.ok) throw new Error(inspection.reason)
    const stored = new Map<string, Encoding | null>()
    const cache: EncodingCache = {
      through: async (parameters, make) => {
        const key = JSON.stringify(parameters)
        if (!stored.has(key)) stored.set(key, await make())
        return stored.get(key)!
      },
      prune: async () => {},
    }
    const request = {
      source,
      hash: sha256(source),
      picture: inspection.picture,
      floor: FLOOR,
    }
    for (const format of ['avif', 'webp'] as const) {
      const quick = await found(source, { width: 320, format, floor: FLOOR })
      const refined = await refineEncoding(quick, request, cache)
      expect(refined.bytes, format).toBeLessThan(quick.bytes)
      expect(refined.score).toBeGreaterThanOrEqual(FLOOR)
      expect(refined).toMatchObject({ format, width: 320, height: 240 })
      const again = await refineEncoding(quick, { ...request, checkpoint: () => expect.fail('encoded twice') }, cache)
      expect(again).toBe(refined)
      expect(await refineEncoding({ ...quick, bytes: 1 }, request, cache)).toMatchObject({ bytes: 1 })
    }
    const jpeg = await found(source, { width: 320, format: 'jpeg', floor: FLOOR })
    expect(await refineEncoding(jpeg, request, cache)).toBe(jpeg)
  })

  it('never enlarges', async () => {
    const source = await photo(200, 150).jpeg().toBuffer()
    expect((await found(source, { width: 900, format: 'webp', floor: FLOOR })).width).toBe(200)
  })

  it('turns the picture as EXIF says', async () => {
    const turned = await photo(240, 160).jpeg().withMetadata({ orientation: 6 }).toBuffer()
    const encoding = await found(turned, { width: 160, format: 'webp', floor: FLOOR })
    expect(encoding).toMatchObject({ width: 160, height: 240 })
    expect((await sharp(encoding.buffer).metadata()).orientation ?? 1).toBe(1)
  })

  it('keeps transparency, and refuses JPEG for it', async () => {
    const source = await photo(240, 160, 4).png().toBuffer()
    const encoding = await found(source, { width: 240, format: 'avif', floor: FLOOR })
    expect((await sharp(encoding.buffer).stats()).isOpaque).toBe(false)
    await expect(searchEncoding(source, { width: 240, format: 'jpeg', floor: FLOOR })).rejects.toThrow(/transparency/)
  })

  it('writes JPEG progressively where asked', async () => {
    const source = await photo(240, 160).png().toBuffer()
    const isProgressive = async (progressive: boolean) =>
      (await sharp((await found(source, { width: 240, format: 'jpeg', floor: FLOOR, progressive })).buffer).metadata())
        .isProgressive
    expect(await isProgressive(true)).toBe(true)
    expect(await isProgressive(false)).toBe(false)
  })

  it('keeps the colours of a wide-gamut profile, with the profile', async () => {
    const source = await photo(240, 160).withIccProfile('p3').jpeg({ quality: 98 }).toBuffer()
    for (const format of ['avif', 'webp', 'jpeg'] as const) {
      const encoding = await found(source, { width: 240, format, floor: FLOOR })
      expect((await sharp(encoding.buffer).metadata()).icc, format).toBeDefined()
      const mean = async (data: Buffer) => {
        const raw = await sharp(data)
          .toColourspace('srgb')
          .raw({ depth: 'uchar' })
          .toBuffer({ resolveWithObject: true })
        return (await sharp(raw.data, { raw: raw.info }).stats()).channels.map(c => c.mean)
      }
      const [before, after] = [await mean(source), await mean(encoding.buffer)]
      for (const [i, value] of before.entries()) expect(Math.abs(value - after[i]!), `${format} ${i}`).toBeLessThan(4)
    }
  })

  it('strips where it was taken, keeps whose it is', async () => {
    const xmp = `<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmlns:xmpRights="http://ns.adobe.com/xap/1.0/rights/" xmp:CreatorTool="Secret Tool 9" xmpRights:WebStatement="https://example.org/licence"><dc:rights><rdf:Alt><rdf:li xml:lang="x-default">All rights: Ada</rdf:li></rdf:Alt></dc:rights></rdf:Description></rdf:RDF></x:xmpmeta>`
    const source = await photo(240, 160)
      .withExif({
        IFD0: { Copyright: '© Ada Lens', Artist: 'Ada', Software: 'Secret Tool 9' },
        IFD3: { GPSLatitude: '51/1 30/1 0/1' },
      })
      .withXmp(xmp)
      .jpeg()
      .toBuffer()
    expect(source.includes('Secret Tool 9')).toBe(true)
    for (const format of ['avif', 'webp', 'jpeg'] as const) {
      const { buffer } = await found(source, { width: 200, format, floor: FLOOR })
      const metadata = await sharp(buffer).metadata()
      expect(metadata.exif?.includes('Ada Lens'), format).toBe(true)
      expect(metadata.xmpAsString, format).toContain('All rights: Ada')
      expect(metadata.xmpAsString, format).toContain('https://example.org/licence')
      expect(buffer.includes('Secret Tool 9'), format).toBe(false)
    }
  })

  it('says why a file cannot be re-encoded', async () => {
    await expect(searchEncoding(Buffer.alloc(0), { width: 9, format: 'webp', floor: FLOOR })).rejects.toThrow(/empty/)
    expect(
      await searchEncoding(await graphic(60, 40).png().toBuffer(), { width: 60, format: 'png', floor: FLOOR }),
    ).not.toBeNull()
  })
})
