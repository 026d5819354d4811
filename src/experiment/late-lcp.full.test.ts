import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { BuiltArm } from '../model/change.js'
import type { PageLoad } from '../model/observation.js'
import { PROFILES } from '../model/profile.js'
import { realLab, replaced, type Site, shopSite, target } from './fixtures/real-site.js'
import { inputFor } from './fixtures/simulate.js'
import { withServedArms } from './lab-port.js'
import { surveyTwice } from './look-at-arms.js'
import { quietOfPage } from './quiet-of-page.js'
import { timedBlocks } from './timed-blocks.js'

/** Rests after its load event, and only then shows what it is about: by any rule that stops at rest it is fast. */
const late = (site: Site, milliseconds: number): Site =>
  replaced(
    replaced(
      site,
      'index.html',
      '<img class="hero" src="hero.png" alt="A brass lamp on a desk">',
      '<div class="hero" id="hero"></div>',
    ),
    'main.js',
    /$/,
    `addEventListener('load', () => setTimeout(() => { hero.outerHTML = '<img class="hero" src="hero.png" alt="A brass lamp on a desk">' }, ${milliseconds}))\n`,
  )

let machine: Awaited<ReturnType<typeof realLab>>
let arms: { baseline: BuiltArm; candidate: BuiltArm }
beforeAll(async () => {
  machine = await realLab()
  const site = await shopSite()
  arms = { baseline: await machine.build('on time', site), candidate: await machine.build('late', late(site, 2000)) }
})
afterAll(async () => machine.close())

describe('a candidate whose LCP comes two seconds after it came to rest', () => {
  const [page] = target.pages
  const LCP = 'largest-contentful-paint'

  test('is timed to its end once a survey has seen it; the plain stop rule would find it faster than it is', async () => {
    const served = await machine.serve(arms.candidate)
    try {
      const survey = await machine.lab.survey(served, page!, PROFILES.mobile)
      expect(survey.quietBeforeLatePaint).toBeGreaterThan(1500)
      const quiet = quietOfPage({ page: page!.id, profile: 'mobile' }, [survey])
      const timed = (o: object): Promise<PageLoad> => machine.lab.load(served, page!, PROFILES.mobile, o)
      const [cut, whole] = [await timed({}), await timed({ quiet })]
      expect(cut.lcp?.url).not.toBe('/hero.png')
      expect(whole.lcp?.url).toBe('/hero.png')
      expect(whole.metrics[LCP]!).toBeGreaterThan(cut.metrics[LCP]! + 1500)
    } finally {
      await served.stop()
    }
  })

  test('is rejected within ten blocks (LCP about twice as late), both arms loaded by one rule', async () => {
    const { lab, serve } = machine
    const profiles = ['mobile'] as const
    // The guard sees such a picture missing in its looks as well; this is about what the clock says.
    const { surveys } = await withServedArms(arms, serve, 'baseline', async served => ({
      surveys: {
        baseline: await surveyTwice({ lab, arm: 'baseline', served: served.baseline, pages: target.pages, profiles }),
        candidate: await surveyTwice({
          lab,
          arm: 'candidate',
          served: served.candidate,
          pages: target.pages,
          profiles,
        }),
      },
    }))
    const judged = { criteria: [], rollbackTriggers: [], constraints: [], alpha: 0.005, maxBlocks: 10 }
    const { verdict, pairs } = await timedBlocks(
      inputFor({ ...judged, pages: target.pages, profiles, aim: 'not-worse' }),
      { ...judged, target, profiles, arms, lab, serve, deadline: Number.MAX_SAFE_INTEGER, seed: 'late' },
      { surveys, failed: { baseline: [], candidate: [] } },
    )
    expect(verdict).toMatchObject({ outcome: 'rejected', breakages: [] })
    expect(verdict.reason).toMatch(/^Largest Contentful Paint on home, mobile/)
    for (const { candidate } of pairs) expect(candidate.lcp?.url).toBe('/hero.png')
  })
})
