import pg from 'pg'
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest'
import type { DecisionRecord } from '../model/decision.js'
import type { PairedSample } from '../model/experiment.js'
import type { OptimizationAutomationSession, OptimizationOpportunityAnalysis } from '../model/session.js'
import { openDatabase } from './database.js'
import { testServer } from './fixtures/server.js'
import { Sessions } from './repositories/sessions.js'
import { openStore, type Store } from './store.js'

let running: Awaited<ReturnType<typeof testServer>>
let store: Store
beforeAll(async () => {
  running = await testServer()
  store = await openStore({ databaseUrl: running.server.connectionString })
})
afterAll(async () => {
  await store.close()
  await running.remove()
})
afterEach(() => vi.unstubAllEnvs())

const session: OptimizationAutomationSession = {
  id: 's1',
  config: {
    optimizers: [],
    targets: [
      {
        id: 'shop',
        name: 'Shop',
        framework: 'frontend',
        root: '/shop',
        pages: [],
        serve: { kind: 'static', folder: '.' },
        environment: { API_KEY: 'sk_live' },
      },
    ],
  },
  status: 'active',
  startTime: new Date('2026-01-02T03:04:05.678Z'),
  baseline: {},
  optimizers: [],
  strategies: [],
  automationEngine: {
    id: 'e',
    name: 'e',
    decisionTree: { id: 'd', root: { id: 'r', question: 'q', branches: [] } },
    policies: [],
    safetyMechanisms: [],
    learningAlgorithms: [],
    adaptationStrategies: [],
    governanceRules: [],
  } as unknown as OptimizationAutomationSession['automationEngine'],
  statistics: {
    optimizationsAttempted: 0,
    optimizationsSuccessful: 0,
    optimizationsFailed: 0,
    rollbacksPerformed: 0,
    performanceGain: 0,
    downtime: 0,
  },
  results: [],
  systemActs: [],
  alerts: [{ at: new Date(5), severity: 'info', message: 'm' }],
  learningInsights: [],
  decisions: [],
  diagnoses: {},
  analyses: {},
  finalProof: {},
  delivery: {},
  stateFolder: '/state',
}

