import { withoutHash } from '../../system/without-hash.js'
import type { OutputFile } from './read-output.js'

/**
 * For each file, what it was before: of that name; with that content, wherever it lay; else of that name but for its hash, where sizes decide
 * among several.
 */
export function matchFiles(
  before: readonly OutputFile[],
  after: readonly OutputFile[],
): ReadonlyMap<OutputFile, OutputFile> {
  const matched = new Map<OutputFile, OutputFile>()
  const left = new Set(before)
  const match = (keyOf: (file: OutputFile) => string) => {
    const known = new Map<string, OutputFile[]>()
    for (const file of left) known.set(keyOf(file), [...(known.get(keyOf(file)) ?? []), file])
    for (const file of after) {
      if (matched.has(file)) continue
      const among = (known.get(keyOf(file)) ?? []).filter(one => left.has(one))
      const [closest] = among.sort((a, b) => Math.abs(a.size - file.size) - Math.abs(b.size - file.size))
      if (closest === undefined) continue
      matched.set(file, closest)
      left.delete(closest)
    }
  }
  match(({ path }) => path)
  match(({ hash, kind }) => `${kind} ${hash}`)
  match(({ path }) => withoutHash(path))
  return matched
}
