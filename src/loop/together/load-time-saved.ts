import type { EffectBelief } from '../../model/decision.js'
import type { Observation } from '../../model/observation.js'
import { PROFILES } from '../../model/profile.js'

/** What is left of a load's time in any case: pages, scripts and what they compute come first. */
const LEAST_LEFT = 0.2
/** Not all of a load's time is the line's: some of what is saved was sent while the page computed. */
const OF_THE_LINE = 0.75

/**
 * What fewer bytes of pictures do to the time until everything has come, in per cent (−40): the time that the line needs for what is saved, over pages and
 * profiles. null where no load was timed.
 */
export const loadTimeSaved = (
  { pages }: Pick<Observation, 'pages'>,
  beliefs: readonly Pick<EffectBelief, 'metric' | 'mean'>[],
): number | null => {
  const images = beliefs.find(({ metric }) => metric === 'image-transfer-size')
  const shares = pages.flatMap(({ profile, loads, survey }) => {
    const times = loads.flatMap(({ metrics }) => metrics['load-time'] ?? [])
    if (times.length === 0) return []
    const usual = times.reduce((sum, time) => sum + time, 0) / times.length
    const kilobits = ((survey.metrics['image-transfer-size'] ?? 0) * 8) / 1000
    const saved = (kilobits * Math.max(0, -(images?.mean ?? 0))) / 100 / (PROFILES[profile].network.down / 1000)
    return [Math.min(1 - LEAST_LEFT, (OF_THE_LINE * saved) / usual)]
  })
  if (images === undefined || shares.length === 0) return null
  return (-100 * shares.reduce((sum, share) => sum + share, 0)) / shares.length
}
