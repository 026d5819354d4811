import type { BundlePart, BundleSummary } from '../model/load-summary.js'
import type { BundleModule, BundleObservation } from '../model/observation.js'
import { groupBy } from '../system/group-by.js'

/** So many parts are named by themselves; the rest are one part for each kind. */
const MOST_NAMED = 60

/** What a bundle is made of: packages and the project's own modules, by when they are loaded. */
export function bundleParts({ bundler, chunks, modules }: BundleObservation): BundleSummary {
  const initial = new Set(chunks.filter(chunk => chunk.initial).flatMap(chunk => chunk.files))
  // A module in an initial chunk and in others is there from the start: that is what its bytes cost.
  const whenOf = (module: BundleModule) => (module.chunkFiles.some(file => initial.has(file)) ? 'initial' : 'on-demand')
  const whole = gathered(
    modules.map(module => ({
      name: module.packageName ?? module.path,
      kind: module.packageName === null ? 'own' : 'package',
      when: whenOf(module),
      bytes: module.parsedSize,
      gzipBytes: module.gzipSize,
      modules: 1,
    })),
  ).toSorted((a, b) => b.bytes - a.bytes)
  const rest = gathered(whole.slice(MOST_NAMED).map(part => ({ ...part, name: null })))
  return { bundler, parts: [...whole.slice(0, MOST_NAMED), ...rest].filter(part => part.bytes > 0) }
}

/** Parts of one name, kind and time added up. */
const gathered = (parts: readonly BundlePart[]): readonly BundlePart[] =>
  [...groupBy(parts, ({ name, kind, when }) => JSON.stringify([name, kind, when])).values()].map(group => ({
    ...group[0]!,
    bytes: sum(group.map(part => part.bytes)),
    gzipBytes: sum(group.map(part => part.gzipBytes)),
    modules: sum(group.map(part => part.modules)),
  }))

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0)
