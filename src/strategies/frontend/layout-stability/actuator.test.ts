import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import type { PageLoad, PageObservation } from '../../../model/observation.js'
import { sha256 } from '../../../system/hash.js'
import { contextOf } from '../../fixtures/context.js'
import { folderWorkspace } from '../../fixtures/folder-workspace.js'
import { surveyOf, trialOf } from '../../fixtures/observed.js'
import { writeSite } from '../../fixtures/static-site.js'
import { actuator } from './actuator.js'
import { LAMP, makeRefusalCase, page, SITE, shiftingLoad, siteAt, viewOf } from './fixtures/contract-case.js'
import { strategy } from './index.js'

const folders: string[] = []
afterAll(() => Promise.all(folders.map(folder => rm(folder, { recursive: true, force: true }))))

const temporary = async (): Promise<string> => {
  const folder = await mkdtemp(join(tmpdir(), 'tunewright-stability-'))
  folders.push(folder)
  return folder
}

const site = async (
  views: readonly PageObservation[] = [viewOf([LAMP])],
  files: Readonly<Record<string, string>> = {},
) => {
  const folder = await temporary()
  await writeSite(folder, { ...SITE, ...files })
  return { context: contextOf(strategy, siteAt(folder, views)), workspace: folderWorkspace(folder) }
}

describe('dimensions', () => {
  it('are written for pictures that push, everything else staying as it is', async () => {
    const { context, workspace } = await site()
    const { candidates, refusals } = await actuator.propose(context, workspace)
    expect(candidates).toMatchObject([{ id: 'dimensions', predicted: { 'cumulative-layout-shift': -100 } }])
    expect(refusals).toEqual([])
    const { details } = await actuator.apply(candidates[0]!, context, workspace)
    expect(await workspace.readText('index.html')).toBe(
      SITE['index.html']!.replace('<img', '<img width="800" height="600"'),
    )
    expect(details).toEqual(['index.html: lamp.jpg is 800 × 600'])
  })

  it('are left alone where one view of the page would change, also one that nothing is judged under', async () => {
    const { context, workspace } = await site()
    const moved = { ...LAMP, trial: trialOf(800, 600, { stays: { attributes: false, width: false, ratio: false } }) }
    const observation = { ...context.observation, otherViews: [surveyOf({ page: '/', images: [moved] })] }
    const { candidates, refusals } = await actuator.propose({ ...context, observation }, workspace)
    expect(candidates).toEqual([])
    expect(refusals).toEqual([{ subject: 'index.html: lamp.jpg', reason: expect.stringContaining('moves') }])
  })

  it('are left alone where a policy forbids the style that would hold the place', async () => {
    const folder = await temporary()
    const context = contextOf(strategy, await makeRefusalCase(folder))
    const { candidates, refusals } = await actuator.propose(context, folderWorkspace(folder))
    expect(candidates).toEqual([])
    expect(refusals).toEqual([{ subject: 'index.html: lamp.jpg', reason: expect.stringContaining('no inline styles') }])
  })

  it('are written for a picture to which a build gave a name of its own', async () => {
    const named = { ...LAMP, url: '/assets/lamp-9f3b.jpg', bodyHash: sha256(SITE['lamp.jpg']!) }
    const { context, workspace } = await site([viewOf([named])])
    const { candidates } = await actuator.propose(context, workspace)
    await actuator.apply(candidates[0]!, context, workspace)
    expect(await workspace.readText('index.html')).toContain('<img width="800" height="600" src="lamp.jpg"')
  })

  it('a page that has changed since is refused', async () => {
    const { context, workspace } = await site()
    const { candidates } = await actuator.propose(context, workspace)
    await workspace.write('index.html', page(''))
    await expect(actuator.apply(candidates[0]!, context, workspace)).rejects.toMatchObject({ code: 'CHANGE_REFUSED' })
  })
})

