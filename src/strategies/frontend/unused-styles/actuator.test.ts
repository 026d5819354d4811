import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import type { ActuatorContext } from '../../../model/actuator.js'
import type { BundleObservation, Observation } from '../../../model/observation.js'
import { contextOf } from '../../fixtures/context.js'
import { folderWorkspace } from '../../fixtures/folder-workspace.js'
import { observationOf, pageOf, requestOf, surveyOf } from '../../fixtures/observed.js'
import { staticSite, writeSite } from '../../fixtures/static-site.js'
import { OBSERVATION, SITE, UNUSED } from './fixtures/contract-case.js'
import { strategy } from './index.js'

const folders: string[] = []
afterAll(() => Promise.all(folders.map(folder => rm(folder, { recursive: true, force: true }))))

/** The site with some files changed, what is proposed for it, and what applying that leaves of a file. */
const proposed = async (
  files: Readonly<Record<string, string | Uint8Array>>,
  observation: Observation = OBSERVATION,
  context: Partial<ActuatorContext<'unused-styles'>> = {},
) => {
  const folder = await mkdtemp(join(tmpdir(), 'unused-'))
  folders.push(folder)
  await writeSite(folder, { ...SITE, ...files })
  const whole = { ...contextOf(strategy, staticSite(folder, observation)), ...context }
  const workspace = folderWorkspace(folder)
  const proposal = await strategy.actuator.propose(whole, workspace)
  const apply = async () => {
    await strategy.actuator.apply(proposal.candidates[0]!, whole, workspace)
    return (path: string) => readFile(join(folder, path), 'utf8')
  }
  return {
    folder,
    workspace,
    context: whole,
    proposal,
    apply,
    refused: proposal.refusals.map(one => `${one.subject} ${one.reason}`).join('\n'),
  }
}

const FRAME = SITE['css/frame.css']!
const KEPT = FRAME.replace(UNUSED.trimEnd(), '').replace('\n\n\n\n', '\n\n')

describe('what it cuts', () => {
  it('is the rules that nothing has names for: every other byte stays', async () => {
    const { proposal, apply } = await proposed({})
    expect(proposal.candidates).toHaveLength(1)
    expect(proposal.findings).toEqual([
      {
        subject: 'css/frame.css',
        message: expect.stringMatching(/^\d\.\d kB of \d\.\d kB are rules that nothing in the project has names for/),
        value: expect.any(Number),
      },
    ])
    const read = await apply()
    expect(await read('css/frame.css')).toBe(KEPT)
    expect(await read('css/site.css')).toBe(SITE['css/site.css'])
  })

  it('predicts what the measured loads would not have to fetch', async () => {
    const { proposal } = await proposed({})
    const share = (Buffer.byteLength(FRAME) - Buffer.byteLength(KEPT)) / Buffer.byteLength(FRAME)
    expect(proposal.candidates[0]!.predicted['total-transfer-size']).toBeCloseTo(-80 * share, 0)
  })

  it.each([
    ['a page that is not measured', { 'far/away.html': '<p class="column-3">Here</p>' }],
    ['a script that is minified', { 'vendor/x.min.js': 'a.className="column-3"' }],
    ['a file of data', { 'data/rows.json': '[{ "look": "column-3" }]' }],
    ['a template', { 'parts/row.php': '<?php echo "<i class=\'column-3\'>"; ?>' }],
    ['a sheet of a preprocessor that extends it', { 'scss/site.scss': '.a { @extend .column-3; }' }],
  ])('keeps what %s has a name for', async (_, files) => {
    const read = await (await proposed(files)).apply()
    const css = await read('css/frame.css')
    expect(css).toContain('.column-3 {')
    expect(css).not.toContain('.column-4 {')
  })

  it.each([
    ['a sum', "el.className = 'column-' + n"],
    // biome-ignore lint/suspicious/noTemplateCurlyInString: the script's own
    ['a template literal', 'el.className = `column-${n}`'],
    ['a call of concat', "el.className = 'column-'.concat(n)"],
    ['a text in the middle of another one', "el.innerHTML = '<i class=\"wide column-' + n + '\">'"],
    ['a placeholder', "format('column-%d', n)"],
    ['a beginning without a separator', "el.className = 'colu' + rest"],
    [
      'separators between parts that are found out',
      "const kinds = ['column', '3', '4', '5']; el.className = base + '-' + kind",
    ],
    ['a join', "const kinds = ['column', '3', '4', '5']; el.className = [base, kind].join('-')"],
    ['a script that cannot be parsed', "el.className = 'column-' + n; ]["],
  ])('keeps every name that a script may put together by %s', async (_, code) => {
    const { proposal, apply } = await proposed({
      'app.js': code,
      'css/frame.css': `${FRAME}${UNUSED.replaceAll('column', 'other')}`,
    })
    expect(proposal.candidates).toHaveLength(1)
    const css = await (await apply())('css/frame.css')
    for (const n of [3, 4, 5]) expect(css).toContain(`.column-${n} {`)
    expect(css).not.toContain('.other-3 {')
  })

  it('keeps names with such an end, and those that a template of a page puts together', async () => {
    const rules = '.thing-wide { color: red }\n.is-shut { color: red }\n.is { color: red }\n'
    const { apply } = await proposed({
      'css/frame.css': `${rules}${FRAME}`,
      'app.js': "el.className = kind + '-wide'",
      'page.twig': '<p class="is-{{ state }}">',
    })
    const css = await (await apply())('css/frame.css')
    expect(css).toContain('.thing-wide')
    expect(css).toContain('.is-shut')
  })
})

