import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { contextOf } from '../../fixtures/context.js'
import { folderWorkspace } from '../../fixtures/folder-workspace.js'
import { writeSite } from '../../fixtures/static-site.js'
import { actuator } from './actuator.js'
import { SITE, siteAt } from './fixtures/contract-case.js'
import { strategy } from './index.js'
import { firstDifference, minifiedShare } from './same-rules.js'

const folders: string[] = []
afterAll(() => Promise.all(folders.map(folder => rm(folder, { recursive: true, force: true }))))

const site = async (files: Readonly<Record<string, string>> = {}) => {
  const folder = await mkdtemp(join(tmpdir(), 'tunewright-minified-'))
  folders.push(folder)
  await writeSite(folder, { ...SITE, ...files })
  return { context: contextOf(strategy, siteAt(folder)), workspace: folderWorkspace(folder) }
}

it('pages name the minified twin of a library, and nothing else is touched', async () => {
  const { context, workspace } = await site()
  const { candidates, findings, refusals } = await actuator.propose(context, workspace)
  expect(candidates.map(({ id }) => id)).toEqual(['minified-twins'])
  expect(candidates[0]!.predicted['total-transfer-size']).toBeLessThan(-10)
  expect(findings.map(({ subject }) => subject)).toEqual([
    'index.html: vendor/grid.css',
    'about/index.html: vendor/grid.css',
    '/css/site.css',
  ])
  expect(refusals).toEqual([])
  await actuator.apply(candidates[0]!, context, workspace)
  for (const page of ['index.html', 'about/index.html'])
    expect(await workspace.readText(page)).toBe(SITE[page]!.replace('grid.css', 'grid.min.css'))
  for (const file of ['vendor/grid.css', 'vendor/grid.min.css', 'css/site.css'])
    expect(await workspace.readText(file)).toBe(SITE[file])
  await expect(actuator.apply(candidates[0]!, context, workspace)).rejects.toMatchObject({ code: 'CHANGE_REFUSED' })
})

it.each([
  [
    'another value',
    { 'vendor/grid.css': SITE['vendor/grid.css']!.replace('#AABBCC', '#AABBCD') },
    /grid\.min\.css beside it is not the same: color:#aabbcd is color:#abc there/,
  ],
  [
    'a rule of its own',
    { 'vendor/grid.css': `${SITE['vendor/grid.css']}.mine { color: red; }\n` },
    /\.mine\{ is nowhere there/,
  ],
  [
    'a hash',
    {
      'index.html': SITE['index.html']!.replace('?v=3"', '" integrity="sha384-x"'),
      'about/index.html': '<!doctype html>',
    },
    /integrity/,
  ],
  [
    'a base',
    {
      'index.html': SITE['index.html']!.replace('<meta', '<base href="/shop/"><meta'),
      'about/index.html': '<!doctype html>',
    },
    /<base>/,
  ],
])('a sheet with %s stays named', async (_, files, reason) => {
  const { context, workspace } = await site(files)
  const { candidates, refusals } = await actuator.propose(context, workspace)
  expect(candidates).toEqual([])
  expect(refusals.map(refusal => refusal.reason)).toContainEqual(expect.stringMatching(reason))
})

it('what people edit is not rewritten, and said', async () => {
  const { context, workspace } = await site({ 'vendor/grid.min.css': 'a{}' })
  const { candidates, refusals } = await actuator.propose(context, workspace)
  expect(candidates).toEqual([])
  expect(refusals.map(({ reason }) => reason)).toContainEqual(expect.stringContaining('is what people edit'))
})

describe('two sheets say the same', () => {
  it.each([
    ['a { color: #FFFFFF }', 'a{color:#fff}'],
    ['a , b > c { margin: 0.0px 1.50em }', 'a,b>c{margin:0 1.5em}'],
    ["a { font-family: 'Open Sans' , serif }", 'a{font-family:"Open Sans",serif}'],
    ['*::after { content: "a  b" }', ':after{content:"a  b"}'],
    ['a { background: url( "x.png" ) }', 'a{background:url(x.png)}'],
    ['a { transform: translate( 0.5em , 10px ) !important; }', 'a{transform:translate(.5em,10px)!important}'],
    [
      '@media only screen and (min-width: 1px) { a { top: 0 } }\nb { }',
      '@media only screen and (min-width:1px){a{top:0}}',
    ],
  ])('%s', (whole, twin) => expect(firstDifference(whole, twin)).toBeNull())

  it.each([
    ['a { color: #fffffe }', 'a{color:#fff}'],
    ['a { margin: 0 1px }', 'a{margin:01px}'],
    ['a b { top: 0 }', 'a>b{top:0}'],
    ['a .b { top: 0 }', 'a.b{top:0}'],
    ['a { content: "a  b" }', 'a{content:"a b"}'],
    ['a { width: calc(1px + 0px) }', 'a{width:calc(1px + 0)}'],
    ['a { --x: 0px }', 'a{--x:0}'],
    ['a { flex: 1 1 0px }', 'a{flex:1 1 0}'],
    ['a { width: calc(1px - 2px) }', 'a{width:calc(1px -2px)}'],
    ['a { top: 10px }', 'a{top:1px}'],
    ['a { top: 1 }\nb { top: 1 }', 'b{top:1}a{top:1}'],
    ['a { top: 1px; }', 'a{top:1px}b{top:1px}'],
    ['@media print { a { top: 0 } }', 'a{top:0}'],
    ['a {', 'a{'],
  ])('or not: %s', (whole, twin) => expect(firstDifference(whole, twin)).not.toBeNull())
})

it('what is minified is told from what is not', () => {
  expect(minifiedShare(SITE['vendor/grid.min.css']!)).toBeGreaterThan(0.97)
  expect(minifiedShare(SITE['vendor/grid.css']!)).toBeLessThan(0.9)
})
