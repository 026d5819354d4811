import type { ReplacedFrame } from '../model/actuator.js'
import type { PageSurvey } from '../model/observation.js'
import type { ProfileId } from '../model/profile.js'
import { compareAspects } from './guard/compare-aspects.js'
import { compareLines } from './guard/compare-lines.js'
import { comparePictures, filmsForPictures } from './guard/compare-pictures.js'
import { compareRequests } from './guard/compare-requests.js'
import { compareScreenshots } from './guard/compare-screenshots.js'
import { compareUse } from './guard/compare-use.js'
import { newErrors } from './guard/new-errors.js'
import { compareFrames, covered, type Replaced } from './guard/replaced-frames.js'
import type { Sighting } from './guard/tell-breakages.js'
import { quoted, tellLines, treeNode } from './guard/tell-lines.js'

/** Independent looks at one page under one profile. */
type Looks = readonly [PageSurvey, ...PageSurvey[]]

export interface PageComparison {
  readonly page: string
  readonly profile: ProfileId
  /** Likeness to the baseline, 0–1. */
  readonly score: number
  /** Share of the page that differs between looks at the same arm, and was left out. */
  readonly masked: number
  readonly breakages: readonly Sighting[]
}

export interface SurveyComparison {
  readonly breakages: readonly Sighting[]
  /** The worst page's likeness, 0–1: `visual-quality-score`. */
  readonly visualScore: number
  readonly perPage: readonly PageComparison[]
}

/**
 * Whether anything is broken: console, failed requests, text, accessible tree, visible use, forms, what is said to machines, media, pictures one
 * by one, pixels and page height of the candidate against the baseline; what differs between two looks at the same arm is masked.
 * @param replaced frames that show something else by the user's order: what is seen in their boxes is not compared
 * @throws RangeError where a page was not surveyed in the baseline, or not twice in the candidate
 */
export async function compareSurveys(
  arms: {
    baseline: readonly PageSurvey[]
    candidate: readonly PageSurvey[]
  },
  replaced: readonly ReplacedFrame[] = [],
): Promise<SurveyComparison> {
  const places = new Map(arms.baseline.map(survey => [`${survey.page} ${survey.profile}`, survey]))
  const perPage: PageComparison[] = []
  for (const place of places.values())
    perPage.push(
      await comparePage(
        looksAt(arms.baseline, place, 1),
        looksAt(arms.candidate, place, 2),
        replaced.filter(({ page }) => page === place.page),
      ),
    )
  return together(perPage)
}

/** What the pages come to. */
export const together = (perPage: readonly PageComparison[]): SurveyComparison => ({
  breakages: perPage.flatMap(page => page.breakages),
  visualScore: Math.min(1, ...perPage.map(page => page.score)),
  perPage,
})

/** @param least what comes once in two looks is to be seen in the candidate; in the baseline it is found when both are looked at again */
function looksAt(surveys: readonly PageSurvey[], place: PageSurvey, least: number): Looks {
  const [first, ...more] = surveys.filter(s => s.page === place.page && s.profile === place.profile)
  if (first === undefined || more.length < least - 1)
    throw new RangeError(`${place.page} under ${place.profile} was not surveyed often enough`)
  return [first, ...more]
}

const coveredLooks = async ([first, ...more]: Looks, replaced: readonly Replaced[]): Promise<Looks> => [
  await covered(first, replaced),
  ...(await Promise.all(more.map(look => covered(look, replaced)))),
]

async function comparePage(before: Looks, after: Looks, replaced: readonly Replaced[]): Promise<PageComparison> {
  const [baseline, candidate] = [await coveredLooks(before, replaced), await coveredLooks(after, replaced)]
  const { page, profile } = baseline[0]
  const found: Sighting[] = []
  const note = (check: Sighting['check'], message: string) => found.push({ check, page, profile, message })
  const errors = (looks: Looks) => looks.map(survey => survey.errors)
  for (const error of newErrors(errors(baseline), errors(candidate))) note('console', error)
  const asked = (looks: Looks) => looks.map(survey => survey.requests)
  for (const message of compareRequests(asked(baseline), asked(candidate))) note('requests', message)
  const titles = compareLines(
    baseline.map(look => [look.title]),
    candidate.map(look => [look.title]),
  )
  if (titles.missing.length > 0) note('text', `the title is “${candidate[0].title}” instead of “${baseline[0].title}”`)
  const lines = (of: 'text' | 'accessibleTree' | 'links') =>
    compareLines(
      baseline.map(look => look[of]),
      candidate.map(look => look[of]),
    )
  const noteLines = (check: Sighting['check'], of: 'text' | 'accessibleTree', say: typeof quoted) => {
    const { missing, added } = lines(of)
    const told = [...tellLines('missing', missing, say), ...tellLines('new', added, say)]
    if (told.length > 0) note(check, told.join('; '))
  }
  noteLines('text', 'text', quoted)
  noteLines('accessible-tree', 'accessibleTree', treeNode)
  for (const message of tellLines('a link is missing:', lines('links').missing)) note('crawl', message)
  const places = compareLines(baseline.map(arrivedAt), candidate.map(arrivedAt))
  for (const message of tellLines('the page leads to', places.added)) note('crawl', message)
  for (const message of compareUse(
    baseline.map(look => look.use),
    candidate.map(look => look.use),
  ))
    note('use', message)
  for (const message of compareFrames(baseline, candidate, replaced)) note('use', message)
  for (const { aspect, message } of compareAspects(
    baseline.map(look => look.aspects),
    candidate.map(look => look.aspects),
  ))
    note(aspect, message)
  for (const message of await comparePictures({ baseline, candidate })) note('pictures', message)
  const seen = (looks: Looks) => looks.map(look => Buffer.from(look.screenshotBase64, 'base64'))
  const apart = filmsForPictures({ baseline, candidate })
  const pixels = await compareScreenshots({ baseline: seen(baseline), candidate: seen(candidate) }, 'own', apart)
  if (pixels.blank) note('paint', 'paints nothing')
  for (const difference of pixels.differences) note('pixels', difference)
  if (!pixels.comparable) note('confound', 'nearly all of it differs between two looks at the same arm')
  return { page, profile, score: pixels.score, masked: pixels.masked, breakages: found }
}

/** Where a visitor who asks for the page ends. */
const arrivedAt = ({ redirectedTo }: PageSurvey): string[] => [redirectedTo ?? 'itself']
