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
    // Packages that only lazy chunks use stay with them; without `enforce`, small shared modules cost no request of their own.
    return {
      ...manifest,
      cacheGroups: mapGroups(manifest, group => ({ ...group, chunks: 'initial', enforce: undefined })),
    }
  }
  return {
    ...manifest,
    chunks: 'all',
    cacheGroups: mapGroups(manifest, group => ({ ...group, name: undefined, enforce: undefined })),
  }
}
