import sharp from 'sharp'
import type { EncodingCache } from '../../../../instruments/images/encoding-cache.js'
import { inspectPicture, type RasterFormat } from '../../../../instruments/images/inspect.js'
import type { Master } from '../../../../instruments/images/master.js'
import { scoreEncoding } from '../../../../instruments/images/score.js'
import type { Encoding } from '../../../../instruments/images/search.js'
import { messageOf } from '../../../../model/errors.js'
import type { ImageCdn } from '../../../../model/image-cdn.js'

/** What the CDN did that it may not. */
export class CdnRefusal extends Error {}

const PATIENCE = 20_000
/** No picture of a page is larger. */
const MOST_BYTES = 32_000_000

/** What browsers say that they take, by the newest format they know. */
export const ACCEPT = {
  avif: 'image/avif,image/webp,image/apng,image/svg+xml,image/*,*/*;q=0.8',
  webp: 'image/webp,image/apng,image/svg+xml,image/*,*/*;q=0.8',
  jpeg: 'image/png,image/svg+xml,image/*;q=0.8,*/*;q=0.5',
} as const

export type Reader = keyof typeof ACCEPT

/**
 * What a CDN gives at an address, judged against the original at that width.
 * @param address as it will stand in pages; its path and query are asked of the CDN's address on this machine
 * @throws CdnRefusal where it does not answer, or gives something else than the picture at this width
 */
export const askCdn = async (
  cdn: ImageCdn,
  address: string,
  reader: Reader,
  o: { master: Master; quality: number; hash: string; cache: EncodingCache; signal: AbortSignal },
): Promise<Encoding> => {
  const key = { source: o.hash, width: o.master.width, cdn: cdn.lab, address, reader }
  const encoding = await o.cache.through(key, async () => {
    const buffer = await fetched(cdn, address, ACCEPT[reader], o.signal)
    return { ...(await judged(buffer, o.master)), quality: o.quality, buffer, bytes: buffer.length, lossless: false }
  })
  return encoding!
}

const fetched = async (cdn: ImageCdn, address: string, accept: string, signal: AbortSignal): Promise<Buffer> => {
  const { pathname, search } = new URL(address, 'http://site.invalid')
  const url = `${cdn.lab}${pathname}${search}`
  try {
    const response = await fetch(url, {
      headers: { accept },
      redirect: 'error',
      signal: AbortSignal.any([signal, AbortSignal.timeout(PATIENCE)]),
    })
    if (!response.ok) throw new CdnRefusal(`the CDN answers ${response.status} for ${address}`)
    const body = Buffer.from(await response.arrayBuffer())
    if (body.length > MOST_BYTES) throw new CdnRefusal(`the CDN gives ${body.length} bytes for ${address}`)
    return body
  } catch (thrown) {
    if (thrown instanceof CdnRefusal || signal.aborted) throw thrown
    throw new CdnRefusal(`the CDN does not answer at ${cdn.lab} (${messageOf(thrown)})`)
  }
}

const FORMATS: readonly RasterFormat[] = ['avif', 'webp', 'jpeg', 'png']

const judged = async (
  buffer: Buffer,
  master: Master,
): Promise<Pick<Encoding, 'format' | 'width' | 'height' | 'score'>> => {
  const inspection = await inspectPicture(buffer)
  if (!inspection.ok) throw new CdnRefusal(`what the CDN gives is no picture to be used: ${inspection.reason}`)
  const { format, width, height } = inspection.picture
  if (!FORMATS.includes(format))
    throw new CdnRefusal(`the CDN gives ${format}, which is larger than what it may replace`)
  if (width !== master.width || Math.abs(height - master.height) > 1)
    throw new CdnRefusal(
      `the CDN gives ${width} × ${height} pixels where ${master.width} × ${master.height} were asked for`,
    )
  // CDNs round heights each in their own way.
  const fitting =
    height === master.height
      ? buffer
      : await sharp(buffer).resize(master.width, master.height, { fit: 'fill' }).png().toBuffer()
  const score = await scoreEncoding(master.reference, fitting)
  return { format: format as Encoding['format'], width, height, score }
}
