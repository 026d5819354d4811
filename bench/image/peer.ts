import { type Master, readMaster } from '../../src/instruments/images/master.js'

export type Format = 'jpeg' | 'webp' | 'avif'
export const FORMATS: readonly Format[] = ['jpeg', 'webp', 'avif']

/** sharp's encoders as they come, JPEG by mozjpeg: what a build step with one quality for all pictures does. */
export const encodeAtQuality = (master: Master, format: Format, quality: number): Promise<Buffer> => {
  const input = readMaster(master)
  switch (format) {
    case 'jpeg':
      return input.jpeg({ quality, mozjpeg: true }).toBuffer()
    case 'webp':
      return input.webp({ quality }).toBuffer()
    case 'avif':
      return input.avif({ quality }).toBuffer()
  }
}
