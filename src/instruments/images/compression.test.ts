import { describe, expect, it } from 'vitest'
import { sha256 } from '../../system/hash.js'
import { graphic, photo } from './fixtures/pictures.js'
import { inspectPicture } from './inspect.js'
import { type Compression, encodeVariants } from './variants.js'

const nothingCached = { through: (_: unknown, make: () => Promise<never>) => make(), prune: async () => {} }
const made = async (source: Buffer, compression: Compression) => {
  const inspection = await inspectPicture(source)
  if (!inspection.ok) throw new Error(inspection.reason)
  const of = (format: 'avif' | 'webp' | 'png' | 'jpeg', startQuality: number) => ({
    format,
    startQuality,
    floor: 0.8,
    progressive: true,
    widths: [300],
  })
  const formats = [of('avif', 50), of('webp', 80), of(inspection.picture.kind === 'photograph' ? 'jpeg' : 'png', 85)]
  const request = { source, hash: sha256(source), picture: inspection.picture, formats, compression }
  const encodings = await encodeVariants(request, nothingCached as never)
  return Object.fromEntries(encodings.map(e => [e.format, e.lossless ? 'lossless' : 'lossy']))
}
const order: Compression = { kind: 'lossless-then-lossy', sufficient: 0.3 }

describe('compression', () => {
  it('lossless-then-lossy: a flat graphic loses nothing and gets no lossy format beside it, a photograph is lossy', async () => {
    const logo = await graphic(300, 200).png({ compressionLevel: 0 }).toBuffer()
    expect(await made(logo, order)).toEqual({ webp: 'lossless', png: 'lossless' })
    expect(await made(await photo(300, 200).jpeg({ quality: 96 }).toBuffer(), order)).toEqual({
      avif: 'lossy',
      webp: 'lossy',
      jpeg: 'lossy',
    })
  })

  it('where lossless saves too little, it stays only where it is no larger than lossy', async () => {
    const logo = await graphic(300, 200).png({ compressionLevel: 9, palette: true }).toBuffer()
    const impossible: Compression = { kind: 'lossless-then-lossy', sufficient: 0.9999 }
    expect((await made(logo, impossible)).webp).toBe('lossless')
  })

  it('lossy and lossless do what they say, whatever is shown', async () => {
    const logo = await graphic(300, 200).png({ compressionLevel: 0 }).toBuffer()
    expect(await made(logo, { kind: 'lossy' })).toEqual({ avif: 'lossy', webp: 'lossy', png: 'lossy' })
    const picture = await photo(300, 200).png({ compressionLevel: 0 }).toBuffer()
    expect(await made(picture, { kind: 'lossless' })).toEqual({ webp: 'lossless' })
  })
})
