import { existsSync, rmSync } from 'node:fs'
import path from 'node:path'
import pg from 'pg'
import { expect, it } from 'vitest'
import { quiet } from '../change/fixtures/repository.js'
import { OptimizationAutomationOrchestrator } from '../orchestrator.js'
import { renderReport } from '../report/html/render-report.js'
import { renderMarkdown } from '../report/markdown/render-markdown.js'
import { memoryMetrics } from '../services/metrics.js'
import { openDatabase } from '../store/database.js'
import { Sessions } from '../store/repositories/sessions.js'
import { sessionDetail } from './detail.js'
import { findById } from './find.js'
import { bench } from './fixtures/bench.js'
import { listSessions } from './list.js'
import { rollBack } from './rollback/roll-back.js'
import { storedReport } from './stored-report.js'
import { verifyById } from './verify/verify-session.js'

const on = bench()

async function sql(text: string, values: unknown[] = []): Promise<number | null> {
  const client = new pg.Client({ connectionString: on.store.connectionString })
  await client.connect()
  try {
    return (await client.query(text, values)).rowCount
  } finally {
    await client.end()
  }
}

it('sessions are listed latest first with what became of their branches, by project, from summaries alone', async () => {
  const merged = await on.session(undefined, { startTime: new Date('2026-03-02T10:00:00Z') })
  on.merge(merged.id)
  const there = await on.session([{ title: 'A second', files: { 'b.js': 'b' } }], {
    startTime: new Date('2026-03-02T11:00:00Z'),
  })
  const moved = await on.session([{ title: 'A third', files: { 'c.js': 'c' } }], {
    startTime: new Date('2026-03-02T12:00:00Z'),
  })
  on.git('update-ref', `refs/heads/tunewright/${moved.id}`, 'main~1')
  // Documents are not read for a list: these could not be.
  await sql(`update tunewright.sessions set document = '{}' where id = any($1)`, [[merged.id, there.id, moved.id]])
  const listed = await listSessions(on.store, { folder: on.shop, limit: 10 })
  expect(listed.map(({ id, branches }) => [id, branches.shop?.state, branches.shop?.says])).toEqual([
    [moved.id, 'rewritten', 'rewritten: without what was handed over'],
    [there.id, 'untouched', 'there, not merged'],
    [merged.id, 'merged', 'merged into main'],
  ])
  const [, entry] = listed
  expect(entry?.summary).toMatchObject({ rejected: 1, inconclusive: 0 })
  expect(entry?.summary.kept.map(({ title }) => title)).toEqual(['A second'])
  // FCP moved too, but its interval holds 0.
  expect(entry?.summary.headline.filter(({ confidence }) => confidence !== null).map(({ metric }) => metric)).toEqual([
    'largest-contentful-paint',
  ])
  expect(await listSessions(on.store, { folder: on.state, limit: 10 })).toEqual([])
  expect((await listSessions(on.store, { limit: 1 })).map(({ id }) => id)).toEqual([moved.id])
})

it('a session of an older version gets its summary when it is listed; one whose process died says so', async () => {
  const { id, session } = await on.session()
  const before = await listSessions(on.store, { folder: on.shop, limit: 10 })
  await sql('update tunewright.sessions set summary = null where id = $1', [id])
  expect(await listSessions(on.store, { folder: on.shop, limit: 10 })).toEqual(before)
  expect(await sql('select 1 from tunewright.sessions where id = $1 and summary is not null', [id])).toBe(1)
  const database = await openDatabase(on.store.connectionString)
  await new Sessions(database, { pid: process.pid, startTime: 'before' }).save({ ...session, status: 'active' })
  await database.destroy()
  expect((await listSessions(on.store, { folder: on.shop, limit: 10 }))[0]?.status).toBe('killed')
})

it('whatever is printed as an id finds what it stands for', async () => {
  const { id, session } = await on.session()
  const [first] = session.results
  for (const asked of [id, `tunewright/${id}`, `tunewright/rollback-${id}`]) {
    expect(await findById(on.store, asked)).toMatchObject({ session: { id }, optimization: null })
  }
  for (const asked of [first!.id, first!.id.slice(0, 8)]) {
    expect(await findById(on.store, asked)).toMatchObject({ session: { id }, optimization: first!.id })
  }
  const detail = await sessionDetail(on.store, session)
  expect(detail.optimizations.map(one => one.id)).toEqual(session.results.map(result => result.id))
  for (const wrong of ['', '%', 'tunewright/']) {
    await expect(findById(on.store, wrong)).rejects.toMatchObject({ code: 'TARGET_NOT_FOUND' })
  }
})

