import type { Breakage } from '../model/experiment.js'
import type { PageSurvey } from '../model/observation.js'
import { profilesToLookAt } from '../model/profile.js'
import { allSettled } from '../system/all-settled.js'
import { BrokenCandidate } from './broken-page.js'
import { confirmed } from './confirm.js'
import { type CountedValues, compareCounts, countArm } from './counted.js'
import { type Crawled, crawl } from './crawl.js'
import type { ExperimentOptions } from './experiment-options.js'
import { followFlows } from './followed-flows.js'
import { type Sighting, tellBreakages } from './guard/tell-breakages.js'
import { compareSurveys, type PageComparison, type SurveyComparison } from './guard.js'
import { type Arms, type ServedArms, withServedArms } from './lab-port.js'
import { SURVEYS_AT_ONCE, surveyTwice } from './look-at-arms.js'
import { type Seen, type SeenOfArms, seenOf } from './new-failures.js'
import { otherLooks } from './other-looks.js'

/** The part of an experiment that is counted rather than clocked. */
export interface CountedPart {
  readonly counted: { readonly baseline: CountedValues; readonly candidate: CountedValues }
  readonly breakages: readonly Breakage[]
  readonly surveys: { readonly baseline: readonly PageSurvey[]; readonly candidate: readonly PageSurvey[] }
  /** Looks that failed and were taken again. */
  readonly failed: SeenOfArms
  readonly likeness: readonly PageComparison[]
  /** What was visited in both arms beyond the measured pages; null where it was decided before the crawl and the tests ended. */
  readonly crawled: Crawled | null
}

/**
 * Surveys both arms twice, compares them, crawls a few links beyond the measured pages, and runs the target's tests.
 * @param decided whether the comparison alone gives a verdict: then nothing is crawled, and the tests are given up
 * @throws TunewrightError as the lab and the server do; PAGE_BROKEN only for the baseline
 */
export async function countArms(
  o: ExperimentOptions,
  decided: (part: CountedPart) => boolean = () => false,
): Promise<CountedPart> {
  return whileTesting(o, tests =>
    withServedArms(o.arms, o.serve, 'baseline', served => count(o, served, tests, decided)),
  )
}

/** Begins the target's tests at once: nothing is clocked while pages are looked at, which is mostly waiting. */
async function whileTesting<R>(
  { testBreakages }: ExperimentOptions,
  work: (tests: Promise<readonly Breakage[]>) => Promise<R>,
): Promise<R> {
  const givingUp = new AbortController()
  const tests = testBreakages?.(givingUp.signal) ?? Promise.resolve([])
  const ended = tests.catch(() => undefined)
  try {
    return await work(tests)
  } finally {
    givingUp.abort()
    await ended
  }
}

