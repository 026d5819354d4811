import { readFile } from 'node:fs/promises'
import { dirname, isAbsolute, join, posix, resolve } from 'node:path'
import { AnyMap, decodedMappings } from '@jridgewell/trace-mapping'
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

/** A source as its map names it, as a path below the root; null for what is no file of the project's or its packages'. */
const placed = (source: string, mapFolder: string, within: (path: string) => string): string | null => {
  // `webpack://shop/./src/a.js`, `turbopack:///[project]/src/a.js`, `file:///…`
  const scheme = /^([a-z][\w+.-]*):\/\/(.*)$/i.exec(source)
  const path = (
    scheme && scheme[1] !== 'file'
      ? scheme[2]!.replace(/^[^/]*\//, '').replace(/^\[[^\]]+\]\//, '')
      : (scheme?.[2] ?? source)
  )
    .split('?')[0]!
    .replaceAll('\\', '/')
  const packaged = fromPackages(path)
  if (packaged !== path || path.startsWith('node_modules/')) return posix.normalize(packaged)
  const file = scheme && scheme[1] !== 'file' ? path : isAbsolute(path) ? path : resolve(mapFolder, path)
  const below = isAbsolute(file) ? within(file) : posix.normalize(file)
  // Some tools write paths from the project's folder with a leading slash.
  const own = below.startsWith('../') && isAbsolute(path) ? path.slice(1) : below
  return own.startsWith('../') || own === '.' || /\s|^\(|webpack\/(?:runtime|bootstrap)/.test(own) ? null : own
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
    const paths = map.resolvedSources.map(source => placed(source ?? '', dirname(file), within))
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
