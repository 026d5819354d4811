import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import parseUtils from 'webpack-bundle-analyzer/lib/parseUtils.js'
import type { BundleObservation, ScriptCoverage } from '../../../model/observation.js'
import { withoutQuery } from '../../../model/pathname.js'
import { modulePath, packageOf } from '../modules/module-path.js'
import { type Compilation, readCompilation, type StatsModule } from './compilation.js'

/** How much of a package (or, where null, of the project's own code) ran. */
export interface PackageUse {
  readonly packageName: string | null
  readonly bytes: number
  readonly usedBytes: number
}

interface Span {
  readonly start: number
  readonly end: number
  /** Shares of the span: a concatenated module's parts by their source size, since minified parts have no border. */
  readonly shares: readonly { readonly packageName: string | null; readonly share: number }[]
}

const sharesOf = (modules: readonly StatsModule[]): Span['shares'] => {
  const parts = modules.flatMap(module => module.modules ?? [module])
  const total = parts.reduce((sum, part) => sum + (part.size ?? 0), 0) || 1
  return parts.map(part => ({
    packageName: packageOf(modulePath(part.name ?? '') ?? ''),
    share: (part.size ?? 0) / total,
  }))
}

/** Where each module's code lies in a script, and whose the rest is: the entry's own modules stand outside of any function. */
const spansOf = async (
  compilation: Compilation,
  file: string,
): Promise<{ spans: Span[]; length: number; rest: Span['shares'] }> => {
  const path = join(compilation.options.output.path, file)
  const source = await readFile(path, 'utf8')
  const chunks = new Set(compilation.stats.chunks.filter(chunk => chunk.files.includes(file)).map(chunk => chunk.id))
  const inFile = compilation.stats.modules.filter(module => module.chunks?.some(chunk => chunks.has(chunk)))
  const byId = new Map(inFile.map(module => [String(module.id), module]))
  const { modules } = parseUtils.parseBundle(path, { expectedModuleIds: [...byId.keys()] })
  const spans: Span[] = []
  let from = 0
  for (const [id, code] of Object.entries(modules)) {
    // Modules with numeric ids are not listed in the order in which they stand.
    const found = source.indexOf(code, from)
    const start = found === -1 ? source.indexOf(code) : found
    const module = byId.get(id)
    if (start === -1 || !module) continue
    from = start + code.length
    spans.push({ start, end: from, shares: sharesOf([module]) })
    byId.delete(id)
  }
  return { spans, length: source.length, rest: sharesOf([...byId.values()]) }
}

const overlap = (ranges: ScriptCoverage['usedRanges'], start: number, end: number): number =>
  ranges.reduce((sum, [from, to]) => sum + Math.max(0, Math.min(to, end) - Math.max(from, start)), 0)

/**
 * Attributes what ran on a page to packages, by where each module's code lies in its chunk. Inside a concatenated module the parts
 * share by source size, which is an estimate. Heaviest unused first.
 */
export const packageUse = async (
  statsFile: string,
  bundle: BundleObservation,
  coverage: readonly ScriptCoverage[],
): Promise<readonly PackageUse[]> => {
  const compilation = await readCompilation(statsFile)
  if (!compilation) return []
  const use = new Map<string | null, { bytes: number; usedBytes: number }>()
  const add = (packageName: string | null, bytes: number, usedBytes: number): void => {
    const known = use.get(packageName) ?? { bytes: 0, usedBytes: 0 }
    use.set(packageName, { bytes: known.bytes + bytes, usedBytes: known.usedBytes + usedBytes })
  }
  const files = new Set(bundle.chunks.flatMap(chunk => chunk.files))
  for (const script of coverage) {
    const file = [...files].find(name => withoutQuery(script.url).endsWith(`/${name}`))
    if (file === undefined) continue
    const { spans, length, rest } = await spansOf(compilation, file)
    let bytes = length
    let used = overlap(script.usedRanges, 0, length)
    for (const span of spans) {
      const usedInSpan = overlap(script.usedRanges, span.start, span.end)
      bytes -= span.end - span.start
      used -= usedInSpan
      for (const { packageName, share } of span.shares) {
        add(packageName, (span.end - span.start) * share, usedInSpan * share)
      }
    }
    for (const { packageName, share } of rest) add(packageName, bytes * share, used * share)
  }
  return [...use]
    .map(([packageName, { bytes, usedBytes }]) => ({
      packageName,
      bytes: Math.round(bytes),
      usedBytes: Math.round(usedBytes),
    }))
    .toSorted((a, b) => b.bytes - b.usedBytes - (a.bytes - a.usedBytes))
}
