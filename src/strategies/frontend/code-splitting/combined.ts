import type { Candidate } from '../../../model/actuator.js'
import type { MetricValues } from '../../../model/metrics.js'
import type { Observation } from '../../../model/observation.js'
import { predictTimes } from '../../build-config/predict-times.js'
import { inPercent } from '../../predicted-change.js'
import { type CandidateSettings, readSettings } from './candidate-settings.js'
import type { Context } from './project.js'
import { type Later, timesWith } from './times-with.js'

/** By how much a candidate's times are predicted to come later than its bytes alone have it. */
const laterThanBytes = ({ predicted }: Candidate, observation: Observation): Later => {
  const alone = predictTimes(observation, predicted['bundle-size'] ?? 0)
  return name => Math.max(0, (predicted[name] ?? 0) - (alone[name] ?? 0))
}

/** Two changes of the same, one after the other, in per cent. */
const inTurn = (one: number, other: number): number => inPercent((1 + one / 100) * (1 + other / 100) - 1)

/** All own goals mended at once, and before what is loaded later: of a strategy's candidates one is kept. */
export const combined = (candidates: readonly Candidate[], { observation }: Context): Candidate[] => {
  const settingsOf = (candidate: Candidate): CandidateSettings => readSettings(candidate.settings)
  const mends = candidates.filter(one => settingsOf(one).ownGoals.length > 0)
  const [first, ...others] = mends
  if (first === undefined) return []
  const both = (one: Candidate, other: Candidate, id: string): Candidate => {
    const sizes: MetricValues = {}
    for (const name of ['initial-bundle-size', 'bundle-size'] as const)
      sizes[name] = inTurn(one.predicted[name] ?? 0, other.predicted[name] ?? 0)
    return {
      id,
      title: `${one.title}; ${other.title[0]!.toLowerCase()}${other.title.slice(1)}`,
      settings: { ...settingsOf(one), ownGoals: [...settingsOf(one).ownGoals, ...settingsOf(other).ownGoals] },
      predicted: {
        ...one.predicted,
        ...sizes,
        ...timesWith(observation, sizes, laterThanBytes(one, observation)),
      },
      basis: `${one.basis} ${other.basis}`,
    }
  }
  const mended = others.reduce((one, other) => both(one, other, 'own-goals'), first)
  const later = candidates.filter(one => {
    const { lazyRoutes, lazyComponents, moduleOutput } = settingsOf(one)
    return lazyRoutes || lazyComponents !== 'none' || moduleOutput
  })
  return [...(others.length > 0 ? [mended] : []), ...later.map(one => both(one, mended, `mended-${one.id}`))]
}
