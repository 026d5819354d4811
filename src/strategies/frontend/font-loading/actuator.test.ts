import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { contextOf } from '../../fixtures/context.js'
import { folderWorkspace } from '../../fixtures/folder-workspace.js'
import { writeSite } from '../../fixtures/static-site.js'
import { openSans } from '../../fonts/fixtures/open-sans.js'
import { fontFaces, iconFamilies, readSheet } from '../../fonts/font-faces.js'
import { isRequested } from '../../fonts/requested-fonts.js'
import { actuator } from './actuator.js'
import type { FontLoading } from './configuration.js'
import { observed, SITE, siteAt } from './fixtures/contract-case.js'
import { strategy } from './index.js'
import { withDisplay } from './with-display.js'

const folders: string[] = []
afterAll(() => Promise.all(folders.map(folder => rm(folder, { recursive: true, force: true }))))

const site = async (
  files: Readonly<Record<string, string | Buffer>> = {},
  configuration: Partial<FontLoading> = {},
) => {
  const folder = await mkdtemp(join(tmpdir(), 'tunewright-fonts-'))
  folders.push(folder)
  await writeSite(folder, { ...SITE, ...files })
  const stock = contextOf(strategy, siteAt(folder))
  const context = { ...stock, configuration: { ...stock.configuration, ...configuration } }
  return { context, workspace: folderWorkspace(folder) }
}

describe('a page whose text waits for its font', () => {
  it('shows it in another font meanwhile, and asks for its font at once', async () => {
    const { context, workspace } = await site()
    const { candidates, findings } = await actuator.propose(context, workspace)
    expect(candidates.map(({ id }) => id)).toEqual(['display-and-preload', 'font-display', 'font-preload'])
    expect(findings).toEqual([
      {
        subject: '/',
        message: 'the first paint comes 700 ms after everything but its fonts is there',
        metric: 'first-contentful-paint',
        value: 700,
      },
    ])
    expect(candidates[0]!.predicted['first-contentful-paint']).toBe(-35)
    await actuator.apply(candidates[0]!, context, workspace)
    expect(await workspace.readText('css/site.css')).toBe(
      SITE['css/site.css']!.replace("format('woff');", "format('woff');\n  font-display: swap;"),
    )
    expect(await workspace.readText('index.html')).toContain(
      '    <link rel="preload" as="font" type="font/woff2" href="fonts/text.woff2" crossorigin>\n    <link rel="stylesheet"',
    )
    expect(await workspace.readText('index.html')).not.toContain('pictures.woff2')
  })

  it('is shown meanwhile in a font of the system with the measures of its own', async () => {
    const own = SITE['css/site.css']!.replace(/url\('\.\.\/fonts\/text\.woff2'\)[^;]*;/, "url('../fonts/text.ttf');")
    const files = { 'css/site.css': own, 'fonts/text.ttf': openSans() }
    const shown = async (configuration: Partial<FontLoading>): Promise<string> => {
      const { context, workspace } = await site(files, configuration)
      const seen = { ...context, observation: observed(['/fonts/text.ttf']) }
      const { candidates } = await actuator.propose(seen, workspace)
      const { details } = await actuator.apply(candidates.find(({ id }) => id === 'font-display')!, seen, workspace)
      expect(details).toHaveLength(configuration.fontFallbacks === false ? 1 : 2)
      return workspace.readText('css/site.css')
    }
    const css = await shown({})
    expect(css).toContain('font-display: swap;')
    expect(css).toMatch(/font-family: "Text Fallback";\n {2}src: local\("Arial"\)[^;]*;\n {2}size-adjust: \d/)
    expect(css).toContain("body { font-family: Text, 'Text Fallback', sans-serif; }")
    expect(await shown({ fontFallbacks: false })).not.toContain('Fallback')
  })

  it('keeps its pictograms, for which no other font can stand in, and says so', async () => {
    const { context, workspace } = await site()
    const { refusals } = await actuator.propose(context, workspace)
    expect(refusals).toEqual([{ subject: 'css/site.css: Pictures', reason: expect.stringContaining('pictograms') }])
  })

  it('is left alone where its fonts are shown so already, or another build would name them otherwise', async () => {
    const { context, workspace } = await site(
      { 'css/site.css': SITE['css/site.css']!.replace("format('woff');", "format('woff'); font-display: optional;") },
      { preload: false },
    )
    expect((await actuator.propose(context, workspace)).candidates).toEqual([])
  })

  it('that has changed since is refused', async () => {
    const { context, workspace } = await site()
    const { candidates } = await actuator.propose(context, workspace)
    await workspace.write('css/site.css', 'p { color: red }')
    await expect(actuator.apply(candidates[1]!, context, workspace)).rejects.toMatchObject({ code: 'CHANGE_REFUSED' })
  })
})

describe('font-display', () => {
  const written = (css: string): string => {
    const root = readSheet(css, 'site.css')!
    return withDisplay(css, fontFaces(root), 'swap')
  }
  it.each([
    ['@font-face{font-family:a;src:url(a.woff2)}', '@font-face{font-family:a;src:url(a.woff2);font-display:swap}'],
    [
      '@font-face { font-family: a; src: url(a.woff2); }',
      '@font-face { font-family: a; src: url(a.woff2); font-display: swap; }',
    ],
    [
      '@font-face {\n\tfont-family: a;\n\tsrc: url(a.woff2)\n}',
      '@font-face {\n\tfont-family: a;\n\tsrc: url(a.woff2);\n\tfont-display: swap\n}',
    ],
    [
      '@font-face{font-family:a;font-display:block;src:url(a)}',
      '@font-face{font-family:a;font-display: swap;src:url(a)}',
    ],
    ['@font-face{src:url(a);font-display:auto}p{x:1}', '@font-face{src:url(a);font-display: swap}p{x:1}'],
  ])('is written into %s', (css, expected) => {
    expect(written(css)).toBe(expected)
  })
})

it.each([
  ["@font-face{font-family:'Font Awesome 6 Free'}", ['Font Awesome 6 Free']],
  ["@font-face{font-family:x} .i-a::before{content:'\\f101';font-family:x}", ['x']],
  ["@font-face{font-family:x} p{font-family:x} q::before{content:'\\201C'}", []],
])('families of pictograms in %s', (css, expected) => {
  const root = readSheet(css, 'site.css')!
  expect([
    ...iconFamilies(
      [root],
      fontFaces(root).map(({ family }) => family),
    ),
  ]).toEqual(expected)
})

it.each([
  ['../fonts/inter.woff2', '/assets/inter-C0ffee12.woff2', true],
  ['inter.woff2?v=3', '/fonts/inter.woff2', true],
  ['inter.woff2', '/fonts/inter-bold.woff2', true],
  ['inter.woff2', '/fonts/internal.woff2', false],
  ['inter.woff', '/fonts/inter.woff2', false],
])('%s is what was asked for as %s: %s', (written, url, expected) => {
  expect(isRequested(written, { url, pages: [] })).toBe(expected)
})
