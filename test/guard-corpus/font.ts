import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { brotliDecompressSync } from 'node:zlib'

/** Open Sans (SIL Open Font License), as it comes with the bundled Chromium: an archive in tar's format. */

const BLOCK = 512

function extract(archive: Buffer, name: string): Buffer {
  for (let at = 0; at < archive.length; ) {
    const field = (from: number, length: number) =>
      archive.toString('latin1', at + from, at + from + length).split('\0')[0]!
    const size = Number.parseInt(field(124, 12), 8) || 0
    if (field(0, 100) === name) return archive.subarray(at + BLOCK, at + BLOCK + size)
    at += BLOCK + Math.ceil(size / BLOCK) * BLOCK
  }
  throw new Error(`no ${name} in the archive of fonts`)
}

const main = createRequire(import.meta.url).resolve('@sparticuz/chromium')
const folder = join(main.slice(0, main.indexOf(join('@sparticuz', 'chromium'))), '@sparticuz', 'chromium')

/** TrueType. */
export const boldFont = extract(
  brotliDecompressSync(readFileSync(join(folder, 'bin', 'fonts.tar.br'))),
  'fonts/Open_Sans/OpenSans-Bold.ttf',
)
