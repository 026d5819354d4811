import { boldFont } from '../font.js'
import { picture } from '../pictures.js'
import type { Site } from '../site.js'
import { readFiles } from './read-site.js'

/** A long article: web font, table of contents, pictures, a video's poster, sound, styles for print and for the dark. */

const SECTIONS = ['source', 'weir', 'mill', 'otters', 'flood', 'mouth']

const pictures = await Promise.all(
  [...SECTIONS, 'poster'].map(
    async (name, index) => [`/img/${name}.jpg`, await picture(200 + index, { width: 640, height: 480 })] as const,
  ),
)

/** One second of a tone: PCM, mono, 8 bit, 8 kHz. */
function tone(): Buffer {
  const rate = 8000
  const header = Buffer.alloc(44)
  header.write('RIFF', 0)
  header.writeUInt32LE(36 + rate, 4)
  header.write('WAVEfmt ', 8)
  header.writeUInt32LE(16, 16)
  header.writeUInt16LE(1, 20)
  header.writeUInt16LE(1, 22)
  header.writeUInt32LE(rate, 24)
  header.writeUInt32LE(rate, 28)
  header.writeUInt16LE(1, 32)
  header.writeUInt16LE(8, 34)
  header.write('data', 36)
  header.writeUInt32LE(rate, 40)
  const samples = Buffer.from(Array.from({ length: rate }, (_, at) => Math.round(128 + 60 * Math.sin(at / 5))))
  return Buffer.concat([header, samples])
}

export const article: Site = {
  files: {
    ...readFiles('article'),
    ...Object.fromEntries(pictures),
    '/fonts/walks.ttf': boldFont,
    '/river.wav': tone(),
  },
}
