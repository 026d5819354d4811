import picocolors from 'picocolors'
import { describe, expect, it } from 'vitest'
import { withAblation } from '../report/fixtures/ablation.js'
import { report } from '../report/fixtures/report.js'
import { outcomeOf } from './outcome.js'
import { outcomeText } from './outcome-text.js'

const colors = picocolors.createColors(false)
const SECOND = '1122334455667788990011223344556677889900'

describe('what a session came to', () => {
  it('is one object for programs: numbers of changes, changes in per cent, commits, branch and report', async () => {
    const outcome = outcomeOf(await report(), 'storefront', '/r.html')
    expect(outcome).toMatchObject({
      status: 'completed',
      kept: 2,
      rejected: 1,
      inconclusive: 1,
      branch: 'tunewright/tw-20260302-1001',
      report: '/r.html',
    })
    expect(outcome.commits).toHaveLength(2)
    expect(outcome.lcp?.change).toBeCloseTo(-54.2, 1)
    expect(outcome.imageBytes?.change).toBeCloseTo(-88.5, 1)
  })

  it('is a text for people: kept, put back and why, before and after, and where it is', async () => {
    const full = await report()
    const text = outcomeText(full, outcomeOf(full, 'storefront', '/r.html'), colors, 200)
    for (const said of [
      '✔ Pictures sized to their box',
      '✖ One vendor chunk for all pages',
      'LCP on checkout is worse by 9.4 % to 15.1 %',
      '… Connection to the API opened early',
      '4.21 s  1.98 s  −53.0 %',
      'Branch  tunewright/tw-20260302-1001 (2 commits)',
      'Report  /r.html',
      'Took    8 min 42 s',
      'Session tw-20260302-1001 (tunewright report, verify or rollback tw-20260302-1001)',
      'Next    git merge tunewright/tw-20260302-1001\n',
    ]) {
      expect(text).toContain(said)
    }
  })

  it('says that a build output under version control is left to whoever merges, only where there is one', async () => {
    const full = await report()
    const outcome = outcomeOf(full, 'storefront', '/r.html')
    expect(outcomeText(full, outcome, colors, 200)).not.toContain('under version control')
    const delivery = full.session.delivery.storefront!
    full.session.delivery = { storefront: { ...delivery, trackedOutput: 'dist' } }
    expect(outcomeText(full, outcome, colors, 200)).toMatch(
      /Next {4}git merge \S+\n {8}dist is under version control and not part of the commits: build and commit it after merging\.\n/,
    )
  })

  it('counts a change that was dropped in the end as put back', async () => {
    const full = await report()
    const proof = full.session.finalProof.storefront
    if (proof) full.session.finalProof = { storefront: { ...proof, dropped: [SECOND] } }
    const outcome = outcomeOf(full, 'storefront', '/r.html')
    expect(outcome).toMatchObject({ kept: 1, rejected: 2 })
    expect(outcomeText(full, outcome, colors, 200)).toContain('Dropped: the whole was not proved with it.')
  })

  it('tells what each kept change does beside the others, and counts what was taken out as put back', async () => {
    const full = withAblation(await report())
    const outcome = outcomeOf(full, 'storefront', '/r.html')
    expect(outcome).toMatchObject({ kept: 1, rejected: 2 })
    const text = outcomeText(full, outcome, colors, 200)
    expect(text).toContain('Taken out again: it no longer helped beside the others.')
    expect(text).toMatch(
      /Beside each other\n[\s\S]*: Helps\. LCP −40\.8 % by itself, −37\.1 % beside the others\s+\(mobile\)/,
    )
    expect(text).toContain(': No longer helps, taken out. ')
  })

  it('breaks reasons and alerts between words, below where they begin', async () => {
    const full = await report()
    full.session.alerts = [
      { at: new Date(), severity: 'info', message: '3 uncommitted files are left out of it. '.repeat(4) },
    ]
    const text = outcomeText(full, outcomeOf(full, 'storefront', '/r.html'), colors, 60)
    const [, entries] = /Tried and put back\n([\s\S]*?)\n\n/.exec(text)!
    const [, alerts] = /Worth knowing\n([\s\S]*?)\n\n/.exec(text)!
    for (const line of [...entries!.split('\n'), ...alerts!.split('\n')])
      expect([...line].length).toBeLessThanOrEqual(60)
    expect(alerts).toMatch(/^ {2}i 3 uncommitted .*\n {4}\S/)
  })

  it('says what of the project is worth knowing: tests that fail already, what was left out, what was dropped', async () => {
    const full = await report()
    full.session.alerts = []
    expect(outcomeText(full, outcomeOf(full, 'storefront', '/r.html'), colors, 200)).not.toContain('Worth knowing')
    full.session.alerts = [
      {
        at: new Date(),
        severity: 'warning',
        message: 'The project’s own tests do not pass\u001b[2J on the unchanged system',
      },
      { at: new Date(), severity: 'info', message: '2 uncommitted files are left out' },
    ]
    const text = outcomeText(full, outcomeOf(full, 'storefront', '/r.html'), colors, 200)
    expect(text).toContain('Worth knowing\n  ! The project’s own tests do not pass [2J on')
    expect(text).toContain('\n  i 2 uncommitted files are left out')
  })

  it('has no figures and says why where nothing was tried', async () => {
    const full = await report()
    full.session.results = []
    const outcome = outcomeOf(full, 'storefront', '/r.html')
    expect(outcome).toMatchObject({ kept: 0, rejected: 0, lcp: null, initialJs: null, imageBytes: null })
    const text = outcomeText(full, outcome, colors, 200)
    expect(text).toContain('Why nothing was tried\n  Fonts preloaded: None of its conditions holds.')
    expect(text).not.toContain('Before and after')
  })

  it('says what was in the way of strategies that apply', async () => {
    const full = await report()
    full.session.results = []
    const [other] = full.opportunityAnalysis.opportunities
    const named = (id: string, name: string) => ({
      ...other!,
      applicable: true,
      strategy: { ...other!.strategy, id, name },
    })
    full.opportunityAnalysis.opportunities.push(named('pictures', 'Pictures'), named('routes', 'Routes'))
    const stop = { id: 'stop', at: new Date(), subject: 'stop', chosen: null, rule: 'nothing-worth-trying' } as const
    full.session.decisions.push({
      ...stop,
      belief: [],
      evidence: [],
      alternatives: [
        { id: 'pictures', score: null, reason: 'rejected: dependency-compatibility-check: not in step.' },
        { id: 'routes', score: 0, reason: 'less expected gain a minute' },
      ],
    })
    const text = outcomeText(full, outcomeOf(full, 'storefront', '/r.html'), colors, 200)
    expect(text).toContain(
      'Why nothing was tried\n  Pictures: dependency-compatibility-check: not in step.\n  Routes: less expected gain a minute\n  Fonts preloaded: ',
    )
  })
})
