import type { BundleObservation } from './observation.js'
import type { TargetSystem } from './target.js'

/** What makes the files that a target serves: a bundler whose builds are read, or nobody (`static`: the sources are what is served). */
export type TargetKind = 'static' | Exclude<BundleObservation['bundler'], 'unknown'>

const NAMES = {
  static: 'plain files',
  webpack: 'webpack',
  vite: 'Vite',
  rollup: 'Rollup',
  rolldown: 'Rolldown',
  esbuild: 'esbuild',
} as const satisfies Record<TargetKind, string>

export const TARGET_KINDS = Object.keys(NAMES) as TargetKind[]

/** @returns null where a build or a service makes the files in a way that is not known: then no kind can be told. */
export const targetKindOf = (
  { build, serve }: Pick<TargetSystem, 'build' | 'serve'>,
  bundle: Pick<BundleObservation, 'bundler'> | null,
): TargetKind | null => {
  if (bundle) return bundle.bundler === 'unknown' ? null : bundle.bundler
  return build === undefined && serve.kind === 'static' ? 'static' : null
}

/** `plain files, and builds by webpack, Vite or esbuild` */
export const targetKindsInWords = (kinds: readonly TargetKind[]): string => {
  const builds = TARGET_KINDS.filter(kind => kind !== 'static' && kinds.includes(kind)).map(kind => NAMES[kind])
  const last = builds.pop()
  const some = last === undefined ? [] : [`builds by ${builds.length > 0 ? `${builds.join(', ')} or ` : ''}${last}`]
  return [...(kinds.includes('static') ? [NAMES.static] : []), ...some].join(', and ')
}
