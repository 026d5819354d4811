import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { adjustmentFor, meanWidth } from '../../fallback-fonts/adjust.js'
import { familyLists } from '../../fallback-fonts/family-lists.js'
import { FREQUENCIES, LETTERS, SYSTEM_FONTS } from '../../fallback-fonts/system-fonts.js'
import { contextOf } from '../../fixtures/context.js'
import { folderWorkspace } from '../../fixtures/folder-workspace.js'
import { requestOf } from '../../fixtures/observed.js'
import { writeSite } from '../../fixtures/static-site.js'
import { openSans } from '../../fonts/fixtures/open-sans.js'
import { readSheet } from '../../fonts/font-faces.js'
import { readFont } from '../../fonts/font-reader.js'
import { actuator } from './actuator.js'
import type { FontFallbacks } from './configuration.js'
import { CSS, siteAt, siteFiles } from './fixtures/contract-case.js'
import { strategy } from './index.js'

const folders: string[] = []
afterAll(() => Promise.all(folders.map(folder => rm(folder, { recursive: true, force: true }))))

const site = async (
  files: Readonly<Record<string, string | Uint8Array>> = {},
  configuration: Partial<FontFallbacks> = {},
  shift = 0.1,
) => {
  const folder = await mkdtemp(join(tmpdir(), 'tunewright-fallbacks-'))
  folders.push(folder)
  await writeSite(folder, { ...siteFiles(), ...files })
  const stock = contextOf(strategy, siteAt(folder, shift))
  const context = { ...stock, configuration: { ...stock.configuration, ...configuration } }
  return { context, workspace: folderWorkspace(folder) }
}

describe('a page that moves when its font comes', () => {
  it('is shown meanwhile in a font of the system with the same measures', async () => {
    const { context, workspace } = await site()
    const { candidates, findings } = await actuator.propose(context, workspace)
    expect(findings).toEqual([
      { subject: 'Text', message: 'pages move by 0.100 when it comes', metric: 'cumulative-layout-shift', value: 0.1 },
    ])
    // Half of all shift, and of that four fifths.
    expect(candidates.map(({ predicted }) => predicted)).toEqual([{ 'cumulative-layout-shift': -40 }])
    await actuator.apply(candidates[0]!, context, workspace)
    const css = await workspace.readText('css/site.css')
    expect(css.replace(/unicode-range: [^;]*/, 'unicode-range: …')).toBe(`@font-face {
  font-family: "Text Fallback";
  src: local("Arial"), local("Liberation Sans"), local("Arimo Regular"), local("Roboto");
  size-adjust: 105.79%;
  ascent-override: 101.03%;
  descent-override: 27.69%;
  line-gap-override: 0%;
  unicode-range: …;
}
${CSS.replace('Text, sans-serif', "Text, 'Text Fallback', sans-serif").replace("'Text', Verdana", "'Text', 'Text Fallback', Verdana")}`)
    // Signs that the font lacks are shown as before: none of the system's are blown up.
    expect(css).toMatch(/unicode-range: U\+20-7E, /)
    await expect(actuator.propose(context, workspace)).resolves.toMatchObject({
      candidates: [],
      refusals: [{ subject: 'Text', reason: 'it has a fallback of its own' }],
    })
  })

  it.each([
    ['whose text waits for it', CSS.replace('font-display: swap;', ''), 'not shown before it comes'],
    [
      'whose families are computed',
      CSS.replace('Text, sans-serif', 'fn(Text)').replace(/h1.*/, ''),
      'they are computed',
    ],
    ['of which nothing says what kind of font it is', CSS.replaceAll(', sans-serif', ''), 'whether it has serifs'],
    ['of which two lists say different kinds', CSS.replace('Text, sans-serif', 'Text, serif'), 'whether it has serifs'],
    [
      'whose face has a weight that is computed',
      CSS.replace('font-display', 'font-weight: var(--w); font-display'),
      'its weight or style is computed',
    ],
  ])('is left alone %s', async (_, css, reason) => {
    const { context, workspace } = await site({ 'css/site.css': css })
    const { candidates, refusals } = await actuator.propose(context, workspace)
    expect(candidates).toEqual([])
    expect(refusals.map(one => one.reason).join('\n')).toContain(reason)
  })

  it('is left alone where that is wished, or it moves less than is told', async () => {
    for (const [wish, shift] of [
      [{ leaveFamilies: ['text'] }, 0.1],
      [{ minimumShift: 0.2 }, 0.1],
      [{}, 0],
    ] as const) {
      const { context, workspace } = await site({}, wish as Partial<FontFallbacks>, shift)
      const { candidates, refusals } = await actuator.propose(context, workspace)
      expect(candidates).toEqual([])
      expect(refusals).toHaveLength(1)
      await expect(
        actuator.apply(
          { id: 'fallbacks', title: '', settings: { what: 'fallbacks' }, predicted: {}, basis: '' },
          context,
          workspace,
        ),
      ).rejects.toMatchObject({ code: 'CHANGE_REFUSED' })
    }
  })

  it('is given fallbacks of all fonts that came at about that time: which of them moved it is not told', async () => {
    const { context, workspace } = await site({
      'css/site.css': `${CSS}@font-face { font-family: Title; src: url(../fonts/title.ttf); font-display: swap }\nh2 { font-family: Title, sans-serif }\n`,
      'fonts/title.ttf': openSans(),
    })
    const [view] = context.observation.pages
    const seenWith = (end: number) => {
      const title = requestOf({ url: '/fonts/title.ttf', kind: 'font', end })
      const loads = view!.loads.map(load => ({ ...load, requests: [...load.requests, title] }))
      return { ...context, observation: { ...context.observation, pages: [{ ...view!, loads }] } }
    }
    const subjectsAt = async (end: number): Promise<readonly string[]> =>
      (await actuator.propose(seenWith(end), workspace)).findings.map(({ subject }) => subject)
    expect(await subjectsAt(640)).toEqual(['Text', 'Title'])
    expect(await subjectsAt(1_000)).toEqual(['Text'])
  })

  it('of weights in one file gets a regular and a bold one', async () => {
    const { context, workspace } = await site({
      'css/site.css': CSS.replace('font-display', 'font-weight: 300 800;\n  font-display'),
    })
    const { candidates } = await actuator.propose(context, workspace)
    await actuator.apply(candidates[0]!, context, workspace)
    const css = await workspace.readText('css/site.css')
    expect(css).toContain('font-weight: 300 599;\n  src: local("Arial")')
    expect(css).toContain('font-weight: 600 800;\n  src: local("Arial Bold")')
  })
})

