import { visitScriptSize } from '../instruments/deploys/visit-scripts.js'
import type { MetricValues } from '../model/metrics.js'
import type { BundleObservation, PageSurvey } from '../model/observation.js'
import { groupBy } from '../system/group-by.js'

export type ChangeChances = NonNullable<BundleObservation['changeChances']>

/** What a visit of all pages comes to, under the profile where that is most. @param surveys one look at each page and profile */
export function visitMetrics(surveys: readonly PageSurvey[], chances: ChangeChances | undefined): MetricValues {
  if (chances === undefined || surveys.length === 0) return {}
  const perProfile = [...groupBy(surveys, ({ profile }) => profile).values()]
  return { 'visit-script-size': Math.max(...perProfile.map(those => visitScriptSize(those, chances))) }
}
