import type { EncodingCache } from '../../src/instruments/images/encoding-cache.js'
import type { Master } from '../../src/instruments/images/master.js'
import type { Judge } from './judge.js'
import { ourDelivery, ourEncoding, STOCK_FLOOR } from './ours.js'
import { encodeAtQuality, type Format } from './peer.js'
import type { BenchPicture } from './pictures.js'

/** An encoding's weight and looks. */
export interface Judged {
  /** 1–100. */
  readonly quality: number
  readonly bytes: number
  /** By the judge. */
  readonly judged: number
}

/** A way to encode pictures that has one setting for all of them, a whole number. */
export interface Arm {
  readonly least: number
  readonly highest: number
  /** By how much less than in the search may be enough, because what is delivered looks better than what was searched with. */
  readonly margin: number
  /** null: the file is left as it is. */
  encode(one: BenchPicture, master: Master, judge: Judge, format: Format, setting: number): Promise<Judged | null>
  /** The same as it is delivered. */
  deliver(one: BenchPicture, master: Master, judge: Judge, format: Format, setting: number): Promise<Judged | null>
}

/** A picture that a format cannot hold is left as it is. */
const cannotHold = (format: Format, { picture }: BenchPicture): boolean => format === 'jpeg' && picture.transparent

const encodePeer: Arm['encode'] = async (one, master, judge, format, quality) => {
  if (cannotHold(format, one)) return null
  const buffer = await encodeAtQuality(master, format, quality)
  return { quality, bytes: buffer.length, judged: await judge(buffer) }
}

/** One quality for all. */
export const peerArm: Arm = { least: 1, highest: 100, margin: 0, encode: encodePeer, deliver: encodePeer }

/**
 * The product: one perceptual floor for all (in hundredths), and the quality that each picture needs for it. As in the product, quick
 * encodings show what is worth doing, and what is delivered comes from an encoder that takes its time.
 */
export const ourArm = (cache: EncodingCache): Arm => {
  const by =
    (make: typeof ourEncoding): Arm['encode'] =>
    async (one, _master, judge, format, setting) => {
      if (cannotHold(format, one)) return null
      const encoding = await make(one, format, setting / 100, cache)
      if (encoding === null) return null
      return { quality: encoding.quality, bytes: encoding.bytes, judged: await judge(encoding.buffer) }
    }
  return {
    least: Math.round(STOCK_FLOOR * 100),
    highest: 98,
    margin: 2,
    encode: by(ourEncoding),
    deliver: by(ourDelivery),
  }
}
