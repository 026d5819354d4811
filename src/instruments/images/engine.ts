import sharp, { type Sharp } from 'sharp'

/**
 * The one way pictures are decoded and encoded here. libvips' operation cache is off and each operation has one thread: what
 * bounds memory and keeps a small machine usable is how many pictures are under way at once, which `mapBounded` says.
 */
sharp.cache(false)
sharp.concurrency(1)

/** Pixels of the largest picture that is decoded at all (a decompression bomb has more). */
export const LARGEST_PICTURE = 100_000_000

/** A picture opened for reading from top to bottom, strictly: a warning of the decoder is an error. */
export const openPicture = (data: Buffer): Sharp =>
  sharp(data, { sequentialRead: true, failOn: 'warning', limitInputPixels: LARGEST_PICTURE })