describe('what it leaves alone', () => {
  it('is everything where a script of another host may put things on pages, unless it only counts visits', async () => {
    const withScript = (src: string) => ({ 'far.html': `<script async src="${src}"></script>` })
    const { proposal, refused } = await proposed(withScript('//cdn.example.com/slider.js'))
    expect(proposal.candidates).toEqual([])
    expect(proposal.findings).toHaveLength(1)
    expect(refused).toContain('cdn.example.com sends a script that pages name')
    expect(
      (await proposed(withScript('https://www.googletagmanager.com/gtag/js?id=1'))).proposal.candidates,
    ).toHaveLength(1)
    const forOldBrowsers = '<!--[if lt IE 9]><script src="https://cdn.example.com/html5shiv.js"></script><![endif]-->'
    expect((await proposed({ 'far.html': forOldBrowsers })).proposal.candidates).toHaveLength(1)
    expect((await proposed({ 'far.twig': forOldBrowsers })).proposal.candidates).toEqual([])
    const written = `<script>document.write('<script src="//cdn.example.com/slider.js"><\\/script>')</script>`
    expect((await proposed({ 'far.html': written })).proposal.candidates).toEqual([])
    const asked = requestOf({ url: 'https://kit.example.com/icons.js', kind: 'script' })
    const seen = observationOf([pageOf('/', [], { survey: surveyOf({ requests: [asked] }) })])
    expect((await proposed({}, seen)).refused).toContain('kit.example.com')
  })

  it('is everything where a text cannot be read', async () => {
    const packed = "eval(function(p,a,c,k,e,d){return p}('0 1',2,2,'a|b'.split('|'),0,{}))"
    expect((await proposed({ 'x.js': packed })).refused).toContain('x.js is packed')
    const utf16 = Buffer.from('\uFEFF<p class="column-3">', 'utf16le')
    expect((await proposed({ 'old.html': utf16 })).refused).toContain('old.html is in an encoding')
  })

  it('is everything where a measured page is no file of the project, or a server makes pages', async () => {
    const elsewhere = observationOf([pageOf('/', []), pageOf('/blog/', [])])
    const { proposal, refused } = await proposed({}, elsewhere)
    expect([proposal.candidates, refused]).toEqual([[], expect.stringContaining('/blog/ no HTML file')])
    const { folder } = await proposed({})
    const { target } = staticSite(folder, OBSERVATION)
    const served = await proposed({}, OBSERVATION, {
      target: { ...target, serve: { kind: 'process', command: 'node server.js', readyPath: '/' } },
    })
    expect(served.refused).toContain('makes pages while it runs')
  })

  it('is a sheet named with its hash, on whatever page, or not served as it is written', async () => {
    const link = '<link rel="stylesheet" integrity="sha384-x" href="../css/frame.css?v=1">'
    const { proposal, refused } = await proposed({ 'far/away.html': link })
    expect([proposal.candidates, refused]).toEqual([
      [],
      expect.stringContaining('css/frame.css is named with its hash'),
    ])
    const { folder } = await proposed({ 'css/frame.css': FRAME.replace('red', 'blue') })
    const made = { ...contextOf(strategy, staticSite(folder, OBSERVATION)).baseline, root: folder }
    expect((await proposed({}, OBSERVATION, { baseline: made })).refused).toContain('not served as it is written')
  })

  it('is a sheet of which too little would go, with how much', async () => {
    const { proposal, refused } = await proposed({
      'css/frame.css': `${UNUSED.split('\n\n').slice(0, 30).join('\n\n')}\n`,
    })
    expect([proposal.candidates, refused]).toEqual([[], expect.stringContaining('css/frame.css only 1.')])
    expect(proposal.findings).toHaveLength(1)
  })

  it('is a sheet of which more applied on a measured page than names tell', async () => {
    const bytes = Buffer.byteLength(FRAME)
    const page = pageOf('/', [], {
      survey: surveyOf({ styles: [{ url: '/css/frame.css', bytes, usedBytes: bytes - 2000 }] }),
    })
    const { proposal, refused } = await proposed({}, observationOf([page]))
    expect([proposal.candidates, refused]).toEqual([[], expect.stringContaining('rules that apply on a measured page')])
  })

  it('refuses to apply what no longer fits, and says which sheet', async () => {
    const { proposal, context, workspace } = await proposed({})
    await workspace.write('css/frame.css', '.hero { color: red; }\n')
    await expect(strategy.actuator.apply(proposal.candidates[0]!, context, workspace)).rejects.toThrow(
      /css\/frame\.css has no rules left that could go/,
    )
  })
})

