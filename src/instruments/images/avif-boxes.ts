/** A box of an ISO base media file (ISO/IEC 14496-12): AVIF is one. */
export interface Box {
  readonly type: string
  readonly data: Buffer
}

/** The boxes on the file's top level, as far as their sizes make sense. */
export const boxesOf = (file: Buffer): readonly Box[] => {
  const boxes: Box[] = []
  for (let at = 0; at + 8 <= file.length; ) {
    const size = file.readUInt32BE(at)
    const long = size === 1 && at + 16 <= file.length
    const head = long ? 16 : 8
    const length = size === 0 ? file.length - at : long ? Number(file.readBigUInt64BE(at + 8)) : size
    if (length < head || at + length > file.length) break
    boxes.push({ type: file.toString('latin1', at + 4, at + 8), data: file.subarray(at + head, at + length) })
    at += length
  }
  return boxes
}

/** The brands that a file says it can be read as: the major one, then the compatible ones. */
const brandsOf = (file: Buffer): readonly string[] => {
  if (file.toString('latin1', 4, 8) !== 'ftyp') return []
  const [type] = boxesOf(file)
  const words = type?.data.toString('latin1').match(/.{4}/gs) ?? []
  return words.filter((_, index) => index !== 1) // the second is a version
}

export const isAvif = (file: Buffer): boolean => brandsOf(file).some(brand => brand === 'avif' || brand === 'avis')

/** A sequence shows its first frame in decoders that know still pictures alone. */
export const isAnimatedAvif = (file: Buffer): boolean => brandsOf(file).includes('avis')

/** Ours: drawn at random once. */
const OWN_UUID = Buffer.from('9f1c7d0e4a5b4e0fb6d27a3c5e8812f4', 'hex')

/** A box of our own with these bytes. At the end of a file it moves nothing, and readers pass over types that they do not know. */
export const ownBox = (content: Buffer): Buffer => {
  const head = Buffer.alloc(8)
  head.writeUInt32BE(8 + OWN_UUID.length + content.length, 0)
  head.write('uuid', 4, 'latin1')
  return Buffer.concat([head, OWN_UUID, content])
}
