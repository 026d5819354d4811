import { rmSync } from 'node:fs'
import path from 'node:path'
import pg from 'pg'
import { expect, it } from 'vitest'
import { findById, findRecord } from './find.js'
import { bench } from './fixtures/bench.js'
import { storeComparison } from './fixtures/stored-comparison.js'
import { latest } from './list.js'
import { storedComparison } from './stored-report.js'
import { verifyById } from './verify/verify-session.js'

const on = bench()

const compare = (id: string, more = {}) => storeComparison(on.store, { stateFolder: on.state, root: on.shop, id, more })

const sql = async (text: string, values: unknown[]) => {
  const client = new pg.Client({ connectionString: on.store.connectionString })
  await client.connect()
  const { rowCount } = await client.query(text, values)
  await client.end()
  return rowCount
}

it('is listed with the sessions of its project, the latest first, so many of both together', async () => {
  const { id } = await on.session(undefined, { startTime: new Date('2026-03-02T09:00:00Z') })
  await compare('proof-a0000001')
  await compare('proof-a0000002', { startedAt: new Date('2026-03-02T08:00:00Z') })
  const all = await latest(on.store, { folder: on.shop, limit: 10 })
  expect(all.comparisons.map(one => one.id)).toEqual(['proof-a0000001', 'proof-a0000002'])
  expect(all.sessions.map(one => one.id)).toEqual([id])
  const two = await latest(on.store, { folder: on.shop, limit: 2 })
  expect([two.comparisons.map(one => one.id), two.sessions.map(one => one.id)]).toEqual([['proof-a0000001'], [id]])
  expect((await latest(on.store, { folder: path.join(on.shop, 'elsewhere'), limit: 10 })).comparisons).toEqual([])
})

it('is found by the beginning of its id; what only sessions have is refused for it', async () => {
  const { proving } = await compare('proof-b0000001')
  expect(await findRecord(on.store, 'proof-b')).toMatchObject({ comparison: { proving: { id: proving.id } } })
  await expect(findById(on.store, 'proof-b')).rejects.toMatchObject({
    code: 'INPUT_INVALID',
    message: expect.stringContaining('is a comparison'),
  })
  await expect(findRecord(on.store, 'proof-zz')).rejects.toMatchObject({ code: 'TARGET_NOT_FOUND' })
})

it('is the latest where no session began after it; what only sessions have is asked of the last session', async () => {
  const { id } = await on.session()
  const { proving } = await compare('proof-e0000001', { startedAt: new Date(Date.now() + 60_000) })
  expect(await findRecord(on.store, 'latest')).toMatchObject({ comparison: { proving: { id: proving.id } } })
  expect(await findById(on.store, 'latest')).toMatchObject({ session: { id } })
})

it('comes out the same from its samples, number by number; what was changed is noticed, and where', async () => {
  const { proving } = await compare('proof-c0000001')
  const verification = await verifyById(on.store, proving.id)
  expect(verification).toMatchObject({ id: proving.id, kind: 'comparison', sessionId: null, isSame: true })
  expect(verification.checks.map(({ subject }) => subject)).toEqual([
    'The verdict',
    'What it comes to',
    'Before and after',
  ])
  const different = async () =>
    (await verifyById(on.store, proving.id)).checks.filter(({ outcome }) => outcome === 'different')
  const experiment = `${proving.id}/comparison`
  const one = `(select id from tunewright.samples where experiment_id = $1 and metric = 'largest-contentful-paint' order by id limit 1)`
  expect(await sql(`update tunewright.samples set candidate = candidate + 1 where id = ${one}`, [experiment])).toBe(1)
  expect((await different()).map(({ subject }) => subject)).toEqual(['The verdict', 'Before and after'])
  await sql(`update tunewright.samples set candidate = candidate - 1 where id = ${one}`, [experiment])
  expect(await different()).toEqual([])
  const outcome = `update tunewright.comparisons set document = jsonb_set(document, '{proving,outcome}', '"not-worse"') where id = $1`
  expect(await sql(outcome, [proving.id])).toBe(1)
  expect(await different()).toMatchObject([
    { subject: 'What it comes to', differences: [{ at: 'outcome', stored: 'not-worse', found: 'better' }] },
  ])
  const estimate = `update tunewright.comparisons set document = jsonb_set(document, '{proving,proof,headline,0,estimate}', '-0.9') where id = $1`
  expect(await sql(estimate, [proving.id])).toBe(1)
  expect((await different()).at(-1)).toMatchObject({
    subject: 'Before and after',
    differences: [{ at: 'headline[0].estimate', stored: -0.9 }],
  })
  await sql('delete from tunewright.experiments where id = $1', [experiment])
  expect((await verifyById(on.store, proving.id)).checks).toMatchObject([{ outcome: 'unknown' }])
})

it('has its pictures until they are cleaned away, which is said then; nothing of them is in the store', async () => {
  const comparison = await compare('proof-d0000001')
  const stored = await on.store.comparisons.find(comparison.proving.id)
  expect(stored?.proving.screenshots).toEqual([])
  expect(stored?.proving.proof.filmstrips).toEqual([])
  expect(stored?.base).toEqual(comparison.base)
  const { proving, folder } = await storedComparison(stored!)
  expect(proving).toEqual(comparison.proving)
  rmSync(folder, { recursive: true })
  const cleaned = await storedComparison(stored!)
  expect(cleaned.proving.caveats).toEqual([expect.stringContaining('cleaned away')])
})

it('says what measures it afresh', async () => {
  const { proving } = await compare('proof-e0000001')
  await compare('proof-e0000002', { repeats: { kind: 'comparison', id: proving.id } })
  const again = await on.store.comparisons.list({ repeating: proving.id })
  expect(again.map(({ id, summary }) => [id, summary.repeats])).toEqual([
    ['proof-e0000002', { kind: 'comparison', id: proving.id }],
  ])
})