async function count(
  o: ExperimentOptions,
  served: ServedArms,
  tests: Promise<readonly Breakage[]>,
  decided: (part: CountedPart) => boolean,
): Promise<CountedPart> {
  const common = {
    lab: o.lab,
    pages: o.target.pages,
    ...(o.replaced ? { replaced: o.replaced } : {}),
    ...(o.signal ? { signal: o.signal } : {}),
  }
  const failed = { baseline: [] as Seen[], candidate: [] as Seen[] }
  /** Then all turns are the other arm's. */
  const isSeen = (o.baselineSurveys ?? o.candidateSurveys) !== undefined
  const look = (arm: keyof Arms) =>
    surveyTwice({
      ...common,
      profiles: profilesToLookAt(o.profiles),
      judged: o.profiles,
      arm,
      served: served[arm],
      atOnce: isSeen ? SURVEYS_AT_ONCE : SURVEYS_AT_ONCE / 2,
      known: (arm === 'baseline' ? o.baselineSurveys : o.candidateSurveys) ?? [],
      onSurvey: (done, of) => o.onProgress?.({ kind: 'survey', done, of }),
      onFailure: (page, broken) => failed[arm].push(seenOf({ page, errors: [], requests: [] }, broken)),
    })
  const compare = async (surveys: CountedPart['surveys']) =>
    confirmed(await compareSurveys(surveys, o.replaced), surveys, { ...common, served })
  // Side by side: what a page shows of the time of day, or of others' doings, is then the same in both.
  const [before, after] = await Promise.allSettled([look('baseline'), look('candidate')])
  if (before.status === 'rejected') throw before.reason
  const baseline = before.value
  try {
    if (after.status === 'rejected') throw after.reason
    const surveys = { baseline, candidate: after.value }
    const whereJudged = only(surveys, survey => o.profiles.includes(survey.profile))
    const compared = await compare(whereJudged)
    // What is decided where it is judged is not looked at any further.
    const first = { ...partOf(o, whereJudged, [compared]), failed }
    if (decided(first)) return first
    const [failing, elsewhere, otherwise, crawled] = await allSettled([
      tests,
      compare(only(surveys, survey => !o.profiles.includes(survey.profile))),
      otherLooks({
        ...common,
        served,
        ...(o.baselineLooks ? { known: o.baselineLooks } : {}),
        deadline: o.deadline,
        onLook: (done, of, again) => o.onProgress?.({ kind: 'look', done, of, again }),
      }),
      crawl({
        ...common,
        served,
        links: [...baseline, ...(o.baselineSurveys ?? [])].flatMap(survey => survey.links),
        ...(o.crawlLimit === undefined ? {} : { limit: o.crawlLimit }),
      }),
    ])
    // Last: what a flow writes stays written, and a stranger who comes by then is to see nothing of it.
    const flows = o.target.flows ?? []
    const followed = await followFlows({ ...common, served, flows, profiles: o.profiles })
    const left = flows.length > 0 ? await otherLooks({ ...common, served, kinds: ['arrived'] }) : []
    const besides = [...failing, ...otherwise, ...crawled.breakages, ...followed, ...left]
    return {
      ...partOf(o, surveys, [compared, elsewhere], besides),
      failed,
      crawled: { pages: crawled.pages, files: crawled.files },
    }
  } catch (error) {
    if (!(error instanceof BrokenCandidate)) throw error
    const counted = { baseline: countArm(baseline), candidate: { pages: [], target: {} } }
    const breakages = [error.breakage]
    return { counted, breakages, surveys: { baseline, candidate: [] }, failed, likeness: [], crawled: null }
  }
}

const only = (surveys: CountedPart['surveys'], which: (survey: PageSurvey) => boolean): CountedPart['surveys'] => ({
  baseline: surveys.baseline.filter(which),
  candidate: surveys.candidate.filter(which),
})

/** What the surveys of both arms come to, with what was found besides. */
const partOf = (
  o: ExperimentOptions,
  surveys: CountedPart['surveys'],
  compared: readonly SurveyComparison[],
  besides: readonly Sighting[] = [],
): Omit<CountedPart, 'failed'> => ({
  counted: countsOf(o, surveys, Math.min(...compared.map(({ visualScore }) => visualScore))),
  breakages: tellBreakages([...compared.flatMap(({ breakages }) => breakages), ...besides], surveys),
  surveys,
  likeness: compared.flatMap(({ perPage }) => perPage),
  crawled: null,
})

/** Other viewports are looked at for what breaks; what is counted for a verdict is counted where it is judged. */
const judged = (o: ExperimentOptions, surveys: readonly PageSurvey[]): PageSurvey[] =>
  surveys.filter(survey => o.profiles.includes(survey.profile))

function countsOf(o: ExperimentOptions, surveys: CountedPart['surveys'], likeness: number): CountedPart['counted'] {
  const { baseline, candidate } = o.changeChances ?? {}
  const before = countArm(
    judged(o, surveys.baseline),
    { ...o.targetCounts?.baseline, 'visual-quality-score': 1 },
    baseline,
  )
  const after = countArm(
    judged(o, surveys.candidate),
    { ...o.targetCounts?.candidate, 'visual-quality-score': likeness },
    candidate,
  )
  return { baseline: before, candidate: compareCounts(before, after) }
}
