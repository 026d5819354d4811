import { STOP_RULE } from '../instruments/lab/index.js'
import type { PageSurvey } from '../model/observation.js'
import type { Place } from './resting.js'

/** Timers of a slowed page come late by a little. */
const SPARE = 300

/**
 * How long a page must be quiet before a timed load of it is over, ms: the stop rule's, and longer where a survey of either arm saw it rest for nearly as long
 * before it painted something after all. Known before the first timed load, and the same in both arms: else the arm that shows its picture late would be
 * timed as if it were done early.
 */
export function quietOfPage(place: Place, surveys: readonly PageSurvey[]): number {
  const rested = surveys
    .filter(survey => survey.page === place.page && survey.profile === place.profile)
    .map(survey => survey.quietBeforeLatePaint ?? 0)
  return Math.max(STOP_RULE.quiet, ...rested.map(longest => longest + SPARE))
}
