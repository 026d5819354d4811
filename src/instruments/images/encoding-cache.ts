import { randomUUID } from 'node:crypto'
import { mkdir, readdir, readFile, rename, rm, stat, utimes, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { sha256 } from '../../system/hash.js'
import type { Encoding } from './search.js'

/** Raised when an encoder or the score changes, so that older entries are not taken for new ones. */
const GENERATION = 7

/** What is kept: bytes, and facts about them that JSON can hold. */
interface Kept {
  readonly buffer: Buffer
}

export interface EncodingCache<E extends Kept = Encoding> {
  /** The cached result for these parameters, else what `make` makes of them, then stored. null is stored too. */
  through(parameters: Readonly<Record<string, unknown>>, make: () => Promise<E | null>): Promise<E | null>
  /** Removes what was used longest ago until the rest fits. */
  prune(): Promise<void>
}

const DEFAULT_LIMIT = 512 * 1024 * 1024

/** Encodings in a folder, one file each, named by the hash of source and parameters. Two processes may use it at once. */
export const openEncodingCache = <E extends Kept = Encoding>(
  folder: string,
  limitBytes = DEFAULT_LIMIT,
): EncodingCache<E> => ({
  async through(parameters, make) {
    const file = path.join(folder, `${sha256(JSON.stringify({ ...parameters, generation: GENERATION }))}.enc`)
    const hit = await readEntry<E>(file)
    if (hit !== undefined) return hit
    const made = await make()
    await writeEntry(file, made)
    return made
  },
  async prune() {
    const names = await readdir(folder).catch(() => [])
    const found = await Promise.all(
      names.map(async name => {
        const info = await stat(path.join(folder, name)).catch(() => null)
        return info === null ? [] : [{ name, size: info.size, used: info.mtimeMs }]
      }),
    )
    const entries = found.flat().sort((a, b) => b.used - a.used)
    let total = 0
    for (const entry of entries) {
      total += entry.size
      if (total > limitBytes) await rm(path.join(folder, entry.name), { force: true })
    }
  },
})

/** A line of JSON, then the encoding's bytes. */
const writeEntry = async (file: string, encoding: Kept | null): Promise<void> => {
  await mkdir(path.dirname(file), { recursive: true, mode: 0o700 })
  const { buffer, ...facts } = encoding ?? { buffer: Buffer.alloc(0) }
  const head = JSON.stringify({ facts: encoding === null ? null : facts, hash: sha256(buffer) })
  const temporary = `${file}.${randomUUID()}`
  await writeFile(temporary, Buffer.concat([Buffer.from(`${head}\n`), buffer]))
  await rename(temporary, file)
}

/** undefined where there is none, or where it is damaged. */
const readEntry = async <E extends Kept>(file: string): Promise<E | null | undefined> => {
  const data = await readFile(file).catch(() => null)
  if (data === null) return undefined
  const end = data.indexOf(0x0a)
  const buffer = data.subarray(end + 1)
  try {
    const head = JSON.parse(data.toString('utf8', 0, end)) as { facts: Omit<E, 'buffer'> | null; hash: string }
    if (head.hash !== sha256(buffer)) return undefined
    const now = new Date()
    await utimes(file, now, now).catch(() => undefined)
    return head.facts === null ? null : ({ ...head.facts, buffer } as E)
  } catch {
    return undefined
  }
}
