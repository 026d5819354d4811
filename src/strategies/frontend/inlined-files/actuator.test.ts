import { readFileSync } from 'node:fs'
import { mkdir, mkdtemp, rename, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, describe, expect, it } from 'vitest'
import type { BundleObservation, RequestRecord } from '../../../model/observation.js'
import type { ContractCase } from '../../contract-case.js'
import { contextOf } from '../../fixtures/context.js'
import { folderWorkspace } from '../../fixtures/folder-workspace.js'
import { observationOf, pageOf, requestOf, surveyOf } from '../../fixtures/observed.js'
import { staticSite } from '../../fixtures/static-site.js'
import { actuator } from './actuator.js'
import { noise } from './fixtures/app.js'
import { strategy } from './index.js'

const folders: string[] = []
afterAll(() => Promise.all(folders.map(folder => rm(folder, { recursive: true, force: true }))))

const dataUrl = (mime: string, bytes: number, seed = bytes): string =>
  `data:${mime};base64,${Buffer.from(noise(bytes, seed)).toString('base64')}`

const BUNDLE: BundleObservation = {
  bundler: 'vite',
  bundlerVersion: '8.0.0',
  mode: 'production',
  outputPath: '.',
  codeSplitting: true,
  entrypoints: [],
  chunks: [],
  modules: [],
  hazards: [],
}

const face = (sources: string, more = ''): string => `@font-face{font-family:A;src:${sources};${more}}`
const source = (format: string, bytes: number): string => `url(${dataUrl(`font/${format}`, bytes)}) format("${format}")`

const SHEET = face(`${source('woff2', 40_000)},${source('woff', 50_000)}`, 'font-display:swap')

/** A page that waits for a style sheet of the output; what else is there is handed in. */
const project = async (
  files: Readonly<Record<string, string>>,
  page: { readonly requests?: readonly RequestRecord[]; readonly url?: string; readonly text?: readonly string[] } = {},
) => {
  const root = await mkdtemp(join(tmpdir(), 'tunewright-inlined-'))
  folders.push(root)
  const all = {
    'vite.config.js': 'export default { build: { assetsInlineLimit: 60000 } }\n',
    'dist/assets/a.css': SHEET,
    ...files,
  }
  for (const [path, text] of Object.entries(all)) {
    await mkdir(dirname(join(root, path)), { recursive: true })
    await writeFile(join(root, path), text)
  }
  const requests = page.requests ?? [
    requestOf({ url: '/', kind: 'document', transferSize: 1_000, start: 0, end: 200 }),
    requestOf({
      url: page.url ?? '/assets/a.css?v=1',
      kind: 'stylesheet',
      transferSize: 91_000,
      contentEncoding: 'br',
      start: 200,
      end: 400,
    }),
    requestOf({ url: '/app.js', kind: 'script', transferSize: 8_000, start: 200, end: 250 }),
  ]
  const metrics = { 'first-contentful-paint': 500, 'largest-contentful-paint': 800 }
  const survey = surveyOf({ page: '/', requests, text: page.text ?? ['Lamps'] })
  const observation = observationOf([pageOf('/', [{ requests, metrics }], { survey })], { bundle: BUNDLE, metrics })
  const site = staticSite(root, observation)
  const contractCase: ContractCase = {
    ...site,
    target: {
      ...site.target,
      build: { command: 'npm run build', output: 'dist' },
      serve: { kind: 'static', folder: 'dist' },
    },
  }
  return { context: contextOf(strategy, contractCase), workspace: folderWorkspace(root) }
}

it('predicts how much earlier what the paint waits for would come', async () => {
  const small = `a{background:url(${dataUrl('image/png', 3_000)})}`
  const { context, workspace } = await project({ 'dist/assets/a.css': SHEET + small })
  const { candidates, findings, refusals, settings } = await actuator.propose(context, workspace)
  expect(refusals).toEqual([])
  // All but 2 % of 91 kB at 9 Mbit/s are 79 ms of the 500; the other format is never asked for: 50 of 100 kB.
  expect(candidates.map(({ predicted }) => predicted)).toEqual([
    { 'first-contentful-paint': -15.9, 'largest-contentful-paint': -5, 'total-transfer-size': -50 },
  ])
  expect(findings).toEqual([
    expect.objectContaining({
      subject: 'assets/a.css',
      message: expect.stringMatching(/^holds 2 fonts \(90\.0 kB\) in its 124\.\d kB/),
      value: 90_000,
    }),
  ])
  expect(settings.find(({ key }) => key === 'inlined.minimumBytes')?.note).toContain('90.0 kB')
})

