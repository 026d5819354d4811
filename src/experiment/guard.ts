import type { Breakage } from '../model/experiment.js'
import type { PageSurvey } from '../model/observation.js'
import type { ProfileId } from '../model/profile.js'
import { compareLines, describeLines } from './guard/compare-lines.js'
import { compareRequests } from './guard/compare-requests.js'
import { compareScreenshots } from './guard/compare-screenshots.js'
import { compareUse } from './guard/compare-use.js'

/** Two independent looks at one page under one profile. */
type TwoLooks = readonly [PageSurvey, PageSurvey]

export interface PageComparison {
  readonly page: string
  readonly profile: ProfileId
  /** Likeness to the baseline, 0–1. */
  readonly score: number
  /** Share of the page that differs between two looks at the same arm, and was left out. */
  readonly masked: number
  readonly breakages: readonly Breakage[]
}

export interface SurveyComparison {
  readonly breakages: readonly Breakage[]
  /** The worst page's likeness, 0–1: `visual-quality-score`. */
  readonly visualScore: number
  readonly perPage: readonly PageComparison[]
}

/**
 * Whether anything is broken: console, failed requests, text, accessible tree, visible use, pixels and page height of the candidate against the baseline,
 * each looked at twice; what differs between two looks at the same arm is masked.
 * @throws RangeError where a page was not surveyed twice in each arm
 */
export async function compareSurveys(arms: {
  baseline: readonly PageSurvey[]
  candidate: readonly PageSurvey[]
}): Promise<SurveyComparison> {
  const places = new Map(arms.baseline.map(survey => [`${survey.page} ${survey.profile}`, survey]))
  const perPage: PageComparison[] = []
  for (const place of places.values())
    perPage.push(await comparePage(looksAt(arms.baseline, place), looksAt(arms.candidate, place)))
  return {
    breakages: perPage.flatMap(page => page.breakages),
    visualScore: Math.min(1, ...perPage.map(page => page.score)),
    perPage,
  }
}

function looksAt(surveys: readonly PageSurvey[], place: PageSurvey): TwoLooks {
  const [first, second] = surveys.filter(s => s.page === place.page && s.profile === place.profile)
  if (first === undefined || second === undefined)
    throw new RangeError(`${place.page} under ${place.profile} was not surveyed twice in each arm`)
  return [first, second]
}

async function comparePage(baseline: TwoLooks, candidate: TwoLooks): Promise<PageComparison> {
  const { page, profile } = baseline[0]
  const found: Breakage[] = []
  const note = (check: Breakage['check'], message: string | null) => {
    if (message !== null) found.push({ check, page, message: `${message} (${profile})` })
  }
  const known = new Set(baseline.flatMap(survey => survey.errors))
  for (const error of new Set(candidate.flatMap(survey => survey.errors))) if (!known.has(error)) note('console', error)
  const asked = (looks: TwoLooks) => looks.flatMap(survey => survey.requests)
  for (const message of compareRequests(asked(baseline), asked(candidate))) note('requests', message)
  if (baseline[0].title === baseline[1].title && !candidate.some(survey => survey.title === baseline[0].title))
    note('text', `the title is “${candidate[0].title}” instead of “${baseline[0].title}”`)
  const lines = (looks: TwoLooks, of: 'text' | 'accessibleTree') => [looks[0][of], looks[1][of]] as const
  note('text', describeLines(compareLines(lines(baseline, 'text'), lines(candidate, 'text'))))
  const trees = compareLines(lines(baseline, 'accessibleTree'), lines(candidate, 'accessibleTree'))
  note('accessible-tree', describeLines(trees))
  const links = compareLines([baseline[0].links, baseline[1].links], [candidate[0].links, candidate[1].links])
  note('crawl', describeLines({ missing: links.missing, added: [] })?.replace('missing', 'a link is missing:') ?? null)
  for (const message of compareUse([baseline[0].use, baseline[1].use], [candidate[0].use, candidate[1].use]))
    note('use', message)
  const seen = (looks: TwoLooks) =>
    [Buffer.from(looks[0].screenshotBase64, 'base64'), Buffer.from(looks[1].screenshotBase64, 'base64')] as const
  const pixels = await compareScreenshots({ baseline: seen(baseline), candidate: seen(candidate) })
  if (pixels.blank) note('paint', 'paints nothing')
  for (const difference of pixels.differences) note('pixels', difference)
  if (!pixels.comparable) note('confound', 'nearly all of it differs between two looks at the same arm')
  return { page, profile, score: pixels.score, masked: pixels.masked, breakages: found }
}
