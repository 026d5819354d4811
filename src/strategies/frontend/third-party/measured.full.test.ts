import { cp, mkdir, mkdtemp, rm, symlink } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { countArms } from '../../../experiment/count-arms.js'
import { Lab } from '../../../instruments/lab/index.js'
import { serveArm } from '../../../instruments/serving/index.js'
import type { AppliedChange } from '../../../model/actuator.js'
import type { BuiltArm } from '../../../model/change.js'
import type { PageLoad, RequestRecord } from '../../../model/observation.js'
import { PROFILES } from '../../../model/profile.js'
import type { TargetSystem } from '../../../model/target.js'
import { contextOf } from '../../fixtures/context.js'
import { folderWorkspace } from '../../fixtures/folder-workspace.js'
import { observationOf, pageOf } from '../../fixtures/observed.js'
import { staticSite, writeSite } from '../../fixtures/static-site.js'
import { actuator } from './actuator.js'
import type { ThirdParty } from './configuration.js'
import { strategy } from './index.js'

const logger = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} }
const PAGE = { id: '/', path: '/', weight: 1 }
const PARTYTOWN = fileURLToPath(new URL('../../../../node_modules/@qwik.dev/partytown', import.meta.url))

const FILM = 'https://www.youtube-nocookie.com/embed/abc_DEF-12'
/** Works on each thing that it is told for as long as many a vendor does, and writes down what it was told. */
const METRICS = `(() => {
  const seen = []
  const take = event => {
    for (const until = performance.now() + 200; performance.now() < until; );
    seen.push(event.name)
    document.documentElement.setAttribute('data-told', seen.join(' '))
  }
  const before = window.metrics || []
  window.metrics = { push: take }
  for (const event of before) take(event)
})()
`
const SITE = {
  'index.html': `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <title>Films</title>
    <meta name="viewport" content="width=device-width">
    <script>window.metrics = window.metrics || []; metrics.push({ name: 'view' })</script>
    <script async src="/metrics.js"></script>
    <style>body { margin: 16px; font: 16px/1.5 sans-serif } iframe { display: block; border: 0 }</style>
  </head>
  <body>
    <h1>Films of our shop</h1>
    <p><a href="/about.html">About us</a> <button type="button" onclick="metrics.push({ name: 'ask' })">Tell me more</button></p>
    <iframe title="How lamps are made" width="300" height="200" src="${FILM}"></iframe>
    <p>Made in a small workshop by the sea.</p>
  </body>
</html>
`,
  'about.html': '<!doctype html><html lang="en"><title>About</title><h1>About us</h1>',
  'metrics.js': METRICS,
}

let folder: string
let lab: Lab
let before: BuiltArm
let target: TargetSystem
let load: PageLoad
let observation: ReturnType<typeof observationOf>
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tunewright-measured-others-'))
  await mkdir(join(folder, 'before/node_modules/@qwik.dev'), { recursive: true })
  await writeSite(join(folder, 'before'), SITE)
  await symlink(PARTYTOWN, join(folder, 'before/node_modules/@qwik.dev/partytown'))
  before = armAt('before')
  lab = await Lab.open({ logger })
  target = { ...staticSite(folder, observationOf([])).target, pages: [PAGE] }
  load = await loaded(before)
  const served = await serveArm(before, target, { logger })
  const [survey, other] = [
    await lab.survey(served, PAGE, PROFILES.mobile),
    await lab.survey(served, PAGE, PROFILES.desktop),
  ]
  await served.stop()
  // As a host that was allowed would answer: who makes the player is not asked for this.
  const answered = ({ failure: _, ...request }: RequestRecord): RequestRecord => ({ ...request, status: 200 })
  const reached = (requests: readonly RequestRecord[]) =>
    requests.map(one => (one.url.startsWith(FILM) ? answered(one) : one))
  const seen = { ...survey, requests: reached(survey.requests) }
  const observed = { ...pageOf('/', [], { metrics: load.metrics, survey: seen }), page: PAGE }
  observation = observationOf([{ ...observed, loads: [{ ...load, requests: reached(load.requests) }] }], {
    metrics: load.metrics,
    otherViews: [other],
  })
})
afterAll(async () => {
  await lab?.close()
  await rm(folder, { recursive: true, force: true })
})