describe('the store', () => {
  test('keeps sessions, with dates as dates and without the environment of targets', async () => {
    await store.sessions.save(session)
    const ended = { ...session, status: 'completed' as const, endTime: new Date('2026-01-02T04:00:00Z') }
    await store.sessions.save(ended)
    const [target] = session.config.targets
    expect(await store.sessions.find('s1')).toEqual({
      ...ended,
      config: { ...ended.config, targets: [{ ...target, environment: {} }] },
    })
    expect(await store.sessions.list()).toEqual([{ id: 's1', status: 'completed', startedAt: session.startTime }])
    expect(await store.sessions.find('none')).toBeNull()
  })

  test('a session whose process died is told from one that goes on, and has ended', async () => {
    const database = await openDatabase(store.connectionString)
    try {
      const dead = { pid: process.pid, startTime: 'before this process' }
      await new Sessions(database, dead).save({ ...session, id: 'killed' })
      await store.sessions.save({ ...session, id: 'running' })
      expect(await store.sessions.endAbandoned('its process was ended')).toEqual(['killed'])
      expect(await store.sessions.find('killed')).toMatchObject({ status: 'failed', failure: 'its process was ended' })
      expect(await store.sessions.find('running')).toMatchObject({ status: 'active' })
      expect(await store.sessions.endAbandoned('again')).toEqual([])
    } finally {
      await database.destroy()
    }
  })

  test('keeps samples in bulk, once each, in their order and to the last digit', async () => {
    const samples: PairedSample[] = Array.from({ length: 5_000 }, (_, block) => ({
      block,
      page: `p${block % 3}`,
      profile: 'mobile',
      metric: 'largest-contentful-paint',
      baseline: 1_000 + block / 3,
      candidate: 0.1 + 0.2,
      first: block % 2 ? 'baseline' : 'candidate',
    }))
    await store.samples.add('x1', samples)
    await store.samples.add('x1', samples.slice(0, 10))
    await store.samples.add('x1', [])
    expect(await store.samples.ofExperiment('x1')).toEqual(samples)
    expect(await store.samples.ofExperiment('x2')).toEqual([])
  })

  test('keeps outcomes, decisions, alerts and the latest analysis', async () => {
    const outcome = {
      id: 'o1',
      sessionId: 's1',
      targetId: 'shop',
      strategyId: 'code-splitting',
      candidateId: 'lazy',
      verdict: 'kept' as const,
      at: new Date(1),
      features: { 'bundle-size': 1e6, nothing: Number.NaN },
      predicted: { 'load-time': -20.5 },
      observed: { 'load-time': -18.25 },
    }
    await store.outcomes.add(outcome)
    await store.outcomes.add(outcome)
    await store.outcomes.add({ ...outcome, id: 'o2', strategyId: 'other' })
    expect(await store.outcomes.list({ strategyId: 'code-splitting' })).toEqual([outcome])
    expect(await store.outcomes.list({ targetId: 'shop' })).toHaveLength(2)

    const decision: DecisionRecord = {
      id: 'd1',
      at: new Date(2),
      subject: 'strategy',
      chosen: null,
      rule: 'r',
      belief: [],
      evidence: [],
      alternatives: [],
    }
    await store.decisions.add('s1', { ...decision, id: 'd2', at: new Date(3) })
    await store.decisions.add('s1', decision)
    expect((await store.decisions.ofSession('s1')).map(({ id }) => id)).toEqual(['d1', 'd2'])

    await store.alerts.add('s1', { at: new Date(4), severity: 'critical', message: 'slow', metric: 'load-time' })
    expect(await store.alerts.ofSession('s1')).toEqual([
      { at: new Date(4), severity: 'critical', message: 'slow', metric: 'load-time' },
    ])

    const analysis = { id: 'a1', targetId: 'shop', timestamp: new Date(1) } as OptimizationOpportunityAnalysis
    await store.analyses.save(analysis)
    await store.analyses.save({ ...analysis, id: 'a2', timestamp: new Date(2) })
    expect((await store.analyses.latest('shop'))?.id).toBe('a2')
    expect(await store.analyses.latest('other')).toBeNull()
  })

  test('is a metrics service', async () => {
    const point = {
      metric: 'load-time' as const,
      value: 1.5,
      targetId: 'shop',
      labels: { page: 'home' },
      at: new Date(10),
    }
    await store.metricPoints.record([])
    await store.metricPoints.record([{ ...point, at: new Date(20) }, point, { ...point, at: new Date(1) }])
    expect(await store.metricPoints.query({ metric: 'load-time', targetId: 'shop', since: new Date(10) })).toEqual([
      point,
      { ...point, at: new Date(20) },
    ])
  })

  test("never reads the application's DATABASE_URL, and takes TUNEWRIGHT_DATABASE_URL", async () => {
    vi.stubEnv('DATABASE_URL', 'postgres://nobody@127.0.0.1:1/none')
    vi.stubEnv('TUNEWRIGHT_DATABASE_URL', running.server.connectionString)
    const other = await openStore()
    expect((await other.sessions.find('s1'))?.id).toBe('s1')
    await other.close()
    vi.stubEnv('TUNEWRIGHT_DATABASE_URL', 'postgres://nobody@127.0.0.1:1/none')
    await expect(openStore()).rejects.toMatchObject({ code: 'STORE_FAILED' })
  })

  test('is set up once by many at a time, and refuses a schema that is not ours or is newer', async () => {
    const url = await running.server.createDatabase('fresh')
    const ask = async (sql: string) => {
      const client = new pg.Client({ connectionString: url })
      await client.connect()
      await client.query(sql)
      await client.end()
    }
    const opened = await Promise.all([1, 2, 3].map(() => openDatabase(url)))
    for (const database of opened) await database.destroy()
    await ask('insert into tunewright.migrations (id) values (999)')
    await expect(openDatabase(url)).rejects.toMatchObject({
      code: 'STORE_FAILED',
      message: expect.stringContaining('newer'),
    })
    await ask('drop schema tunewright cascade; create schema tunewright; create table tunewright.theirs (x int)')
    await expect(openDatabase(url)).rejects.toMatchObject({
      code: 'STORE_FAILED',
      message: expect.stringContaining('did not make'),
    })
    await ask('select * from tunewright.theirs')
    await running.server.dropDatabase('fresh')
  })
})
