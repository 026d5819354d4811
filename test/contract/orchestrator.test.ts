import { chmod, mkdtemp, readdir, realpath, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { ErrorCode } from '../../src/model/errors.js'
import type { OptimizationTrigger } from '../../src/model/optimizer.js'
import type { ConfigurationManager, Logger } from '../../src/model/services.js'
import type { OptimizationAnalysisConfig, OptimizationContext } from '../../src/model/session.js'
import type { TargetSystem } from '../../src/model/target.js'
import { OptimizationAutomationOrchestrator } from '../../src/orchestrator.js'
import { memoryMetrics } from '../../src/services/metrics.js'
import { seedOptimizers } from './seed-optimizer.js'
import { staticTarget } from './static-target.js'

const [seed] = seedOptimizers

let folder: string
let target: TargetSystem
let warnings: string[]
const opened: OptimizationAutomationOrchestrator[] = []

beforeEach(async () => {
  folder = await realpath(await mkdtemp(path.join(tmpdir(), 'tunewright-orchestrator-')))
  // As root the database runs as another user, who must be able to enter.
  await chmod(folder, 0o755)
  vi.stubEnv('TUNEWRIGHT_HOME', path.join(folder, 'state'))
  vi.stubEnv('TUNEWRIGHT_DATABASE_URL', undefined)
  const site = await mkdtemp(path.join(folder, 'site-'))
  await writeFile(path.join(site, 'index.html'), '<!doctype html><title>Small</title><h1>Small</h1>')
  target = staticTarget(site)
  warnings = []
})
afterEach(async () => {
  for (const orchestrator of opened.splice(0)) await orchestrator.close()
  vi.unstubAllEnvs()
  await rm(folder, { recursive: true, force: true })
})

const logger: Logger = { debug() {}, info() {}, warn: message => void warnings.push(message), error() {} }

function orchestratorWith(settings: Readonly<Record<string, unknown>> | ConfigurationManager = {}) {
  const configuration =
    typeof settings.get === 'function'
      ? (settings as ConfigurationManager)
      : { get: (key: string) => (settings as Readonly<Record<string, unknown>>)[key] }
  const orchestrator = new OptimizationAutomationOrchestrator(logger, configuration, memoryMetrics())
  orchestrator.registerTarget(target)
  opened.push(orchestrator)
  return orchestrator
}

const refused = (code: ErrorCode, ...said: string[]) =>
  expect.objectContaining({
    code,
    message: expect.stringMatching(said.map(text => text.replace(/[.[\]()|+]/g, '\\$&')).join('[\\s\\S]*')),
  })

describe('what a method is handed', () => {
  const analysis = (config: unknown) =>
    orchestratorWith().analyzeOptimizationOpportunities('site', config as OptimizationAnalysisConfig)
  const optimization = (trigger: unknown, context: unknown) =>
    orchestratorWith().executeAutomatedOptimization(
      'bundle-optimizer',
      trigger as OptimizationTrigger,
      context as OptimizationContext,
    )
  const manual = { type: 'manual' }

  it.each<[string, () => Promise<unknown>, string[]]>([
    ['a misspelt scope', () => analysis({ scope: 'fronted' }), ['scope is "fronted"', 'did you mean "frontend"?']],
    ['loads', () => analysis({ scope: 'all', loads: 'many' }), ['loads is "many": expected a number']],
    ['a profile', () => analysis({ scope: 'all', profiles: ['tablet'] }), ['profiles[0] is "tablet"', '"mobile"']],
    ['a key', () => analysis({ scope: 'all', load: 3 }), ['load is not known', 'did you mean "loads"?']],
    ['no configuration', () => analysis(undefined), ['it is missing: expected an object']],
    [
      'a trigger',
      () => optimization({ type: 'performance-treshold', metrik: 'x' }, { target }),
      ['type is "performance-treshold"', 'did you mean "performance-threshold"?'],
    ],
    [
      'a trigger’s key',
      () =>
        optimization(
          { type: 'performance-threshold', metrik: 'load-time', condition: 'p75 > 1s', frequency: 'continuous' },
          { target },
        ),
      ['metrik is not known', 'did you mean "metric"?'],
    ],
    ['a context', () => optimization(manual, undefined), ['it is missing: expected an object']],
    ['its target', () => optimization(manual, { target: { ...target, root: 'site' } }), ['target.root is "site"']],
    ['its profiles', () => optimization(manual, { target, profiles: ['tablet'] }), ['profiles[0] is "tablet"']],
    ['its budget', () => optimization(manual, { target, budget: { alpha: 2 } }), ['budget.alpha is 2']],
    ['its seed', () => optimization(manual, { target, seed: -1 }), ['seed is -1: expected a whole number']],
    ['its signal', () => optimization(manual, { target, signal: 1 }), ['signal is 1: expected an AbortSignal']],
    [
      'a report',
      () =>
        orchestratorWith().generateOptimizationReport('1', {
          targetId: 'site',
          analysisConfig: { scope: 'al' },
        } as never),
      ['analysisConfig.scope is "al"', 'did you mean "all"?'],
    ],
    ['an id', () => orchestratorWith().getSession(7 as never), ['it is 7: expected a text']],
  ])('%s is refused with path, value and what was expected, before anything is opened', async (_, call, said) => {
    await expect(call()).rejects.toEqual(refused('INPUT_INVALID', ...said))
    expect(await readdir(folder)).not.toContain('state')
  })

  it('a misspelt manifest is refused when it is registered, and what was registered stays', () => {
    const orchestrator = orchestratorWith()
    orchestrator.registerOptimizer(seed!)
    const before = orchestrator.optimizers()
    const misspelt = structuredClone(seed!) as unknown as { strategies: { applicability: { conditions: object[] } }[] }
    misspelt.strategies[0]!.applicability.conditions[0] = { metric: 'bundel-size', operator: '>', threshold: 1 }
    expect(() => orchestrator.registerOptimizer(misspelt as never)).toThrow(
      refused(
        'INPUT_INVALID',
        'strategies[0].applicability.conditions[0].metric is "bundel-size": expected one of',
        'did you mean "bundle-size"?',
      ),
    )
    expect(orchestrator.optimizers()).toEqual(before)
    expect(before).toContainEqual(seed)
  })

  it('a setting that is wrong names its variable', async () => {
    const orchestrator = orchestratorWith({ profiles: ['tablet'] })
    const started = orchestrator.startOptimizationAutomation({ optimizers: [seed!], targets: [target] })
    await expect(started).rejects.toEqual(
      refused('INPUT_INVALID', 'setting profiles (TUNEWRIGHT_PROFILES)', '"tablet"'),
    )
  })
})

describe('being stopped', () => {
  it('a signal that was aborted before ends it before anything is opened', async () => {
    const context = { target, signal: AbortSignal.abort() }
    const optimization = orchestratorWith().executeAutomatedOptimization(
      'bundle-optimizer',
      { type: 'manual' },
      context,
    )
    await expect(optimization).rejects.toEqual(refused('CANCELLED', 'cancelled before it began'))
    expect(await readdir(folder)).not.toContain('state')
  })

  it('a signal that is aborted while the store is still opening ends it too', async () => {
    const stop = new AbortController()
    const context = { target, signal: stop.signal }
    const optimization = orchestratorWith().executeAutomatedOptimization(
      'bundle-optimizer',
      { type: 'manual' },
      context,
    )
    stop.abort()
    await expect(optimization).rejects.toEqual(refused('CANCELLED'))
    expect(await readdir(path.join(folder, 'state', 'locks'))).toEqual([])
  })

  it('nothing begins once it is closed, and it can be closed twice', async () => {
    const orchestrator = orchestratorWith()
    await orchestrator.close()
    await orchestrator.close()
    const analysis = orchestrator.analyzeOptimizationOpportunities('site', { scope: 'all' })
    await expect(analysis).rejects.toEqual(refused('CANCELLED', 'closed'))
    expect(await readdir(folder)).not.toContain('state')
  })
})

describe('what it needs and does not get', () => {
  it('a state folder that cannot be used is refused at once', async () => {
    vi.stubEnv('TUNEWRIGHT_HOME', path.join(target.root, 'index.html'))
    const analysis = orchestratorWith().analyzeOptimizationOpportunities('site', { scope: 'all' })
    await expect(analysis).rejects.toEqual(refused('UNSAFE_ENVIRONMENT', 'index.html is a file'))
  })

  it('a database that cannot be reached is named without its password, asked again the next time, and no reason not to close', async () => {
    let url: string | undefined = 'postgres://shop:hunter2@127.0.0.1:9/shop'
    const orchestrator = orchestratorWith({ get: key => (key === 'database.url' ? url : undefined) })
    const failure = await orchestrator.getSession('none').catch((error: unknown) => error)
    expect(failure).toEqual(refused('STORE_FAILED', '127.0.0.1:9', 'ECONNREFUSED'))
    expect(JSON.stringify([String(failure), failure])).not.toContain('hunter2')
    const unopened = orchestratorWith({ 'database.url': url })
    const asked = unopened.getSession('none')
    await Promise.all([
      expect(asked).rejects.toEqual(refused('STORE_FAILED')),
      expect(unopened.close()).resolves.toBeUndefined(),
    ])
    url = undefined
    await expect(orchestrator.getSession('none')).rejects.toEqual(refused('TARGET_NOT_FOUND', 'no session none'))
  })

  it('a browser that is not there keeps neither the target nor a folder, and is told of once', async () => {
    vi.stubEnv('CHROME_PATH', '/nope')
    const orchestrator = orchestratorWith({ profiles: ['desktop'], seed: 5, 'budget.alpha': 0.01, includeDirty: true })
    for (let time = 0; time < 2; time++) {
      const analysis = orchestrator.analyzeOptimizationOpportunities('site', { scope: 'all' })
      await expect(analysis).rejects.toEqual(refused('BROWSER_MISSING', '/nope'))
    }
    expect(await readdir(path.join(folder, 'state/locks'))).toEqual([])
    // Each run that is under way has a folder there; nothing is in it.
    for (const run of await readdir(path.join(folder, 'state/work')))
      expect(await readdir(path.join(folder, 'state/work', run))).toEqual([])

    let id = ''
    orchestrator.onProgress(event => {
      id = event.sessionId
    })
    const started = orchestrator.startOptimizationAutomation({
      optimizers: [seed!],
      targets: [target],
      budget: { milliseconds: 60_000 },
      seed: 6,
    })
    await expect(started).rejects.toEqual(refused('BROWSER_MISSING', '/nope'))
    expect(warnings).toEqual([])
    // What the session's configuration left out came from the settings; what it said stayed.
    expect((await orchestrator.whenSettled(id)).config).toMatchObject({
      profiles: ['desktop'],
      budget: { milliseconds: 60_000, alpha: 0.01 },
      includeDirty: true,
      seed: 6,
    })
  })
})