it('every verdict comes out the same from the store, also once the session’s folder is cleaned and it was rolled back', async () => {
  const { id, session } = await on.session()
  const verified = await verifyById(on.store, id)
  expect(verified.checks.filter(({ outcome }) => outcome !== 'same')).toEqual([])
  // Two kept, one rejected and put back, the whole, one of the kept beside the other, and the branch.
  expect(verified.checks).toHaveLength(7)
  expect(verified.checks.map(({ subject, says }) => `${subject}: ${says}`)).toContainEqual(
    expect.stringMatching(/^strategy-0\.c0, beside the others: helps, from \d+ samples$/),
  )
  rmSync(session.stateFolder, { recursive: true })
  expect((await verifyById(on.store, id)).isSame).toBe(true)
  await rollBack(on.store, id)
  expect((await verifyById(on.store, session.results[0]!.id)).isSame).toBe(true)
})

it('a sample, a verdict or a setting that was changed in the store is noticed, and where', async () => {
  const { id, session } = await on.session()
  const experiment = `${id}/shop/strategy-0.c0`
  const one = `(select id from tunewright.samples where experiment_id = $1 and metric = 'largest-contentful-paint' order by id limit 1)`
  const different = async (asked = id) => {
    const { isSame, checks } = await verifyById(on.store, asked)
    expect(isSame).toBe(checks.every(({ outcome }) => outcome === 'same'))
    return checks.filter(({ outcome }) => outcome === 'different')
  }
  expect(await sql(`update tunewright.samples set candidate = candidate + 1 where id = ${one}`, [experiment])).toBe(1)
  const [found, ...others] = await different()
  expect(others).toEqual([])
  expect(found?.subject).toBe('Pictures in modern formats')
  expect(found?.differences.map(({ at }) => at)).toContainEqual(expect.stringMatching(/^effects\[\d+\]\./))
  expect(await different(session.results[1]!.id)).toEqual([])
  await sql(`update tunewright.samples set candidate = candidate - 1 where id = ${one}`, [experiment])
  expect(await different()).toEqual([])

  await sql(`delete from tunewright.samples where id = ${one}`, [experiment])
  expect(await different()).toHaveLength(1)

  const alpha = `update tunewright.experiments set document = jsonb_set(document, '{input,alpha}', '0.2') where id = $1`
  expect(await sql(alpha, [`${id}/shop/strategy-1.c1`])).toBe(1)
  expect(await different(session.results[1]!.id)).toHaveLength(1)

  const emptied = `update tunewright.sessions set document = jsonb_set(document, '{results,2,execution,trials,0,verdict,judgements}', '[]') where id = $1`
  expect(await sql(emptied, [id])).toBe(1)
  expect((await different(session.results[2]!.id)).map(({ subject }) => subject)).toEqual(['Everything in one file'])

  const estimate = `update tunewright.sessions set document = jsonb_set(document, '{finalProof,shop,verdict,effects,0,estimate}', '-0.9') where id = $1`
  expect(await sql(estimate, [id])).toBe(1)
  const whole = (await different()).find(({ subject }) => subject.startsWith('Everything kept'))
  expect(whole?.differences).toMatchObject([{ at: 'effects[0].estimate', stored: -0.9 }])
})

it('commits that are not the ones recorded are noticed: another tree, another branch, or none', async () => {
  const { id, session } = await on.session()
  const branch = `tunewright/${id}`
  const outcome = async () => (await verifyById(on.store, id)).checks.find(({ subject }) => subject === branch)
  expect(await outcome()).toMatchObject({ outcome: 'same' })

  const tip = on.git('rev-parse', branch)
  on.git('update-ref', `refs/heads/${branch}`, 'main')
  expect(await outcome()).toMatchObject({ outcome: 'different', says: expect.stringContaining('rewritten') })
  on.git('branch', '-q', '-D', branch)
  expect(await outcome()).toMatchObject({ outcome: 'unknown', says: expect.stringContaining('not there') })
  on.git('branch', branch, tip)

  const [target] = session.config.targets
  const delivery = session.delivery[target!.id]!
  const commits = delivery.commits.map(commit => ({ ...commit, tree: on.tree('main') }))
  await on.store.sessions.save({ ...session, delivery: { [target!.id]: { ...delivery, commits } } })
  expect((await outcome())?.differences.map(({ at }) => at)).toEqual(['commits[0].tree', 'commits[1].tree'])
})

