import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { chmod, mkdir, mkdtemp, readFile, realpath, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import sharp from 'sharp'
import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import { z } from 'zod'
import { verifyById } from '../../src/history/verify/verify-session.js'
import { type Logger, memoryMetrics } from '../../src/index.js'
import { newSession, newSessionId } from '../../src/loop/new-session.js'
import { openServices } from '../../src/loop/open-services.js'
import { runSession } from '../../src/loop/run-session.js'
import { SessionRecord } from '../../src/loop/session-record.js'
import { StrategyCatalogue } from '../../src/loop/strategy-catalogue.js'
import { summarizeSession } from '../../src/loop/summary/session.js'
import type { Actuator } from '../../src/model/actuator.js'
import type { Workspace } from '../../src/model/change.js'
import type { ImplementationType, OptimizationStrategy } from '../../src/model/strategy.js'
import { failedStore } from '../../src/store/failed-store.js'
import { openStore } from '../../src/store/store.js'
import { manifest as preload } from '../../src/strategies/frontend/lcp-preload/manifest.js'
import type { StrategyModule } from '../../src/strategies/strategy-module.js'
import { seedOptimizers } from './seed-optimizer.js'
import { staticTarget } from './static-target.js'

const logger: Logger = { debug() {}, info() {}, warn() {}, error() {} }

/** What no compression makes smaller: it takes its time on the line. */
const noise = (name: string, bytes: number): string => {
  let text = ''
  for (let i = 0; text.length < bytes; i++) text += createHash('sha256').update(`${name} ${i}`).digest('base64')
  return `/* ${text.replaceAll('*/', '')} */`
}

const LOOK =
  'body { margin: 0; font: 24px/1.5 sans-serif } h1 { margin: 24px; color: #264 } p { margin: 24px; min-height: 3000px } img { display: block }'
const LAST = `${LOOK}\n${noise('last', 9_000)}\n`
const LATE = `@import "last.css";\n${noise('late', 9_000)}\n`
/** Its own bytes take most of a second on the line, so that what a machine adds by chance is little of it. */
const PAGE = `<!doctype html><html lang="en"><head><title>Lamps</title>
<meta name="viewport" content="width=device-width">
<!--${noise('page', 800_000)}-->
<link rel="stylesheet" href="style.css">
</head><body>
<h1>Lamps for every room</h1>
<p>They are made by hand.</p>
<img src="lamp.jpg" alt="A lamp" width="300" height="200">
</body></html>
`

/** A strategy that makes one edit of one file, and says that it gains. */
function editing(id: string, file: string, edit: (text: string) => string | Promise<string>, after: string[] = []) {
  const manifest = {
    ...preload,
    id,
    name: id,
    implementation: { type: id, configuration: {}, automation: {} },
    applicability: {
      conditions: [{ metric: 'first-contentful-paint', operator: '>', threshold: 1 }],
      composition: 'or',
    },
    impact: {
      ...preload.impact,
      metrics: [{ name: 'first-contentful-paint', expectedChange: -10, unit: 'percentage' }],
    },
    prerequisites: [],
    validation: {
      ...preload.validation,
      criteria: [{ metric: 'first-contentful-paint', improvement: 0.02 }],
      rollbackTriggers: [],
    },
  } as unknown as OptimizationStrategy
  const actuator = {
    type: id,
    async propose(_context: unknown, workspace: Workspace) {
      const text = await workspace.readText(file)
      const candidate = {
        id: 'edit',
        title: `Edit ${file}`,
        settings: {},
        predicted: { 'first-contentful-paint': -10 },
        basis: 'a guess',
      }
      const candidates = (await edit(text)) === text ? [] : [candidate]
      return { candidates, findings: [], measured: {}, refusals: [], settings: [] }
    },
    async apply(_candidate: unknown, _context: unknown, workspace: Workspace) {
      await workspace.write(file, await edit(await workspace.readText(file)))
      return { summary: `Edited ${file}`, details: [file], refusals: [], measured: {} }
    },
  } as unknown as Actuator<ImplementationType>
  return {
    manifest,
    optimizerType: 'frontend',
    actuator,
    targets: ['static'],
    after,
    configurationSchema: z.any(),
    automationSchema: z.any(),
  } as unknown as StrategyModule<ImplementationType>
}

let folder: string
let site: string
const git = (...args: string[]) => execFileSync('git', ['-C', site, ...args], { encoding: 'utf8' }).trim()

beforeAll(async () => {
  folder = await realpath(await mkdtemp(path.join(tmpdir(), 'tunewright-composition-')))
  await chmod(folder, 0o755)
  vi.stubEnv('TUNEWRIGHT_HOME', path.join(folder, 'state'))
  site = path.join(folder, 'site')
  await mkdir(site)
  await writeFile(path.join(site, 'index.html'), PAGE)
  await writeFile(path.join(site, 'style.css'), `@import "late.css";\n${noise('first', 9_000)}\n`)
  await writeFile(path.join(site, 'late.css'), LATE)
  await writeFile(path.join(site, 'last.css'), LAST)
  const random = Buffer.from(Array.from({ length: 60_000 }, (_, i) => createHash('md5').update(String(i)).digest()[0]!))
  const picture = await sharp(random, { raw: { width: 200, height: 100, channels: 3 } })
    .resize(900, 600)
    .jpeg({ quality: 95 })
    .toBuffer()
  await writeFile(path.join(site, 'lamp.jpg'), picture)
  git('init', '-q', '-b', 'main')
  git('add', '-A')
  git('-c', 'user.name=T', '-c', 'user.email=t@example.org', '-c', 'commit.gpgsign=false', 'commit', '-q', '-m', 'site')
})
afterAll(async () => {
  vi.unstubAllEnvs()
  await rm(folder, { recursive: true, force: true })
})

it('takes a change out again that another one made needless, and proves and hands over what is left', {
  timeout: 1_500_000,
}, async () => {
  // The first saves the page a chain of three sheets; once the second paints without waiting for sheets, nobody feels that any more.
  const flatten = editing('flatten-imports', 'style.css', async text =>
    text.replace('@import "late.css";', () => LAST.trim()),
  )
  const inline = editing(
    'styles-in-page',
    'index.html',
    text =>
      text.replace(
        '<link rel="stylesheet" href="style.css">',
        // Once the page has loaded: a sheet that is fetched before holds the load event back, and so would its chain.
        `<style>${LOOK}</style><script>addEventListener('load', () => { const link = document.createElement('link'); link.rel = 'stylesheet'; link.href = 'style.css'; document.head.append(link) })</script>`,
      ),
    ['flatten-imports'],
  )
  const strategies = new StrategyCatalogue([flatten, inline])
  const services = await openServices({
    logger,
    configuration: { get: () => undefined },
    metrics: memoryMetrics(),
    strategies,
  })
  const told: string[] = []
  try {
    const [stock] = seedOptimizers
    const session = newSession(
      newSessionId(),
      {
        optimizers: [{ ...stock!, strategies: strategies.manifests.slice() }],
        targets: [staticTarget(site)],
        // Nothing is slowed down there: what a machine adds by chance is not multiplied.
        profiles: ['desktop'],
        budget: { milliseconds: 20 * 60_000 },
        seed: 11,
        approve: async () => ({ approved: true, by: 'the test', reason: 'it asks for it' }),
      },
      services.stateFolder,
    )
    const record = new SessionRecord(session, services.saveSession, event => {
      const { kind } = event
      if (kind === 'stage' || kind === 'verdict' || process.env.TUNEWRIGHT_TOLD)
        told.push(JSON.stringify(event).slice(0, 300))
    })
    await runSession(services, record, {
      trigger: { type: 'manual', reason: 'test' },
      most: Number.POSITIVE_INFINITY,
      signal: new AbortController().signal,
      onBaseline: () => undefined,
    })
    if (process.env.TUNEWRIGHT_TOLD)
      console.info(told.join('\n'), JSON.stringify(session.finalProof.site?.ablation, null, 1))
    const proof = session.finalProof.site!
    expect(session.results.map(({ strategy, validation }) => `${strategy.id}: ${validation.verdict.outcome}`)).toEqual([
      'flatten-imports: kept',
      'styles-in-page: kept',
    ])
    const [first, second] = proof.ablation!
    expect(first).toMatchObject({ strategyId: 'flatten-imports', verdict: 'no-longer-helps', takenOut: true })
    expect(second).toMatchObject({ strategyId: 'styles-in-page', verdict: 'helps', takenOut: false })
    const fcp = <T extends { metric: string }>(all: readonly T[]): T =>
      all.find(({ metric }) => metric === 'first-contentful-paint')!
    expect(fcp(first!.alone).high).toBeLessThan(0)
    // Beside the other it gains less than by itself.
    expect(fcp(first!.interaction).low).toBeGreaterThan(0)
    // Proved without it, and handed over as one commit whose id the results know.
    expect(proof.verdict.outcome).toBe('kept')
    expect(proof.dropped).toEqual([first!.sha])
    const { branch, commits } = session.delivery.site!
    expect(commits.map(({ sha }) => sha)).toEqual([second!.sha])
    expect(session.results.map(({ success }) => success)).toEqual([false, true])
    expect(session.results[1]!.execution.trials[0]!.commit).toBe(second!.sha)
    expect(git('show', `${branch}:style.css`)).toContain('@import')
    expect(git('show', `${branch}:index.html`)).toContain('<style>')
    expect(summarizeSession(session)).toMatchObject({ kept: [{ commit: second!.sha }] })
    expect(await readFile(path.join(site, 'index.html'), 'utf8')).toBe(PAGE)
    // Everything said of it can be made again from the samples.
    const store = await openStore().catch(failedStore)
    try {
      const { isSame, checks } = await verifyById(store, session.id)
      expect({ isSame, checks: checks.filter(({ outcome }) => outcome !== 'same') }).toEqual({
        isSame: true,
        checks: [],
      })
      expect(checks.map(({ subject }) => subject)).toContain('flatten-imports.edit, beside the others')
    } finally {
      await store.close()
    }
  } finally {
    await services.close()
  }
})
