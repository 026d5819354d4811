import { STOP_RULE } from '../instruments/lab/index.js'
import type { PageSurvey } from '../model/observation.js'
import { PROFILES } from '../model/profile.js'
import type { Place } from './resting.js'

/** Timers of a slowed page come late by a little, and a shaped line's answers by some round trips. */
const SPARE = 300
/** What a slowed processor may add at most, ms: a rest that is long is a timer's, which no processor makes longer. */
const MOST_SLOWED = 3_000

/**
 * How long a page must be quiet before a timed load of it is over, ms: the stop rule's, and longer where a survey of either arm saw it rest for nearly as long
 * before it painted something after all. Known before the first timed load, and the same in both arms: else the arm that shows its picture late would be
 * timed as if it were done early. A survey is made at the processor's own speed: what the page did meanwhile in small pieces takes longer in a load that is slowed down.
 */
export function quietOfPage(place: Place, surveys: readonly PageSurvey[]): number {
  const rested = surveys
    .filter(survey => survey.page === place.page && survey.profile === place.profile)
    .map(survey => survey.quietBeforeLatePaint ?? 0)
  const slowed = PROFILES[place.profile].cpuSlowdown - 1
  return Math.max(
    STOP_RULE.quiet,
    ...rested.filter(longest => longest > 0).map(longest => longest + Math.min(slowed * longest, MOST_SLOWED) + SPARE),
  )
}
