/**
 * How many pictures a file holds: 1 for what does not move, and where it cannot be told. Read from the containers' own tables (GIF, PNG, WebP);
 * decoding every picture of a page would cost seconds.
 */
export const framesOf = (file: Buffer): number => {
  if (file.toString('latin1', 0, 4) === 'GIF8') return framesOfGif(file)
  if (file.toString('latin1', 0, 4) === 'RIFF' && file.toString('latin1', 8, 12) === 'WEBP') return framesOfWebp(file)
  if (file.toString('latin1', 1, 4) === 'PNG') return framesOfPng(file)
  return 1
}

function framesOfWebp(file: Buffer): number {
  let frames = 0
  for (let at = 12; at + 8 <= file.length; ) {
    if (file.toString('latin1', at, at + 4) === 'ANMF') frames++
    const size = file.readUInt32LE(at + 4)
    at += 8 + size + (size % 2)
  }
  return Math.max(1, frames)
}

function framesOfPng(file: Buffer): number {
  for (let at = 8; at + 12 <= file.length; at += 12 + file.readUInt32BE(at)) {
    const kind = file.toString('latin1', at + 4, at + 8)
    if (kind === 'acTL') return Math.max(1, file.readUInt32BE(at + 8))
    if (kind === 'IDAT') return 1
  }
  return 1
}

function framesOfGif(file: Buffer): number {
  const tableBytes = (flags: number): number => (flags & 0x80 ? 3 * 2 ** ((flags & 7) + 1) : 0)
  /** The place after a chain of sub-blocks. */
  const afterBlocks = (from: number): number => {
    let at = from
    while (at < file.length && file[at] !== 0) at += 1 + (file[at] as number)
    return at + 1
  }
  let frames = 0
  let at = 13 + tableBytes(file[10] ?? 0)
  while (at < file.length) {
    if (file[at] === 0x2c) {
      frames++
      at = afterBlocks(at + 11 + tableBytes(file[at + 9] ?? 0))
    } else if (file[at] === 0x21) at = afterBlocks(at + 2)
    else break
  }
  return Math.max(1, frames)
}
