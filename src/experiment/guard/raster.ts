import sharp from 'sharp'

/** A picture at half its size in CSS pixels, RGB, row by row. Halving averages away anti-aliasing and the finest noise of encoders. */
export interface Raster {
  readonly width: number
  readonly height: number
  readonly data: Uint8Array
}

export const SHRINK = 2

/** @param png a screenshot at one pixel per CSS pixel */
export async function readRaster(png: Buffer): Promise<Raster> {
  const { width, height } = await sharp(png, { limitInputPixels: false }).metadata()
  const size = { width: Math.max(1, Math.round(width / SHRINK)), height: Math.max(1, Math.round(height / SHRINK)) }
  const { data, info } = await sharp(png, { limitInputPixels: false })
    .flatten({ background: '#ffffff' })
    .resize({ ...size, fit: 'fill', kernel: 'cubic' })
    .toColourspace('srgb')
    .raw()
    .toBuffer({ resolveWithObject: true })
  if (info.channels === 3) return { width: info.width, height: info.height, data }
  return {
    width: info.width,
    height: info.height,
    data: await sharp(data, { raw: info }).toColourspace('srgb').removeAlpha().raw().toBuffer(),
  }
}

/** Whether nothing is to be seen: all pixels within a few levels of one another. */
export function isBlank(raster: Raster): boolean {
  let low = 255
  let high = 0
  for (const value of raster.data) {
    if (value < low) low = value
    if (value > high) high = value
  }
  return high - low < 8
}
