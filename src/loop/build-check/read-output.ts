import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { promisify } from 'node:util'
import { gzip } from 'node:zlib'
import { DEPENDENCIES, filesBelow } from '../../change/folders.js'
import type { FileKind } from '../../model/budget.js'
import type { Weight } from '../../model/check.js'
import { sha256 } from '../../system/hash.js'
import { mapBounded } from '../../system/map-bounded.js'

const compressed = promisify(gzip)

/** A file of an output as it lies there. */
export interface OutputFile extends Weight {
  readonly path: string
  readonly kind: FileKind
  readonly hash: string
}

const KINDS: readonly (readonly [FileKind, RegExp])[] = [
  ['script', /\.[cm]?js$/i],
  ['style', /\.css$/i],
  ['page', /\.html?$/i],
  ['image', /\.(?:png|jpe?g|gif|webp|avif|svg|ico|bmp|apng|jxl)$/i],
  ['font', /\.(?:woff2?|ttf|otf|eot)$/i],
]

export const kindOf = (file: string): FileKind => KINDS.find(([, pattern]) => pattern.test(file))?.[0] ?? 'other'

/** What servers do not compress any further. */
const COMPRESSED = /\.(?:png|jpe?g|gif|webp|avif|apng|jxl|woff2?|mp[34]|m4[av]|webm|og[gv]|zip|pdf|wasm\.br)$/i

/** What no visitor loads, or only instead of what is counted already: maps, licence texts, copies that are compressed beforehand. */
const NOT_DELIVERED = /\.(?:map|gz|br|zst)$|\.LICENSE\.txt$/i

const isLeftOut = (name: string): boolean => name.startsWith('.') || name === DEPENDENCIES || NOT_DELIVERED.test(name)

const AT_A_TIME = 4

/** The files that visitors may be sent of an output folder, sorted by path. */
export async function readOutput(folder: string): Promise<readonly OutputFile[]> {
  const paths = await filesBelow(folder, isLeftOut)
  const files = await mapBounded(paths, AT_A_TIME, async (file): Promise<OutputFile | null> => {
    // A link may lead anywhere, or nowhere.
    const content = await readFile(path.join(folder, file)).catch(() => null)
    if (content === null) return null
    const gzipped = COMPRESSED.test(file) ? content.length : (await compressed(content)).length
    return {
      path: file,
      kind: kindOf(file),
      size: content.length,
      // What gzip makes larger is sent as it is.
      gzip: Math.min(content.length, gzipped),
      hash: sha256(content),
    }
  })
  return files.filter(file => file !== null)
}