it('the paint is no earlier than the script that it waits for as well', async () => {
  const requests = [
    requestOf({
      url: '/assets/a.css',
      kind: 'stylesheet',
      transferSize: 91_000,
      contentEncoding: 'br',
      start: 200,
      end: 400,
    }),
    requestOf({ url: '/app.js', kind: 'script', transferSize: 8_000, start: 401, end: 450 }),
  ]
  const { context, workspace } = await project({}, { requests })
  expect((await actuator.propose(context, workspace)).candidates[0]!.predicted['first-contentful-paint']).toBe(0)
})

it('sets the limit back, once', async () => {
  const { context, workspace } = await project({})
  const { candidates } = await actuator.propose(context, workspace)
  await actuator.apply(candidates[0]!, context, workspace)
  expect(await workspace.readText('vite.config.js')).toBe('export default { build: { assetsInlineLimit: 4096 } }\n')
  await expect(actuator.apply(candidates[0]!, context, workspace)).rejects.toMatchObject({ code: 'CHANGE_REFUSED' })
})

it('sets it back where other changes have given the files of the output other names', async () => {
  const { context, workspace } = await project({})
  const { candidates } = await actuator.propose(context, workspace)
  await rename(
    join(context.baseline.root, 'dist/assets/a.css'),
    join(context.baseline.root, 'dist/assets/another-name.css'),
  )
  await actuator.apply(candidates[0]!, context, workspace)
  expect(await workspace.readText('vite.config.js')).toContain('assetsInlineLimit: 4096')
})

it('sets the limit back in the command that builds', async () => {
  const { context, workspace } = await project({
    'vite.config.js': 'export default {}\n',
    'package.json': '{ "scripts": { "build": "vite build --assetsInlineLimit 60000" } }\n',
  })
  const { candidates } = await actuator.propose(context, workspace)
  await actuator.apply(candidates[0]!, context, workspace)
  expect(await workspace.readText('package.json')).toBe(
    '{ "scripts": { "build": "vite build --assetsInlineLimit 4096" } }\n',
  )
})

it.each([
  ['a host that has the output below a path', {}, '/shop/assets/a.css'],
  [
    'a page of a folder',
    { 'dist/assets/a.css': '', 'dist/index.html': `<img src="${dataUrl('image/png', 30_000)}">` },
    undefined,
  ],
])('finds what is loaded: %s', async (_, files, url) => {
  const { context, workspace } = await project(files, url === undefined ? {} : { url })
  expect((await actuator.propose(context, workspace)).candidates).toHaveLength(1)
})

describe('leaves as it is', () => {
  it('what no measured page loads', async () => {
    const { context, workspace } = await project({ 'dist/assets/a.css': '', 'dist/assets/b.css': SHEET })
    expect(await actuator.propose(context, workspace)).toMatchObject({ candidates: [], findings: [], refusals: [] })
  })

  it('too little to matter, and says how much', async () => {
    const sheet = face(source('woff2', 12_000), 'font-display:swap')
    const { context, workspace } = await project({ 'dist/assets/a.css': sheet })
    const { candidates, refusals } = await actuator.propose(context, workspace)
    expect(candidates).toEqual([])
    expect(refusals).toEqual([
      { subject: 'vite.config.js', reason: expect.stringMatching(/^12\.0 kB would come out .* \(20\.0 kB\)$/) },
    ])
    const configuration = { ...context.configuration, inlined: { minimumBytes: 12_000 } }
    expect((await actuator.propose({ ...context, configuration }, workspace)).candidates).toHaveLength(1)
  })

  it('small files, however many', async () => {
    const sheet = Array.from({ length: 30 }, (_, i) => `a${i}{background:url(${dataUrl('image/png', 3_000, i)})}`)
    const { context, workspace } = await project({ 'dist/assets/a.css': sheet.join('') })
    expect(await actuator.propose(context, workspace)).toMatchObject({ candidates: [], refusals: [] })
  })

  it('what the sources have in them already', async () => {
    const { context, workspace } = await project({ 'src/a.css': SHEET })
    expect(await actuator.propose(context, workspace)).toMatchObject({ candidates: [], findings: [], refusals: [] })
  })

  it.each([
    ['export default {}\n', 'nothing in vite.config.js is known to say so'],
    ['export default { build: { assetsInlineLimit: () => true } }\n', 'is a function'],
  ])('what its configuration does not say: %s', async (config, reason) => {
    const { context, workspace } = await project({ 'vite.config.js': config })
    const { candidates, findings, refusals } = await actuator.propose(context, workspace)
    expect(candidates).toEqual([])
    expect(findings).toHaveLength(1)
    expect(refusals).toEqual([expect.objectContaining({ reason: expect.stringContaining(reason) })])
  })
})

