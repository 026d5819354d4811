import type { SettingEffect } from '../../../model/actuator.js'
import type { Context } from './project.js'

/** What each key of the manifest's implementation did here. */
export const settingEffects = (context: Context, offered: readonly string[]): readonly SettingEffect[] => {
  const { splitChunks, dynamicImports } = context.configuration
  const { automation } = context
  const effect = (key: string, acts: boolean, note: string): SettingEffect => ({
    key,
    effect: acts ? 'acts' : 'without-effect',
    note,
  })
  const has = (prefix: string): boolean => offered.some(id => id.startsWith(prefix))
  const groups = splitChunks === false ? [] : Object.keys(splitChunks.cacheGroups ?? {})
  const splits = has('manifest-split-chunks')
  const notSplit = splitChunks === false ? 'switched off' : 'refused here: see the refusals'
  return [
    effect('splitChunks', splits, splits ? 'the first candidate, as written' : notSplit),
    ...groups.map(name =>
      effect(`splitChunks.cacheGroups.${name}`, splits, splits ? 'a cache group of the first candidate' : notSplit),
    ),
    effect(
      'dynamicImports.threshold',
      dynamicImports.routes || dynamicImports.components,
      `${dynamicImports.threshold} bytes in the output`,
    ),
    effect(
      'dynamicImports.routes',
      dynamicImports.routes && has('lazy-routes'),
      dynamicImports.routes
        ? has('lazy-routes')
          ? 'routes over the threshold'
          : 'no route over the threshold can be shown safe'
        : 'switched off',
    ),
    effect(
      'dynamicImports.components',
      dynamicImports.components && (has('lazy-components') || has('lazy-conditional')),
      dynamicImports.components
        ? has('lazy-components') || has('lazy-conditional')
          ? 'components over the threshold'
          : 'no component over the threshold beside the routes can be shown safe'
        : 'switched off',
    ),
    effect('automation.analysis', true, "modules weighed by webpack-bundle-analyzer's reading of this build"),
    effect(
      'automation.decision',
      true,
      automation.decision === 'ml-based'
        ? 'candidates in the order of their predicted effect'
        : "candidates in the catalogue's order",
    ),
    effect(
      'automation.implementation',
      true,
      automation.implementation === 'source-only'
        ? 'the webpack configuration is left alone'
        : 'the webpack configuration is extended beside it',
    ),
    effect('automation.validation', true, 'measured against the unchanged build'),
  ]
}