it('what was put back and was not as before is noticed', async () => {
  const { id, session } = await on.session([])
  expect((await verifyById(on.store, id)).isSame).toBe(true)
  const results = session.results.map(result => ({
    ...result,
    execution: {
      ...result.execution,
      trials: result.execution.trials.map(trial => ({ ...trial, sources: { before: 'a', after: 'b' } })),
    },
  }))
  await on.store.sessions.save({ ...session, results })
  const { checks } = await verifyById(on.store, id)
  expect(checks.filter(({ outcome }) => outcome === 'different')).toMatchObject([
    { subject: expect.stringContaining('put back') },
  ])
})

it('a report is made of what is stored, says what was cleaned away, and that something was rolled back', async () => {
  const { id, session } = await on.session()
  const stored = async () => storedReport((await findById(on.store, id)).session)
  expect((await stored()).report).toMatchObject({ executiveSummary: { kept: 2, rejected: 1 }, session: { alerts: [] } })
  expect((await stored()).report.session.finalProof.shop?.filmstrips.length).toBeGreaterThan(0)
  await rollBack(on.store, id)
  rmSync(session.stateFolder, { recursive: true })
  const { report } = await stored()
  expect(report.executiveSummary).toMatchObject({
    headline: expect.stringContaining('2 changes kept, then taken back'),
    story: expect.stringContaining('Afterwards 1 rollback took something back'),
  })
  expect(report.executiveSummary.story).not.toContain('The kept changes are on')
  const markdown = renderMarkdown(report)
  expect(markdown).toContain('## Kept\n\nNothing.')
  expect(markdown.match(/\(kept, then taken back\)/g)).toHaveLength(2)
  expect(renderReport(report)).toMatch(/Kept, then taken back.*somebody asked for it/s)
  expect(report.session.alerts.map(({ message }) => message)).toEqual([
    expect.stringMatching(/^Rolled back: Pictures/),
    expect.stringContaining('was cleaned away'),
  ])
  await on.store.sessions.save({ ...session, analyses: {}, failure: 'it broke' })
  await expect(stored()).rejects.toMatchObject({ code: 'INPUT_INVALID', remedy: expect.stringContaining('it broke') })
  await on.store.sessions.save({ ...session, analyses: {}, status: 'active' })
  await expect(stored()).rejects.toMatchObject({ message: expect.stringContaining('is under way') })
})

it('the orchestrator of another process reads a session and takes it back, once, without an engine', async () => {
  const { id } = await on.session()
  const settings: Record<string, unknown> = { 'database.url': on.store.connectionString }
  const orchestrator = new OptimizationAutomationOrchestrator(quiet, { get: key => settings[key] }, memoryMetrics())
  const config = { targetId: 'shop', analysisConfig: { scope: 'all' as const } }
  expect((await orchestrator.generateOptimizationReport(id, config)).executiveSummary.kept).toBe(2)
  expect(await orchestrator.rollback(id, { dryRun: true })).toMatchObject([{ outcome: 'planned' }])
  expect(await orchestrator.rollback(id)).toMatchObject([{ outcome: 'done' }])
  expect(await orchestrator.rollback(id)).toMatchObject([{ outcome: 'done-before' }])
  expect((await orchestrator.getSession(id)).statistics.rollbacksPerformed).toBe(3)
  await expect(orchestrator.rollback(7 as never)).rejects.toMatchObject({ code: 'INPUT_INVALID' })
  await orchestrator.close()
  await expect(orchestrator.rollback(id)).rejects.toMatchObject({ code: 'CANCELLED' })
  expect(existsSync(path.join(on.state, 'engines'))).toBe(false)
})
