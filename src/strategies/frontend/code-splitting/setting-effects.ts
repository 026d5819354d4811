import { join } from 'node:path'
import type { SettingEffect } from '../../../model/actuator.js'
import type { BundleObservation } from '../../../model/observation.js'
import type { CacheGroup } from './configuration.js'
import type { Context } from './project.js'

/** What a proposal came to, as far as the manifest's keys decided it. */
export interface Offers {
  /** Ids of the candidates. */
  readonly candidates: readonly string[]
  /** Whether routes or components were weighed against the threshold at all. */
  readonly weighed: boolean
  /** Why the webpack configuration is not extended; null where it may be. */
  readonly mayConfigure: string | null
  /** Whether the build's output is turned into ES modules in several files, where its configuration says what it is. */
  readonly switchesOutput: boolean
}

const acts = (key: string, note: string): SettingEffect => ({ key, effect: 'acts', note })
const idle = (key: string, note: string): SettingEffect => ({ key, effect: 'without-effect', note })

/** What each key of the manifest's implementation does here, as far as it can be told before anything is built. */
export const settingEffects = (context: Context, offers: Offers): readonly SettingEffect[] => [
  ...splitChunksEffects(context, offers.candidates.includes('manifest-split-chunks')),
  ...importEffects(context, offers),
  ...automationEffects(context, offers),
]

/** `splitChunks` and every key in it by itself: `splitChunks.cacheGroups.vendor.test`. */
const splitChunksEffects = (context: Context, offered: boolean): SettingEffect[] => {
  const { splitChunks } = context.configuration
  if (splitChunks === false) return [acts('splitChunks', 'switched off: chunks are left as webpack cuts them')]
  const refused = 'refused here: see the refusals'
  const { cacheGroups = {}, ...own } = splitChunks
  const say = (key: string, note: string): SettingEffect => (offered ? acts(key, note) : idle(key, refused))
  const keys = Object.keys(own).filter(key => own[key as keyof typeof own] !== undefined)
  return [
    say('splitChunks', 'the first candidate, as written'),
    ...keys.map(key => say(`splitChunks.${key}`, 'in the first candidate')),
    ...Object.entries(cacheGroups).flatMap(([name, group]) => {
      const place = `splitChunks.cacheGroups.${name}`
      const matched = offered && !matchesSomething(context, group)
      const written = Object.entries(group).flatMap(([key, value]) => (value === undefined ? [] : [`${place}.${key}`]))
      return (written.length > 0 ? written : [place]).map(key =>
        matched ? idle(key, NO_MODULE) : say(key, 'in a cache group of the first candidate'),
      )
    }),
  ]
}

export const NO_MODULE = 'no module of the build matches the group'

/** webpack holds a group's pattern against a module's absolute path. */
const matchesSomething = ({ observation, baseline }: Context, { test }: CacheGroup): boolean =>
  test === undefined || (observation.bundle?.modules.some(({ path }) => test.test(join(baseline.root, path))) ?? false)

const importEffects = ({ configuration }: Context, { candidates, weighed }: Offers): SettingEffect[] => {
  const { threshold, routes, components } = configuration.dynamicImports
  const has = (prefix: string): boolean => candidates.some(id => id.startsWith(prefix))
  const of = (key: 'routes' | 'components', wanted: boolean, found: boolean, none: string): SettingEffect => {
    if (!wanted) return acts(`dynamicImports.${key}`, `switched off: no ${key} are loaded later`)
    return found
      ? acts(`dynamicImports.${key}`, `${key} over the threshold`)
      : idle(`dynamicImports.${key}`, weighed ? none : NOT_WEIGHED)
  }
  const foundComponents = has('lazy-components') || has('lazy-conditional') || has('lazy-initializer')
  return [
    !routes && !components
      ? idle('dynamicImports.threshold', 'neither routes nor components are to be loaded later')
      : weighed
        ? acts('dynamicImports.threshold', `${threshold} bytes in the output`)
        : idle('dynamicImports.threshold', NOT_WEIGHED),
    of('routes', routes, has('lazy-routes'), 'no route over the threshold can be shown safe'),
    of(
      'components',
      components,
      foundComponents,
      'no component over the threshold beside the routes can be shown safe',
    ),
  ]
}

const weighedBy = (bundle: BundleObservation | null): string =>
  bundle === null || bundle.bundler === 'webpack'
    ? "modules weighed by webpack-bundle-analyzer's reading of this build"
    : `modules weighed by their share of the files that ${bundle.bundler} made of them`

const NOT_WEIGHED = 'nothing can be loaded later in this project: see the refusals'

const automationEffects = (
  { automation, observation }: Context,
  { candidates, mayConfigure, switchesOutput }: Offers,
): SettingEffect[] => [
  acts('automation.analysis', weighedBy(observation.bundle)),
  candidates.filter(id => id !== 'manifest-split-chunks').length < 2
    ? idle('automation.decision', 'there is no choice of candidates to put in order')
    : acts(
        'automation.decision',
        automation.decision === 'ml-based'
          ? 'candidates in the order of their predicted effect'
          : "candidates in the catalogue's order",
      ),
  automation.implementation === 'source-only'
    ? acts('automation.implementation', 'the webpack configuration is left alone')
    : mayConfigure === null
      ? acts('automation.implementation', 'the webpack configuration is extended beside it')
      : switchesOutput
        ? acts('automation.implementation', 'the output that is configured becomes ES modules in several files')
        : idle('automation.implementation', mayConfigure),
  acts('automation.validation', 'measured against the unchanged build'),
]
