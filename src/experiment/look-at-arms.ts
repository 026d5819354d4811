import type { PageSurvey } from '../model/observation.js'
import { PROFILES, type ProfileId } from '../model/profile.js'
import type { PageTarget } from '../model/target.js'
import { mapBounded } from '../system/map-bounded.js'
import { lookTwiceIfBroken } from './broken-page.js'
import type { ExperimentLab, ServedArm, ServedArms } from './lab-port.js'

/** Counting does not mind company, and a survey mostly waits: so many at a time, as far as the lab has a turn for them. */
export const SURVEYS_AT_ONCE = 8

/**
 * How much later than the others further looks at one place are taken, ms: what turns by itself, a carousel or a ticker, is then found at another
 * point of its course.
 */
const LATER = [700, 1_900, 3_100, 4_300] as const

const looksFor = (arm: 'baseline' | 'candidate', isJudged: boolean): number => (arm === 'baseline' && !isJudged ? 1 : 2)

/**
 * Surveys each page and profile until there are two of each; one of the baseline where nothing is counted for a verdict: what differs from that is looked at again in
 * both arms.
 * @param known surveys of the same arm that were made before (an observation's)
 * @throws BrokenCandidate; TunewrightError PAGE_BROKEN for the baseline, BROWSER_FAILED, CANCELLED
 */
export async function surveyTwice(o: {
  lab: ExperimentLab
  arm: 'baseline' | 'candidate'
  served: ServedArm
  pages: readonly PageTarget[]
  profiles: readonly ProfileId[]
  /** Of them, those under which something is counted for a verdict (default: all); under the others it is looked at what breaks. */
  judged?: readonly ProfileId[]
  known?: readonly PageSurvey[]
  /** Default: `SURVEYS_AT_ONCE`. */
  atOnce?: number
  signal?: AbortSignal
  onSurvey?: (done: number, of: number) => void
  /** Told of a survey that had to be made again. */
  onFailure?: (page: string, why: string) => void
}): Promise<PageSurvey[]> {
  const surveys: PageSurvey[] = []
  const missing: { page: PageTarget; profile: ProfileId }[] = []
  for (const page of o.pages)
    for (const profile of o.profiles) {
      const own = (o.known ?? []).filter(s => s.page === page.id && s.profile === profile).slice(0, 2)
      surveys.push(...own)
      for (let i = own.length; i < looksFor(o.arm, o.judged?.includes(profile) ?? true); i++)
        missing.push({ page, profile })
    }
  let done = 0
  const made = await mapBounded(missing, o.atOnce ?? SURVEYS_AT_ONCE, async ({ page, profile }) => {
    o.signal?.throwIfAborted()
    const comesBack = o.judged?.includes(profile) ?? true
    const look = () => o.lab.survey(o.served, page, PROFILES[profile], { comesBack })
    const survey = await lookTwiceIfBroken(o.arm, page.id, look, ({ message }) => o.onFailure?.(page.id, message))
    o.onSurvey?.(++done, missing.length)
    return survey
  })
  return [...surveys, ...made]
}

/**
 * Surveys one page under one profile again in both arms, side by side and at different points of its course.
 * @throws as `surveyTwice`
 */
export async function surveyAgain(o: {
  lab: ExperimentLab
  served: ServedArms
  page: PageTarget
  profile: ProfileId
  signal?: AbortSignal
}): Promise<{ readonly baseline: PageSurvey[]; readonly candidate: PageSurvey[] }> {
  const looks = LATER.flatMap(later => [
    { arm: 'baseline' as const, later },
    { arm: 'candidate' as const, later },
  ])
  const surveys = await mapBounded(looks, SURVEYS_AT_ONCE, async ({ arm, later }) => {
    o.signal?.throwIfAborted()
    const look = () => o.lab.survey(o.served[arm], o.page, PROFILES[o.profile], { later })
    return { arm, survey: await lookTwiceIfBroken(arm, o.page.id, look) }
  })
  const of = (arm: 'baseline' | 'candidate') => surveys.filter(one => one.arm === arm).map(({ survey }) => survey)
  return { baseline: of('baseline'), candidate: of('candidate') }
}
