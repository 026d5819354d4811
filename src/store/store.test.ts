import pg from 'pg'
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest'
import type { PairedSample } from '../model/experiment.js'
import type { SessionSummary } from '../model/history.js'
import type { OptimizationAutomationSession } from '../model/session.js'
import { openDatabase } from './database.js'
import { testServer } from './fixtures/server.js'
import { MIGRATIONS } from './migrations.js'
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
    const listed = {
      id: 's1',
      status: 'completed',
      startedAt: session.startTime,
      endedAt: ended.endTime,
      isRunning: false,
    }
    expect(await store.sessions.list()).toEqual([{ ...listed, summary: null }])
    const summary: SessionSummary = { targets: [], kept: [], rejected: 3, inconclusive: 0, headline: [] }
    await store.sessions.keepSummary('s1', summary)
    await store.sessions.keepSummary('s1', { ...summary, rejected: 4 })
    expect(await store.sessions.list()).toEqual([{ ...listed, summary }])
    expect(await store.sessions.startingWith('s', 2)).toEqual(['s1'])
    expect(await store.sessions.startingWith('%', 2)).toEqual([])
    expect(await store.sessions.find('none')).toBeNull()
  })

  test('a session whose process died is told from one that goes on, and has ended', async () => {
    const database = await openDatabase(store.connectionString)
    try {
      const dead = { pid: process.pid, startTime: 'before this process' }
      await new Sessions(database, dead).save({ ...session, id: 'killed' })
      await store.sessions.save({ ...session, id: 'running' })
      const running = (await store.sessions.list()).filter(listed => listed.isRunning).map(({ id }) => id)
      expect(running).toEqual(['running'])
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

  test('keeps outcomes; one that was taken back stands for no change', async () => {
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
    expect(await store.outcomes.standing()).toHaveLength(2)
    const back = {
      ...outcome,
      id: 'o3',
      verdict: 'rolled-back' as const,
      at: new Date(2),
      observed: { 'load-time': 0 },
    }
    await store.outcomes.add(back)
    expect((await store.outcomes.standing()).map(({ id }) => id).sort()).toEqual(['o2', 'o3'])
    expect(await store.outcomes.list({ sessionId: 's1' })).toHaveLength(3)
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

  test('a store of an older version is brought up, and its sessions are listed without a summary', async () => {
    const url = await running.server.createDatabase('older')
    const client = new pg.Client({ connectionString: url })
    await client.connect()
    await client.query("create schema tunewright; comment on schema tunewright is 'Made by Tunewright'")
    await client.query('set search_path to tunewright; create table migrations (id integer primary key)')
    for (const { id, sql } of MIGRATIONS.filter(({ id }) => id < 3))
      await client.query(`${sql}; insert into migrations values (${id})`)
    await client.query("insert into sessions values ('old', 'completed', now(), null, '{}')")
    const old = await openStore({ databaseUrl: url })
    expect(await old.sessions.list()).toMatchObject([{ id: 'old', summary: null, isRunning: false }])
    await old.close()
    const tables = await client.query("select tablename from pg_tables where schemaname = 'tunewright'")
    expect(tables.rows.map(row => row.tablename)).not.toContain('decisions')
    await client.end()
    await running.server.dropDatabase('older')
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
