import { readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import sharp from 'sharp'
import { glob } from 'tinyglobby'

/**
 * What the image plugins are set to, in sharp's terms: one quality for all pictures of a format, the one that sharp takes unless told
 * otherwise. The plugins' own examples are lossless, and would leave photographs nearly as heavy as they are.
 */
export const ENCODE_OPTIONS = {
  jpeg: { quality: 80, mozjpeg: true },
  png: { quality: 90, palette: true, compressionLevel: 9 },
  webp: { quality: 80 },
  avif: { quality: 50 },
} as const

const PICTURES = ['**/*.{jpg,jpeg,png,webp,avif}']

/**
 * What such a plugin does, on files that a build has left or that are served as they lie: each picture in its own format, taken where it
 * is smaller.
 * @returns what was done, in words
 */
export const encodeOutput = async (folder: string): Promise<string> => {
  const files = await glob(PICTURES, { cwd: folder, ignore: ['**/node_modules/**'] })
  let [before, after] = [0, 0]
  for (const name of files.sort()) {
    const file = path.join(folder, name)
    const source = await readFile(file)
    const { format } = await sharp(source).metadata()
    const encoded = await encode(source, format)
    before += source.length
    after += Math.min(source.length, encoded?.length ?? source.length)
    if (encoded !== null && encoded.length < source.length) await writeFile(file, encoded)
  }
  return `${files.length} pictures encoded: ${before} → ${after} bytes`
}

const encode = (source: Buffer, format: string | undefined): Promise<Buffer> | null => {
  const input = sharp(source).autoOrient()
  switch (format) {
    case 'jpeg':
      return input.jpeg(ENCODE_OPTIONS.jpeg).toBuffer()
    case 'png':
      return input.png(ENCODE_OPTIONS.png).toBuffer()
    case 'webp':
      return input.webp(ENCODE_OPTIONS.webp).toBuffer()
    default:
      return null
  }
}
