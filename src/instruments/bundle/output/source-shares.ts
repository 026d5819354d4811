import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { dirname, isAbsolute, join, posix, resolve } from 'node:path'
import { AnyMap, decodedMappings } from '@jridgewell/trace-mapping'
import { withoutQuery } from '../../../model/pathname.js'
import { fromPackages } from '../modules/module-path.js'
import { pathsWithin } from '../modules/path-within.js'

const COMMENT = /\/[/*][#@]\s*sourceMappingURL=([^\s'"*]+)/g

/** The source map of a script: written into it, or in the file it names, or beside it. */
const mapOf = async (text: string, file: string): Promise<string | null> => {
  const url = [...text.matchAll(COMMENT)].at(-1)?.[1]
  const inline = /^data:[^,]*?(;base64)?,(.*)$/s.exec(url ?? '')
  if (inline) return inline[1] ? Buffer.from(inline[2]!, 'base64').toString('utf8') : decodeURIComponent(inline[2]!)
  const named = url === undefined || /^[a-z]+:/i.test(url) ? `${file}.map` : join(dirname(file), decodeURI(url))
  return readFile(named, 'utf8').catch(() => null)
}

/** What a map says of no file: what a bundler adds, or what has no name. */
const NO_FILE = /^[<(]|\s|\bwebpack\/(?:runtime|bootstrap)\b/

/**
 * A source as its map names it, as a path below the root; null for what is no file of the project's or its packages'. Maps name sources from
 * their own folder, from the root of the project (also with a leading slash), or below a scheme: what is there counts.
 */
const placed = (source: string, mapFolder: string, root: string, within: (path: string) => string): string | null => {
  // `webpack://shop/./src/a.js`, `turbopack:///[project]/src/a.js`, `file:///home/…`
  const [, scheme, below = ''] = /^([a-z][\w+.-]*):\/\/(.*)$/i.exec(source) ?? []
  const named =
    scheme === undefined
      ? source
      : scheme === 'file'
        ? below
        : below.replace(/^[^/]*\//, '').replace(/^\[[^\]]+\]\//, '')
  const path = withoutQuery(named).replaceAll('\\', '/')
  if (path === '' || NO_FILE.test(path)) return null
  const packaged = fromPackages(path)
  if (packaged !== path || path.startsWith('node_modules/')) return posix.normalize(packaged)
  const places =
    scheme !== undefined && scheme !== 'file'
      ? [join(root, path)]
      : isAbsolute(path)
        ? [path, join(root, path)]
        : [resolve(mapFolder, path), resolve(root, path)]
  const own = within(places.find(place => existsSync(place)) ?? places[0]!)
  return own === '' || own === '..' || own.startsWith('../') ? null : own
}

/**
 * What share of a script's text comes from each source, by its source map: by the source's path below the root. Text that the map says nothing
 * of is nobody's, so that the shares may add up to less than one.
 *
 * @param file absolute path of the script
 * @returns nothing where there is no map that can be read
 */
export const sourceShares = async (text: string, file: string, root: string): Promise<ReadonlyMap<string, number>> => {
  const shares = new Map<string, number>()
  const json = await mapOf(text, file)
  if (json === null || text.length === 0) return shares
  try {
    const map = AnyMap(JSON.parse(json))
    const within = await pathsWithin(root)
    const paths = map.resolvedSources.map(source => placed(source ?? '', dirname(file), root, within))
    const lines = text.split('\n')
    for (const [index, segments] of decodedMappings(map).entries()) {
      const length = (lines[index]?.length ?? 0) + 1
      for (const [at, segment] of segments.entries()) {
        const path = segment.length === 1 ? null : paths[segment[1]]
        const next = segments[at + 1]?.[0] ?? length
        if (path != null && next > segment[0])
          shares.set(path, (shares.get(path) ?? 0) + (next - segment[0]) / text.length)
      }
    }
  } catch {
    return new Map() // no map
  }
  return shares
}