describe('fonts that come out', () => {
  const findings = async (sheet: string) => {
    const { context, workspace } = await project({ 'dist/assets/a.css': sheet })
    return (await actuator.propose(context, workspace)).findings.map(({ message }) => message)
  }
  const waits = expect.stringContaining('text waits for them')

  it('hide text until they have come where none says otherwise', async () => {
    const [hidden, shown] = [face(source('woff2', 30_000)), face(source('woff2', 31_000), 'font-display:fallback')]
    expect(await findings(hidden)).toContainEqual(waits)
    expect(await findings(hidden + shown)).not.toContainEqual(waits)
  })

  it('for other characters than a page shows are never asked for', async () => {
    const greek = face(source('woff2', 30_000), 'unicode-range:U+370-3FF')
    const sheet = face(source('woff2', 20_000), 'unicode-range:U+0-FF') + greek
    const saved = async (text: readonly string[]) => {
      const { context, workspace } = await project({ 'dist/assets/a.css': sheet }, { text })
      return (await actuator.propose(context, workspace)).candidates[0]!.predicted['total-transfer-size']
    }
    expect(await saved(['Lamps'])).toBe(-30)
    expect(await saved(['Lamps', 'λάμπα'])).toBe(0)
    // What a page shows is not known of a survey without text.
    expect(await saved([])).toBe(0)
  })
})

describe('text that had its font at once', () => {
  const arimo = readFileSync(
    fileURLToPath(
      new URL('../../../../node_modules/@fontsource/arimo/files/arimo-latin-400-normal.woff2', import.meta.url),
    ),
  )
  const data = `url(data:font/woff2;base64,${arimo.toString('base64')}) format("woff2")`
  const sheetWith = (display: string): string =>
    `@font-face{font-family:Arimo;font-weight:400;font-style:normal;${display}src:${data}}body{font-family:Arimo,sans-serif}`
  const own = 'body {\n  font-family: Arimo, sans-serif;\n}\n'
  const applied = async (display: string, fontFallbacks = true) => {
    const { context, workspace } = await project({ 'dist/assets/a.css': sheetWith(display), 'src/a.css': own })
    const configuration = { inlined: { minimumBytes: 1_000 }, fontFallbacks }
    const { candidates, settings } = await actuator.propose({ ...context, configuration }, workspace)
    const change = await actuator.apply(candidates[0]!, { ...context, configuration }, workspace)
    const effect = settings.find(({ key }) => key === 'fontFallbacks')
    return { ...change, effect, text: await workspace.readText('src/a.css') }
  }

  it('is shown in one of its measures until that has come', async () => {
    const { text, details, effect } = await applied('font-display:swap;')
    expect(text).toContain('font-family: Arimo, "Arimo Fallback", sans-serif')
    expect(text).toMatch(/@font-face \{[^}]*font-family: "Arimo Fallback";[^}]*size-adjust: [\d.]+%;/)
    expect(details.join()).toContain('Arimo: Arial at ')
    expect(effect).toMatchObject({ effect: 'acts', note: 'what is shown before Arimo gets its measures' })
  })

  it('waits where its face says so, which is told', async () => {
    const { text, refusals } = await applied('')
    expect(text).toBe(own)
    expect(refusals).toEqual([{ subject: 'Arimo', reason: 'its text is not shown before it comes (font-display)' }])
  })

  it('is left to jump where the configuration says so', async () => {
    const { text, effect } = await applied('font-display:swap;', false)
    expect(text).toBe(own)
    expect(effect).toMatchObject({ effect: 'without-effect' })
  })
})
