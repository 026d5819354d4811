import type { PageSurvey } from '../model/observation.js'
import type { PageTarget } from '../model/target.js'
import { compareSurveys, type PageComparison, type SurveyComparison, together } from './guard.js'
import type { ExperimentLab, ServedArms } from './lab-port.js'
import { surveyAgain } from './look-at-arms.js'

/**
 * Looks again where two looks at each arm differ. What a page leaves to chance may look alike twice in one arm and otherwise twice in the other: half
 * of the visitors see a banner, and in one of eight comparisons of two looks with two it is there in one arm only. With six looks each it is one
 * of two thousand. What is still found then is broken; one place rejects as well as ten, so the others are then told as two looks found them.
 * @throws as the lab does; BrokenCandidate
 */
export async function confirmed(
  compared: SurveyComparison,
  surveys: { readonly baseline: readonly PageSurvey[]; readonly candidate: readonly PageSurvey[] },
  o: { lab: ExperimentLab; served: ServedArms; pages: readonly PageTarget[]; signal?: AbortSignal },
): Promise<SurveyComparison> {
  const perPage: PageComparison[] = []
  let broken = false
  for (const place of compared.perPage) {
    const page = o.pages.find(one => one.id === place.page)
    if (page === undefined || broken || !isBroken(place)) {
      perPage.push(place)
      continue
    }
    const more = await surveyAgain({ ...o, page, profile: place.profile })
    const here = (all: readonly PageSurvey[]) =>
      all.filter(survey => survey.page === place.page && survey.profile === place.profile)
    const again = await compareSurveys({
      baseline: [...here(surveys.baseline), ...more.baseline],
      candidate: [...here(surveys.candidate), ...more.candidate],
    })
    perPage.push(...again.perPage)
    broken = again.perPage.some(isBroken)
  }
  return together(perPage)
}

const isBroken = ({ breakages }: PageComparison): boolean => breakages.some(({ check }) => check !== 'confound')
