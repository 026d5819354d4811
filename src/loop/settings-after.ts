import type { SettingEffect } from '../model/actuator.js'
import type { CandidateTrial } from '../model/session.js'

/**
 * What each key of the manifest did, once candidates were made and built: what that shows counts before what was proposed, and what was kept
 * before what was put back. Where nothing was kept, a key that acted in one candidate acts, whatever others did with it.
 */
export const settingsAfter = (
  proposed: readonly SettingEffect[],
  trials: readonly Pick<CandidateTrial, 'applied' | 'commit'>[],
): readonly SettingEffect[] => {
  const shown = new Map<string, SettingEffect>()
  for (const effect of trials.flatMap(trial => trial.applied?.settings ?? [])) {
    const known = shown.get(effect.key)
    if (known === undefined || (effect.effect === 'acts' && known.effect !== 'acts')) shown.set(effect.key, effect)
  }
  for (const trial of trials.filter(({ commit }) => commit !== null))
    for (const effect of trial.applied?.settings ?? []) shown.set(effect.key, effect)
  const keys = new Set(proposed.map(({ key }) => key))
  return [
    ...proposed.map(effect => shown.get(effect.key) ?? effect),
    ...[...shown.values()].filter(e => !keys.has(e.key)),
  ]
}