const armAt = (name: string): BuiltArm => ({
  revision: name,
  root: join(folder, name),
  bundleStatistics: null,
  buildMilliseconds: 0,
})

const loaded = async (arm: BuiltArm): Promise<PageLoad> => {
  const served = await serveArm(arm, target, { logger })
  try {
    return await lab.load(served, PAGE, PROFILES.mobile)
  } finally {
    await served.stop()
  }
}

const made = async (
  id: string,
  configuration: Partial<ThirdParty>,
): Promise<{ arm: BuiltArm; applied: AppliedChange }> => {
  const arm = armAt(id)
  await cp(before.root, arm.root, { recursive: true })
  const stock = contextOf(strategy, staticSite(arm.root, observation))
  const context = { ...stock, configuration: { ...stock.configuration, ...configuration } }
  const workspace = folderWorkspace(arm.root)
  const { candidates, refusals } = await actuator.propose(context, workspace)
  const candidate = candidates.find(one => one.id === id)
  expect(candidate, JSON.stringify(refusals)).toBeDefined()
  return { arm, applied: await actuator.apply(candidate!, context, workspace) }
}

const broken = async (candidate: BuiltArm, { replaced }: Pick<AppliedChange, 'replaced'>) =>
  (
    await countArms({
      target,
      profiles: ['mobile'],
      arms: { baseline: before, candidate },
      lab,
      serve: arm => serveArm(arm, target, { logger }),
      criteria: [],
      rollbackTriggers: [],
      constraints: [],
      ...(replaced && { replaced }),
      alpha: 0.002,
      maxBlocks: 4,
      deadline: Number.MAX_SAFE_INTEGER,
      seed: 'others',
    })
  ).breakages.map(({ check, message }) => `${check}: ${message}`)

it('a button in the place of a player breaks nothing beside it, and is no change that goes without an order', async () => {
  const { arm, applied } = await made('player-facades', { videos: 'facade' })
  expect(await broken(arm, applied)).toEqual([])
  expect((await broken(arm, {})).join('\n')).toMatch(/pixels: pixels differ/)
  const after = await loaded(arm)
  const asked = (one: PageLoad) => one.requests.filter(({ url }) => url.startsWith(FILM)).length
  expect([asked(load), asked(after)]).toEqual([1, 0])
}, 400_000)

it('a script that goes into a worker is told all that it was told before, holds up nothing, and breaks nothing', async () => {
  const { arm, applied } = await made('tags-in-worker', {
    tags: 'worker',
    workerScripts: [{ src: '/metrics.js', forward: ['metrics.push'] }],
  })
  const holding = ({ longFrames = [] }: PageLoad) =>
    longFrames.flatMap(({ scripts }) => scripts).filter(({ url }) => url.startsWith('/metrics.js')).length
  expect(holding(load)).toBeGreaterThan(0)
  const after = await loaded(arm)
  expect(after.errors).toEqual([])
  expect(holding(after)).toBe(0)

  const { default: puppeteer } = await import('puppeteer-core')
  const { findBrowser } = await import('../../../instruments/lab/find-browser.js')
  const found = await findBrowser()
  const served = await serveArm(arm, target, { logger })
  const browser = await puppeteer.launch({
    executablePath: found.executable,
    env: { ...process.env, ...found.environment },
    args: ['--no-sandbox', '--headless', '--ignore-certificate-errors', `--user-data-dir=${join(folder, 'browser')}`],
  })
  try {
    const page = await browser.newPage()
    await page.goto(`${served.origin}/`)
    await page.waitForFunction(() => document.documentElement.dataset.told === 'view')
    await page.click('button')
    await page.waitForFunction(() => document.documentElement.dataset.told === 'view ask')
    expect(await page.evaluate(() => performance.getEntriesByName(`${location.origin}/metrics.js`).length)).toBe(0)
  } finally {
    await browser.close()
    await served.stop()
  }
  expect(await broken(arm, applied)).toEqual([])
}, 400_000)