describe('a sheet that modules import', () => {
  const bundle: BundleObservation = {
    bundler: 'vite',
    bundlerVersion: '8',
    mode: 'production',
    outputPath: 'dist',
    codeSplitting: true,
    entrypoints: [],
    chunks: [],
    modules: [
      {
        path: 'src/entry.js',
        packageName: null,
        parsedSize: 100,
        gzipSize: 100,
        chunkFiles: ['entry.js'],
        importedBy: [],
      },
    ],
    hazards: [],
  }
  const request = requestOf({ url: '/assets/entry.css', kind: 'stylesheet', transferSize: 1000, decodedSize: 10_000 })
  const observation = observationOf([pageOf('/', [{ requests: [request] }])], { bundle })
  const built = (folder: string) => {
    const { target } = staticSite(folder, observation)
    return {
      ...target,
      build: { command: 'vite build', output: 'dist' },
      serve: { kind: 'static', folder: 'dist' } as const,
    }
  }
  const files = {
    'index.html':
      '<!doctype html><title>Site</title><main class="hero"></main><script type="module" src="/src/entry.js"></script>',
    'dist/index.html': '<!doctype html><title>Site</title><main class="hero"></main>',
    // What a package brings along is in what the build makes, and nowhere in the sources.
    'dist/entry.js': 'e.className="column-7"',
    'src/frame.css': FRAME,
    'src/own.module.css': FRAME,
    'src/entry.js': "import './frame.css'\nimport styles from './own.module.css'\nexport { styles }\n",
  }

  it('loses what neither the sources nor what is built of them have names for', async () => {
    const { folder } = await proposed(files)
    const { proposal, apply, refused } = await proposed(files, observation, {
      target: built(folder),
      baseline: { revision: 'HEAD', root: folder, bundleStatistics: null, buildMilliseconds: 0 },
    })
    expect(proposal.candidates.map(({ settings }) => settings)).toEqual([{ sheets: ['src/frame.css'] }])
    expect(refused).toContain('src/own.module.css is a CSS module')
    expect(proposal.findings.map(({ subject }) => subject)).toEqual(['src/frame.css', 'src/own.module.css'])
    expect(proposal.candidates[0]!.predicted['total-transfer-size']).toBeLessThan(-30)
    const css = await (await apply())('src/frame.css')
    expect(css).toContain('.column-7 {')
    expect(css).not.toContain('.column-8 {')
  })
})
