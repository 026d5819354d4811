import type { PageSurvey } from '../model/observation.js'
import { PROFILES, type ProfileId } from '../model/profile.js'
import type { PageTarget } from '../model/target.js'
import { lookTwiceIfBroken } from './broken-page.js'
import type { ExperimentLab, ServedArm } from './lab-port.js'

/** Counting does not mind company, and a survey mostly waits: so many at a time. */
export const SURVEYS_AT_ONCE = 3

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

/** Maps with at most `limit` at work; the first failure stops new work and is thrown once what runs has ended. */
export async function mapBounded<T, R>(items: readonly T[], limit: number, run: (item: T) => Promise<R>): Promise<R[]> {
  const results: R[] = []
  let next = 0
  let failed = false
  const worker = async () => {
    while (next < items.length && !failed) {
      const i = next++
      try {
        results[i] = await run(items[i] as T)
      } catch (error) {
        failed = true
        throw error
      }
    }
  }
  const ends = await Promise.allSettled(Array.from({ length: Math.min(limit, items.length) }, worker))
  for (const end of ends) if (end.status === 'rejected') throw end.reason
  return results
}
