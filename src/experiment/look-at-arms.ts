import type { PageSurvey } from '../model/observation.js'
import { PROFILES, type ProfileId } from '../model/profile.js'
import type { PageTarget } from '../model/target.js'
import { mapBounded } from '../system/map-bounded.js'
import { lookTwiceIfBroken } from './broken-page.js'
import type { ExperimentLab, ServedArm } from './lab-port.js'

/** Counting does not mind company, and a survey mostly waits: so many at a time. */
export const SURVEYS_AT_ONCE = 8

/**
 * Surveys each page and profile until there are two of each.
 * @param known surveys of the same arm that were made before (an observation's)
 * @throws BrokenCandidate; TunewrightError PAGE_BROKEN for the baseline, BROWSER_FAILED, CANCELLED
 */
export async function surveyTwice(o: {
  lab: ExperimentLab
  arm: 'baseline' | 'candidate'
  served: ServedArm
  pages: readonly PageTarget[]
  profiles: readonly ProfileId[]
  known?: readonly PageSurvey[]
  signal?: AbortSignal
  onSurvey?: (done: number, of: number) => void
}): Promise<PageSurvey[]> {
  const surveys: PageSurvey[] = []
  const missing: { page: PageTarget; profile: ProfileId }[] = []
  for (const page of o.pages)
    for (const profile of o.profiles) {
      const own = (o.known ?? []).filter(s => s.page === page.id && s.profile === profile).slice(0, 2)
      surveys.push(...own)
      for (let i = own.length; i < 2; i++) missing.push({ page, profile })
    }
  let done = 0
  const made = await mapBounded(missing, SURVEYS_AT_ONCE, async ({ page, profile }) => {
    o.signal?.throwIfAborted()
    const survey = await lookTwiceIfBroken(o.arm, page.id, () => o.lab.survey(o.served, page, PROFILES[profile]))
    o.onSurvey?.(++done, missing.length)
    return survey
  })
  return [...surveys, ...made]
}