describe('a reserved height', () => {
  const promo = (height: number, more: Partial<PageLoad> = {}): Partial<PageLoad> => ({
    shifts: [
      {
        value: 0.1,
        time: 900,
        culprits: ['#text'],
        pushed: { selector: '#text', by: height },
        above: { selector: '#promo', tag: 'div', height },
      },
    ],
    ...more,
  })
  const filled = (minHeight: number, controls = false) => ({
    survey: surveyOf({ page: '/', filled: [{ id: 'promo', minHeight, controls }] }),
  })
  const HTML = page('<div id="promo"></div>')
  const reserve = async (views: readonly PageObservation[], html = HTML) => {
    const { context, workspace } = await site(views, { 'index.html': html })
    return { context, workspace, proposal: await actuator.propose(context, workspace) }
  }

  it('is written for an element that scripts fill to the same height everywhere', async () => {
    const phone = { ...viewOf([], [promo(90), promo(90)]), ...filled(90) }
    const desk = { ...viewOf([], [promo(90)]), ...filled(90), profile: 'desktop' as const }
    const { proposal, context, workspace } = await reserve([phone, desk])
    expect(proposal.candidates).toMatchObject([
      { id: 'reserved-height', predicted: { 'cumulative-layout-shift': -50 } },
    ])
    await actuator.apply(proposal.candidates[0]!, context, workspace)
    expect(await workspace.readText('index.html')).toBe(
      HTML.replace('<link', '<style>@media (scripting: enabled) { #promo { min-height: 90px } }</style>\n    <link'),
    )
  })

  it('comes with the first slide shown alone where a slider pulls up what is below it', async () => {
    const html = page('<div class="hero"><p>a</p><p>b</p></div><div id="promo"></div>')
    const slider = {
      ...{ selector: '.hero', started: 'is-ready', slides: 2, height: 300, stacked: 600 },
      ...{ clips: false, below: ['#text'] },
    }
    const pulled = { ...shiftingLoad().shifts![0]!, above: { selector: '.hero', tag: 'div', height: 900 } }
    const view = { ...viewOf([], [promo(90), shiftingLoad({ shifts: [pulled] })]), ...filled(90) }
    const seen = { ...view, survey: { ...view.survey, sliders: [slider] } }
    const { proposal, context, workspace } = await reserve([seen], html)
    expect(proposal.candidates).toMatchObject([
      {
        id: 'reserved-height',
        title:
          'Reserve the height of 1 block that scripts fill. Show the first slide alone until the slider has started (index.html)',
      },
    ])
    expect(proposal.candidates[0]!.predicted['cumulative-layout-shift']).toBeLessThan(-50)
    const { details } = await actuator.apply(proposal.candidates[0]!, context, workspace)
    expect(details).toContain(
      'index.html: of 2 slides in .hero the first alone is shown until it has the class is-ready',
    )
    expect(await workspace.readText('index.html')).toContain(
      '<style>@media (scripting: enabled) { #promo { min-height: 90px } .hero:not(.is-ready) > :nth-child(n + 2) { display: none } }</style>',
    )
  })

  it.each([
    ['its height differs from view to view', [filled(90), filled(120)], HTML],
    ['not filled in every view', [filled(90), {}], HTML],
    ['something to press', [filled(90, true)], HTML],
    ['less than is reserved', [filled(12)], HTML],
    ['holds something already', [filled(90)], page('<div id="promo">Sale</div>')],
    ['holds something already', [filled(90)], page('<div id="promo" hidden></div>')],
    ['a script puts it in', [filled(90)], page('')],
    [
      'Content Security Policy',
      [filled(90)],
      HTML.replace('<meta', `<meta http-equiv="content-security-policy" content="style-src 'self'"><meta`),
    ],
  ])('is not where %s', async (reason, views, html) => {
    const { proposal } = await reserve(
      views.map(view => ({ ...viewOf([], [promo(90)]), ...view })),
      html,
    )
    expect(proposal.candidates).toEqual([])
    expect(proposal.refusals.map(one => one.reason).join()).toContain(reason)
  })

  it('is not where loads differ, or a rule could mean no element alone', async () => {
    const differs = await reserve([{ ...viewOf([], [promo(90), promo(100)]), ...filled(90) }])
    expect(differs.proposal.refusals.map(one => one.reason).join()).toContain('differs from load to load')
    const unnamed = promo(90).shifts!.map(shift => ({ ...shift, above: { ...shift.above!, selector: '#main > div' } }))
    const { proposal } = await reserve([{ ...viewOf([], [{ shifts: unnamed }]), ...filled(90) }])
    expect(proposal.refusals.map(one => one.reason).join()).toContain('no id')
  })
})

describe('findings say what moved, what pushed it, and what helps', () => {
  const findingsOf = async (loads: readonly Partial<PageLoad>[]) => {
    const { context, workspace } = await site([viewOf([], loads)])
    return (await actuator.propose(context, workspace)).findings
  }

  it('a picture that came', async () => {
    expect(await findingsOf([shiftingLoad(), shiftingLoad()])).toEqual([
      {
        subject: '/',
        message:
          'the picture /lamp.jpg (html > body > img) moves #text by 300 px when it comes: give it a width and a height',
        metric: 'cumulative-layout-shift',
        value: 0.2,
      },
    ])
  })

  it('a font that came: its fallback is what helps', async () => {
    const font = { ...LAMP, url: '/text.woff2' }
    const shift = { value: 0.1, time: 900, culprits: ['#text'], pushed: { selector: '#text', by: 20 } }
    const requests = [{ ...shiftingLoad().requests![0]!, url: font.url, kind: 'font' as const, end: 880 }]
    const [finding] = await findingsOf([{ shifts: [shift], requests }])
    expect(finding!.message).toBe(
      '#text by 20 px moves right after the font /text.woff2 has come: give its fallback the same measures (size-adjust, ascent-override)',
    )
  })

  it('what adds little, or shows in few of the loads, is not told', async () => {
    expect(await findingsOf([shiftingLoad(), { shifts: [] }, { shifts: [] }])).toEqual([])
    const small = shiftingLoad().shifts!.map(shift => ({ ...shift, value: 0.005 }))
    expect(await findingsOf([shiftingLoad({ shifts: small })])).toEqual([])
  })
})
