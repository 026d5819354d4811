import { cp, mkdtemp, rm } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { contextOf } from '../../fixtures/context.js'
import { folderWorkspace } from '../../fixtures/folder-workspace.js'
import { writeSite } from '../../fixtures/static-site.js'
import { actuator } from './actuator.js'
import { siteAt } from './fixtures/contract-case.js'
import { hostedSheet } from './google-fonts.js'
import { strategy } from './index.js'

const folders: string[] = []
afterAll(() => Promise.all(folders.map(folder => rm(folder, { recursive: true, force: true }))))

const HREF = 'https://fonts.googleapis.com/css2?family=Arimo:ital,wght@0,400;0,700;1,400&amp;display=swap'
const page = (href: string, more = ''): string => `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8">${more}
    <title>Lamps</title>
    <link rel="preconnect" href="https://fonts.googleapis.com">
    <link rel="preconnect" href="https://fonts.gstatic.com" crossorigin>
    <link href="${href}" rel="stylesheet" crossorigin="anonymous">
  </head>
  <body><h1>Lamps</h1></body>
</html>
`

const site = async (html: string, { selfHost = true, installed = true, licence = '' } = {}) => {
  const folder = await mkdtemp(join(tmpdir(), 'tunewright-hosted-'))
  folders.push(folder)
  await writeSite(folder, { 'index.html': html })
  const arimo = join(folder, 'node_modules/@fontsource/arimo')
  if (installed)
    await cp(dirname(createRequire(import.meta.url).resolve('@fontsource/arimo/package.json')), arimo, {
      recursive: true,
    })
  if (licence !== '')
    await writeSite(arimo, { 'package.json': JSON.stringify({ name: '@fontsource/arimo', license: licence }) })
  const stock = contextOf(strategy, siteAt(folder))
  const context = {
    ...stock,
    observation: { ...stock.observation, pages: stock.observation.pages.map(one => ({ ...one, loads: [] })) },
    configuration: { ...stock.configuration, selfHost },
  }
  return { context, workspace: folderWorkspace(folder) }
}

describe('fonts of another host', () => {
  it('come from the site where that is wished, and a package with them is installed', async () => {
    const { context, workspace } = await site(page(HREF))
    const { candidates } = await actuator.propose(context, workspace)
    expect(candidates.map(({ id, title }) => [id, title])).toEqual([
      ['self-host', 'Serve Arimo (OFL-1.1) from the site'],
    ])
    await actuator.apply(candidates[0]!, context, workspace)
    const html = await workspace.readText('index.html')
    const [, sheet] = /<link href="(fonts\/hosted\.\w{8}\.css)" rel="stylesheet">/.exec(html)!
    expect(html).not.toMatch(/googleapis|gstatic|crossorigin/)
    const css = await workspace.readText(sheet!)
    const named = [...css.matchAll(/url\(([^)]+)\)/g)].map(([, name]) => name!)
    expect(named.length).toBeGreaterThan(12)
    for (const name of named) expect((await workspace.read(`fonts/${name}`)).toString('ascii', 0, 4), name).toBe('wOF2')
    expect(new Set(css.match(/font-weight: \d+|font-style: \w+|font-display: \w+|font-family: .*(?=;)/g))).toEqual(
      new Set([
        "font-family: 'Arimo'",
        'font-weight: 400',
        'font-weight: 700',
        'font-style: normal',
        'font-style: italic',
        'font-display: swap',
      ]),
    )
    expect(css.match(/unicode-range/g)).toHaveLength(named.length)
  })

  it.each([
    [
      'is not wished',
      HREF,
      '',
      { selfHost: false },
      'could be served from the site with the packages that are installed: Arimo (OFL-1.1)',
    ],
    [
      'no package with them is installed',
      HREF,
      '',
      { installed: false },
      '@fontsource/arimo would give its fonts, and is not installed',
    ],
    [
      'the licence is another',
      HREF,
      '',
      { licence: 'UNLICENSED' },
      'the licence of @fontsource/arimo (UNLICENSED) is none',
    ],
    ['they are pictograms', 'https://fonts.googleapis.com/icon?family=Material+Icons', '', {}, 'it gives pictograms'],
    [
      'a weight is not in the package',
      'https://fonts.googleapis.com/css2?family=Arimo:wght@900',
      '',
      {},
      '@fontsource/arimo has no 900.css',
    ],
    [
      'the page forbids it',
      HREF,
      '<meta http-equiv="Content-Security-Policy" content="font-src https://fonts.gstatic.com">',
      {},
      'keeps fonts or styles of its own host out',
    ],
  ])('stay there where %s', async (_, href, more, given, said) => {
    const { context, workspace } = await site(page(href, more), given)
    const { candidates, findings, refusals } = await actuator.propose(context, workspace)
    expect(candidates).toEqual([])
    expect([...findings.map(one => one.message), ...refusals.map(one => one.reason)].join('\n')).toContain(said)
  })
})

it.each([
  [
    'https://fonts.googleapis.com/css2?family=Inter',
    [{ family: 'Inter', faces: [{ weight: '400', italic: false }] }],
    null,
  ],
  [
    '//fonts.googleapis.com/css?family=Open+Sans:400,700italic|Lora&display=swap',
    [
      {
        family: 'Open Sans',
        faces: [
          { weight: '400', italic: false },
          { weight: '700', italic: true },
        ],
      },
      { family: 'Lora', faces: [{ weight: '400', italic: false }] },
    ],
    'swap',
  ],
  [
    'https://fonts.googleapis.com/css2?family=Inter:wght@100..900&family=Lora:ital@1',
    [
      { family: 'Inter', faces: [{ weight: '100..900', italic: false }] },
      { family: 'Lora', faces: [{ weight: '400', italic: true }] },
    ],
    null,
  ],
])('%s gives what it names', (href, families, display) => {
  expect(hostedSheet(href)).toEqual({ families, display })
})

it.each([
  ['https://fonts.googleapis.com/css2?family=Roboto+Flex:opsz,wght@8..144,400', /cannot be told/],
  ['https://fonts.googleapis.com/css2?family=Inter&text=Lamps', /some characters/],
])('%s is not taken apart', (href, reason) => {
  expect(hostedSheet(href)).toMatch(reason)
})

it('other style sheets are none of fonts', () => {
  expect([hostedSheet('css/site.css'), hostedSheet('https://cdn.example/site.css')]).toEqual([null, null])
})
