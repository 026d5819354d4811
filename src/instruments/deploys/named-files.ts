import { readFile } from 'node:fs/promises'
import { join, posix } from 'node:path'
import type { BundleObservation } from '../../model/observation.js'
import { withoutQuery } from '../../model/pathname.js'
import { isScript } from '../bundle/modules/is-script.js'

const SCRIPT_NAME = /[^\s"'`/\\,()]+\.[cm]?js/g

/**
 * Which files' names stand in which script: ES modules name what they import; webpack's runtime has the hashes of all that is loaded later.
 *
 * @param folder absolute path of the folder that the bundler wrote to
 */
export const namedFiles = async (
  folder: string,
  { bundler, chunks }: Pick<BundleObservation, 'bundler' | 'chunks'>,
): Promise<ReadonlyMap<string, readonly string[]>> => {
  const files = [...new Set(chunks.flatMap(chunk => chunk.files).filter(isScript))]
  if (bundler === 'webpack') {
    const later = chunks.filter(chunk => !chunk.initial).flatMap(chunk => chunk.files.filter(isScript))
    const runtimes = chunks.filter(chunk => chunk.entry).flatMap(chunk => chunk.files.filter(isScript))
    return new Map(runtimes.map(file => [file, later]))
  }
  const byName = new Map(files.map(file => [posix.basename(file), file]))
  const named = async (file: string): Promise<readonly [string, string[]]> => {
    const text = await readFile(join(folder, withoutQuery(file)), 'utf8').catch(() => '')
    const words = new Set([...text.matchAll(SCRIPT_NAME)].map(([word]) => word))
    return [file, [...words].flatMap(word => byName.get(word) ?? []).filter(other => other !== file)]
  }
  return new Map(await Promise.all(files.map(named)))
}
