import { join } from 'node:path'
import { isScript } from '../../../instruments/bundle/modules/is-script.js'
import { readBundle } from '../../../instruments/bundle/read-bundle.js'
import { type Compilation, readCompilation } from '../../../instruments/bundle/webpack/compilation.js'
import type { Actuator, SettingEffect } from '../../../model/actuator.js'
import { readSettings } from './candidate-settings.js'
import type { CacheGroup, SplitChunks } from './configuration.js'
import {
  chunksOf,
  type GroupBuild,
  groupKeyEffect,
  type KeyEffect,
  matchedBy,
  SELECTED,
  splitKeyEffect,
} from './group-effects.js'
import { NO_MODULE } from './setting-effects.js'
import { splitChunksFor } from './split-chunks.js'

/** What a candidate's own build shows of the manifest's cache groups, key by key: what made no chunk is without effect. */
export const inspectBuilt: NonNullable<Actuator<'webpack-optimization'>['inspectBuilt']> = async (
  candidate,
  context,
  built,
) => {
  const { splitChunks } = context.configuration
  const { splitChunks: variant } = readSettings(candidate.settings)
  const split = splitChunks === false ? null : splitChunksFor(splitChunks, variant)
  if (splitChunks === false || split === null || built.bundleStatistics === null) return []
  const output = join(built.root, context.target.build?.output ?? '.')
  const compilation = await readCompilation(built.bundleStatistics, output)
  if (compilation === null) return []
  const bundle = await readBundle(built.bundleStatistics, output, built.root)
  const paths = bundle.modules.map(({ path }) => join(built.root, path))
  const effects = builtEffects(splitChunks, split, buildOf(compilation, paths), compilation)
  return effects.map(({ note, ...effect }) => ({ ...effect, note: `${note} (in the build of “${candidate.title}”)` }))
}

const buildOf = ({ webpackVersion, options, stats }: Compilation, modules: readonly string[]): GroupBuild => ({
  webpackMajor: Number.parseInt(webpackVersion, 10),
  production: options.mode !== 'development' && options.mode !== 'none',
  chunks: stats.chunks.map(({ names, initial, size, reason }) => ({ names, initial, size, reason: reason ?? '' })),
  modules,
  initialScripts: Math.max(
    0,
    ...Object.values(stats.entrypoints).map(
      ({ assets }) => assets.filter(asset => isScript(typeof asset === 'string' ? asset : asset.name)).length,
    ),
  ),
})

/** Keys that the candidate has as the manifest writes them; those that it varies are not the manifest's any more. */
const builtEffects = (
  manifest: SplitChunks,
  split: SplitChunks,
  build: GroupBuild,
  compilation: Compilation,
): SettingEffect[] => {
  const said = configured(compilation)
  const effects: SettingEffect[] = []
  const tell = (key: string, overruled: boolean, effect: () => KeyEffect): void => {
    const { acts, note } = overruled ? { acts: false, note: OVERRULED } : effect()
    effects.push({ key, effect: acts ? 'acts' : 'without-effect', note })
  }
  for (const key of ['chunks', 'minSize'] as const) {
    if (manifest[key] === undefined || split[key] !== manifest[key]) continue
    tell(`splitChunks.${key}`, said[key] !== plain(split[key]), () => splitKeyEffect(build, split, key))
  }
  for (const [name, group] of Object.entries(split.cacheGroups ?? {})) {
    const place = `splitChunks.cacheGroups.${name}`
    const own = manifest.cacheGroups?.[name] ?? {}
    const keys = (Object.keys(own) as (keyof CacheGroup)[]).filter(key => own[key] !== undefined)
    const overruled = keys.some(key => group[key] !== undefined && groupSaid(said, name)[key] !== plain(group[key]))
    const whole = wholeEffect(build, split, name, group)
    if (keys.length === 0) tell(place, overruled, () => whole ?? { acts: true, note: 'the group made a chunk' })
    for (const key of keys.filter(one => group[one] === own[one]))
      tell(`${place}.${key}`, overruled, () => whole ?? groupKeyEffect(build, split, name, key))
  }
  return effects
}

const OVERRULED = "the project's own webpack configuration says otherwise, and comes first"

/** Where a group made no chunk, none of its keys acts. */
const wholeEffect = (build: GroupBuild, split: SplitChunks, name: string, group: CacheGroup): KeyEffect | null => {
  if (chunksOf(build, name).length > 0) return null
  return { acts: false, note: matchedBy(build, group).length === 0 ? NO_MODULE : noChunk(split, group) }
}

/** What can have kept a group that matches modules from making a chunk of them. */
const noChunk = (split: SplitChunks, group: CacheGroup): string => {
  const { minChunks = 1, enforce = false, chunks = split.chunks ?? 'async' } = group
  const causes = [
    ...(minChunks > 1 ? [`is in fewer than ${minChunks} chunks`] : []),
    ...(chunks === 'all' ? [] : [`is not in ${SELECTED[chunks]}`]),
    ...(enforce && group.minSize === undefined ? [] : ['is too small']),
  ]
  return `the group made no chunk: what it matches ${[...causes, 'went to another group or chunk'].join(', or ')}`
}

type Said = Readonly<Record<string, unknown>>

const isRecord = (value: unknown): value is Said => typeof value === 'object' && value !== null

/** `optimization.splitChunks` as webpack resolved it; patterns are texts in it. */
const configured = ({ options }: Compilation): Said =>
  isRecord(options.optimization.splitChunks) ? options.optimization.splitChunks : {}

const groupSaid = ({ cacheGroups }: Said, name: string): Said => {
  const group = isRecord(cacheGroups) ? cacheGroups[name] : null
  return isRecord(group) ? group : {}
}

const plain = (value: unknown): unknown => (value instanceof RegExp ? String(value) : value)
