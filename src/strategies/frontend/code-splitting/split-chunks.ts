import type { CandidateSettings } from './candidate-settings.js'
import type { CacheGroup, SplitChunks } from './configuration.js'

const mapGroups = (split: SplitChunks, change: (group: CacheGroup) => CacheGroup): SplitChunks['cacheGroups'] =>
  Object.fromEntries(Object.entries(split.cacheGroups ?? {}).map(([name, group]) => [name, change(group)]))

/** The manifest's groups, or a variant derived from them. */
export const splitChunksFor = (
  manifest: SplitChunks,
  variant: CandidateSettings['splitChunks'],
): SplitChunks | null => {
  if (variant === null) return null
  if (variant === 'manifest') return manifest
  if (variant === 'initial-vendors') {
    // Packages that only lazy chunks use stay with them. Enforced, since what remains of the entry may be small.
    const initial = (group: CacheGroup): CacheGroup => ({
      ...group,
      chunks: 'initial',
      enforce: group.test !== undefined,
    })
    return { ...manifest, cacheGroups: mapGroups(manifest, initial) }
  }
  return {
    ...manifest,
    chunks: 'all',
    cacheGroups: mapGroups(manifest, group => ({ ...group, name: undefined, enforce: undefined })),
  }
}
