import { openEncodingCache } from '../../src/instruments/images/encoding-cache.js'
import { makeMaster } from '../../src/instruments/images/master.js'
import { PICTURES_AT_ONCE } from '../../src/instruments/images/unoptimized.js'
import { mapBounded } from '../../src/system/map-bounded.js'
import type { BenchOptions } from '../row.js'
import { FLOOR, judgeOf } from './judge.js'
import { ourEncodings } from './ours.js'
import { encodeAtQuality, FORMATS, type Format, HIGHEST, lowestQuality, meetsFloor } from './peer.js'
import type { BenchPicture } from './pictures.js'

/** An encoding's weight and looks. */
export interface Judged {
  readonly quality: number
  readonly bytes: number
  /** By the judge. */
  readonly judged: number
}

export interface ComparedPicture {
  readonly name: string
  readonly sourceBytes: number
  /** A format is missing where the product would leave the file. */
  readonly ours: Partial<Record<Format, Judged>>
  readonly theirs: Partial<Record<Format, Judged>>
}

export interface Comparison {
  readonly pictures: readonly ComparedPicture[]
  /** The one quality of each format; missing where no quality is enough for every picture. */
  readonly single: Partial<Record<Format, number>>
}

/**
 * Each picture by the product, and by sharp at the lowest quality at which every picture of the set meets the floor. The encodings of
 * both are made and judged picture by picture, from the same pixels.
 * @param cacheFolder an empty folder for the product's cache
 */
export const compare = async (
  pictures: readonly BenchPicture[],
  cacheFolder: string,
  { signal, progress }: Pick<BenchOptions, 'signal' | 'progress'>,
): Promise<Comparison> => {
  const cache = openEncodingCache(cacheFolder)
  const single = new Map<Format, number | null>(FORMATS.map(format => [format, 1]))
  let done = 0
  const ours = await mapBounded(pictures, PICTURES_AT_ONCE, async one => {
    signal.throwIfAborted()
    const made = await ourEncodings(one, cache)
    const master = await makeMaster(one.source, one.picture, one.picture.width)
    const judge = await judgeOf(master)
    const judged: Partial<Record<Format, Judged>> = {}
    for (const format of FORMATS) {
      signal.throwIfAborted()
      const encoding = made.get(format)
      if (encoding) judged[format] = { ...encoding, judged: await judge(encoding.buffer) }
      const least = single.get(format)
      if (least === null || least === undefined || isWithout(format, one)) continue
      const needed = await lowestQuality(least, meetsFloor(master, judge, format))
      const most = single.get(format)
      single.set(format, needed === null || most === null ? null : Math.max(needed, most ?? 1))
    }
    progress(`${++done} of ${pictures.length}: ${one.name}`)
    return judged
  })
  const settled: Partial<Record<Format, number>> = {}
  const theirs = pictures.map((): Partial<Record<Format, Judged>> => ({}))
  for (const format of FORMATS) {
    progress(`every picture in ${format} at one quality`)
    const found = await encodeAll(pictures, format, single.get(format) ?? null, signal)
    if (found === null) continue
    settled[format] = found.quality
    for (const [i, judged] of found.judged.entries()) if (judged !== null) theirs[i]![format] = judged
  }
  return {
    pictures: pictures.map((one, i) => ({
      name: one.name,
      sourceBytes: one.picture.bytes,
      ours: ours[i]!,
      theirs: theirs[i]!,
    })),
    single: settled,
  }
}

/** A picture that a format cannot hold is left as it is by both. */
const isWithout = (format: Format, { picture }: BenchPicture): boolean => format === 'jpeg' && picture.transparent

/** All pictures at the quality found; a step up where a picture turns out to look worse at a higher quality than at a lower one. */
const encodeAll = async (
  pictures: readonly BenchPicture[],
  format: Format,
  from: number | null,
  signal: AbortSignal,
): Promise<{ readonly quality: number; readonly judged: readonly (Judged | null)[] } | null> => {
  for (let quality = from ?? HIGHEST + 1; quality <= HIGHEST; quality++) {
    const judged = await mapBounded(pictures, PICTURES_AT_ONCE, async one => {
      signal.throwIfAborted()
      if (isWithout(format, one)) return null
      const master = await makeMaster(one.source, one.picture, one.picture.width)
      const buffer = await encodeAtQuality(master, format, quality)
      return { quality, bytes: buffer.length, judged: await (await judgeOf(master))(buffer) }
    })
    if (judged.every(one => one === null || one.judged >= FLOOR)) return { quality, judged }
  }
  return null
}