it('the widths of fonts of systems are those that their metrics are known by', () => {
  expect([LETTERS.length, FREQUENCIES.length]).toEqual([27, 27])
  expect(FREQUENCIES.reduce((sum, one) => sum + one, 0)).toBe(1000)
  for (const { widths } of Object.values(SYSTEM_FONTS))
    for (const cut of Object.values(widths)) expect(cut).toHaveLength(27)
  // Capsize has 0.4458 em for Arial and 0.4063 em for Times New Roman, by letters of the same kind of text.
  expect(meanWidth(SYSTEM_FONTS['sans-serif'].widths.regular) / 445.8).toBeCloseTo(1, 1)
  expect(meanWidth(SYSTEM_FONTS.serif.widths.regular) / 406.3).toBeCloseTo(1, 1)
})

it('a font of another shape altogether gets none', async () => {
  const font = await readFont(openSans())
  expect(adjustmentFor({ ...font, advanceOf: one => 3 * font.advanceOf(one)! }, 'sans-serif', 'regular')).toBeNull()
  expect(adjustmentFor({ ...font, advanceOf: () => undefined }, 'sans-serif', 'regular')).toBeNull()
})

it.each([
  ['p { font-family: "Inter", Arial, sans-serif }', '"Inter"', 'sans-serif'],
  ['p { font: italic 400 1rem/1.5 Inter, serif }', 'Inter', 'serif'],
  [':root { --body: Inter, ui-monospace, monospace }', 'Inter', 'monospace'],
  ['$body: Inter, sans-serif;', 'Inter', 'sans-serif'],
  ['p { font-family: Inter }', 'Inter', null],
  ['p { font-family: Inter Tight, sans-serif }', null, null],
  [':root { --body: Inter }', 'computed', null],
  ['p { font-family: $a, Inter, serif }', 'Inter', 'serif'],
  ['p { font-family: var(--x, Inter), serif }', 'computed', null],
  ['p { color: Inter }', null, null],
  ['@font-face { font-family: Inter; src: url(a) }', null, null],
])('lists of families in %s', (css, found, generic) => {
  const style = { path: 'a.scss', text: css, start: 0, root: readSheet(css, 'a.scss')! }
  const { lists, computed } = familyLists([style], 'Inter')
  expect(computed).toBe(found === 'computed' ? 1 : 0)
  expect(lists.map(one => [css.slice(0, one.at).endsWith(found ?? ''), one.generic])).toEqual(
    found === null || found === 'computed' ? [] : [[true, generic]],
  )
})
