import type { ReplacedFrame } from '../model/actuator.js'
import type { PageSurvey } from '../model/observation.js'
import type { PageTarget } from '../model/target.js'
import { comesAndGoes } from './guard/compare-lines.js'
import { compareSurveys, type PageComparison, type SurveyComparison, together } from './guard.js'
import type { ExperimentLab, ServedArms } from './lab-port.js'
import { surveyAgain } from './look-at-arms.js'

/**
 * Looks again where two looks at each arm differ. What a page leaves to chance may look alike twice in one arm and otherwise twice in the other: half
 * of the visitors see a banner, and in one of eight comparisons of two looks with two it is there in one arm only. With six looks each it is one
 * of two thousand, and where what the page reads or shows comes and goes by itself, there are four more of each. What is still found then is broken; one place rejects as well as ten, so the others are then told as two looks found them.
 * @throws as the lab does; BrokenCandidate
 */
export async function confirmed(
  compared: SurveyComparison,
  surveys: { readonly baseline: readonly PageSurvey[]; readonly candidate: readonly PageSurvey[] },
  o: {
    lab: ExperimentLab
    served: ServedArms
    pages: readonly PageTarget[]
    replaced?: readonly ReplacedFrame[]
    signal?: AbortSignal
  },
): Promise<SurveyComparison> {
  const perPage: PageComparison[] = []
  let broken = false
  for (const place of compared.perPage) {
    const page = o.pages.find(one => one.id === place.page)
    if (page === undefined || broken || !isBroken(place)) {
      perPage.push(place)
      continue
    }
    const here = (all: readonly PageSurvey[]) =>
      all.filter(survey => survey.page === place.page && survey.profile === place.profile)
    let looks = { baseline: here(surveys.baseline), candidate: here(surveys.candidate) }
    const again = async (): Promise<readonly PageComparison[]> => {
      const more = await surveyAgain({ ...o, page, profile: place.profile })
      looks = {
        baseline: [...looks.baseline, ...more.baseline],
        candidate: [...looks.candidate, ...more.candidate],
      }
      return (await compareSurveys(looks, o.replaced)).perPage
    }
    let found = await again()
    if (found.some(isBroken) && Object.values(looks).some(isDrawnByLot)) found = await again()
    perPage.push(...found)
    broken = found.some(isBroken)
  }
  return together(perPage)
}

const isDrawnByLot = (looks: readonly PageSurvey[]): boolean =>
  comesAndGoes(looks.map(({ text, images }) => [...text, ...images.map(({ url }) => url)]))

const isBroken = ({ breakages }: PageComparison): boolean => breakages.some(({ check }) => check !== 'confound')
