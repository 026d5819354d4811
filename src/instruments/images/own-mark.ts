import { crc32 } from 'node:zlib'
import { boxesOf, isAvif, ownBox } from './avif-boxes.js'

/**
 * A few bytes in a picture's file that say who encoded it: what has been brought down to the quality floor once must not be taken for an
 * original, or each run would lower it again. It lies where each format keeps remarks, so that it travels with the file, through clones and
 * copies, and no viewer minds it.
 */
const MARK = 'Encoded by Tunewright'

/** The same file with the mark; as it is where it has one, or is of a format that is never written here. */
export const withOwnMark = (file: Buffer): Buffer => {
  if (hasOwnMark(file)) return file
  if (isJpeg(file)) return markJpeg(file)
  if (isPng(file)) return markPng(file)
  if (isWebp(file)) return markWebp(file)
  return isAvif(file) ? Buffer.concat([file, ownBox(Buffer.from(MARK))]) : file
}

export const hasOwnMark = (file: Buffer): boolean => {
  if (isJpeg(file)) return jpegSegments(file).some(s => s.marker === COMMENT && s.data.includes(MARK))
  if (isPng(file)) return pngChunks(file).some(c => c.type === 'tEXt' && c.data.includes(MARK))
  if (isWebp(file)) return webpChunks(file).some(c => c.type === WEBP_REMARK && c.data.includes(MARK))
  return isAvif(file) && boxesOf(file).some(box => box.type === 'uuid' && box.data.includes(MARK))
}

/** Whether a PNG is animated (APNG): decoders that do not know that show its first frame. */
export const isAnimatedPng = (file: Buffer): boolean => isPng(file) && pngChunks(file).some(c => c.type === 'acTL')

const isJpeg = (file: Buffer): boolean => file[0] === 0xff && file[1] === 0xd8
const isPng = (file: Buffer): boolean => file.toString('latin1', 0, 8) === '\x89PNG\r\n\x1a\n'
const isWebp = (file: Buffer): boolean =>
  file.toString('latin1', 0, 4) === 'RIFF' && file.toString('latin1', 8, 12) === 'WEBP'

interface Part {
  readonly type: string
  readonly data: Buffer
  /** Where it begins and where the next one does. */
  readonly start: number
  readonly end: number
}

const COMMENT = 0xfe

/** The segments before the scans (ITU-T T.81, annex B). */
const jpegSegments = (file: Buffer): { marker: number; data: Buffer; start: number; end: number }[] => {
  const segments: ReturnType<typeof jpegSegments> = []
  for (let at = 2; at + 4 <= file.length && file[at] === 0xff; ) {
    const marker = file[at + 1]!
    if (marker === 0xda || marker === 0xd9) break
    const end = at + 2 + file.readUInt16BE(at + 2)
    segments.push({ marker, data: file.subarray(at + 4, end), start: at, end })
    at = end
  }
  return segments
}

/** Behind the application segments, of which some have to be the first. */
const markJpeg = (file: Buffer): Buffer => {
  const at = jpegSegments(file).findLast(s => s.marker >= 0xe0 && s.marker <= 0xef)?.end ?? 2
  const head = Buffer.from([0xff, COMMENT, 0, MARK.length + 2])
  return Buffer.concat([file.subarray(0, at), head, Buffer.from(MARK), file.subarray(at)])
}

const pngChunks = (file: Buffer): Part[] => {
  const chunks: Part[] = []
  for (let at = 8; at + 12 <= file.length; ) {
    const end = at + 12 + file.readUInt32BE(at)
    const type = file.toString('latin1', at + 4, at + 8)
    chunks.push({ type, data: file.subarray(at + 8, end - 4), start: at, end })
    at = end
  }
  return chunks
}

/** After the header, which has to be the first chunk. */
const markPng = (file: Buffer): Buffer => {
  const at = pngChunks(file)[0]?.end ?? 8
  const content = Buffer.from(`tEXtSoftware\0${MARK}`)
  const chunk = Buffer.alloc(content.length + 8)
  chunk.writeUInt32BE(content.length - 4, 0)
  content.copy(chunk, 4)
  chunk.writeUInt32BE(crc32(content), content.length + 4)
  return Buffer.concat([file.subarray(0, at), chunk, file.subarray(at)])
}

/** A chunk of a name that the format leaves to applications: readers pass over what they do not know (RFC 9649, section 2.7.1.6). */
const WEBP_REMARK = 'TUNE'

const webpChunks = (file: Buffer): Part[] => {
  const chunks: Part[] = []
  for (let at = 12; at + 8 <= file.length; ) {
    const length = file.readUInt32LE(at + 4)
    const end = at + 8 + length + (length & 1)
    chunks.push({
      type: file.toString('latin1', at, at + 4),
      data: file.subarray(at + 8, at + 8 + length),
      start: at,
      end,
    })
    at = end
  }
  return chunks
}

const webpChunk = (type: string, data: Buffer): Buffer => {
  const head = Buffer.alloc(8)
  head.write(type, 'latin1')
  head.writeUInt32LE(data.length, 4)
  return Buffer.concat([head, data, Buffer.alloc(data.length & 1)])
}

/** Only the extended form has room for other chunks. */
const markWebp = (file: Buffer): Buffer => {
  const [first] = webpChunks(file)
  if (first === undefined) return file
  const extended = first.type === 'VP8X' ? [] : [webpChunk('VP8X', extendedHeader(first))]
  const body = [...extended, file.subarray(12), webpChunk(WEBP_REMARK, Buffer.from(MARK))]
  const size = Buffer.alloc(4)
  size.writeUInt32LE(body.reduce((sum, part) => sum + part.length, 4))
  return Buffer.concat([Buffer.from('RIFF'), size, Buffer.from('WEBP'), ...body])
}

/** What the extended header says of a file that had none: its size, and whether there is transparency. */
const extendedHeader = ({ type, data }: Part): Buffer => {
  const header = Buffer.alloc(10)
  if (type === 'VP8L') {
    const bits = data.readUInt32LE(1)
    header[0] = (bits >>> 28) & 1 ? 0x10 : 0
    header.writeUIntLE(bits & 0x3fff, 4, 3)
    header.writeUIntLE((bits >>> 14) & 0x3fff, 7, 3)
  } else {
    header.writeUIntLE((data.readUInt16LE(6) & 0x3fff) - 1, 4, 3)
    header.writeUIntLE((data.readUInt16LE(8) & 0x3fff) - 1, 7, 3)
  }
  return header
}
