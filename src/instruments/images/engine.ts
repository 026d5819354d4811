import sharp, { type Sharp } from 'sharp'
import { pixelLimit } from './pixel-limit.js'
import { LARGEST_SCORED } from './score.js'

/**
 * The one way pictures are decoded and encoded here. libvips' operation cache is off and each operation has one thread: what
 * keeps a small machine usable is how many pictures are under way at once, which `mapBounded` says, and what bounds memory is how large they
 * are together, which `whileRoom` says.
 */
sharp.cache(false)
sharp.concurrency(1)

/** Pixels of the largest picture that is decoded at all (a decompression bomb has more). */
export const LARGEST_PICTURE = 100_000_000

/** A picture opened for reading from top to bottom, strictly: a warning of the decoder is an error. */
export const openPicture = (data: Buffer): Sharp =>
  sharp(data, { sequentialRead: true, failOn: 'warning', limitInputPixels: LARGEST_PICTURE })

/** What an encoder takes for each pixel: AVIF at its plainest; WebP 27, JPEG and PNG 15. */
const BYTES_PER_PIXEL = 33
/** Of the memory that is free, in encoders' pixels: at least 400 MB, so that a small machine gets on, and no more than four large photographs need. */
const SHARE_OF_FREE = 1 / 10
const LEAST_ROOM = 13_000_000
const MOST_ROOM = 40_000_000
/** What a picture takes however small it is to be: its file decoded line by line. */
const LEAST_PIXELS = 1_000_000

/** Pixels that may be under way together where so many bytes of memory are free. */
export const roomWith = (free: number): number =>
  Math.min(MOST_ROOM, Math.max(LEAST_ROOM, Math.floor((free * SHARE_OF_FREE) / BYTES_PER_PIXEL)))

const limit = pixelLimit(roomWith(process.availableMemory()))

/** Encodes a picture at sizes up to this many pixels, once there is room for it beside the others under way. */
export const whileRoom = <T>(pixels: number, work: () => Promise<T>): Promise<T> =>
  // The planes that it is judged by take as much again, up to where larger pictures are judged smaller.
  limit.run(LEAST_PIXELS + pixels + Math.min(pixels, LARGEST_SCORED), work)
