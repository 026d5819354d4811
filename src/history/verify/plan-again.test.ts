import { rmSync } from 'node:fs'
import path from 'node:path'
import { expect, it } from 'vitest'
import { targetAt } from '../../change/fixtures/repository.js'
import { bench } from '../fixtures/bench.js'
import { storeComparison } from '../fixtures/stored-comparison.js'
import { planAgain } from './plan-again.js'

const on = bench()

const compare = (id: string, sides: object, more = {}) =>
  storeComparison(on.store, { stateFolder: on.state, root: on.shop, id, sides, more })

it('a change that was kept is built from before its commit and from it, on the pages and profiles that it was measured on', async () => {
  const { id, session } = await on.session()
  const [first, second] = session.delivery.shop!.commits.map(({ sha }) => sha)
  const plan = await planAgain(on.store, session.results[1]!.id)
  expect(plan).toMatchObject({
    repeats: { kind: 'optimization', id: session.results[1]!.id },
    subject: 'Routes when they are opened',
    base: { kind: 'revision', commit: first, repository: on.shop, project: on.shop },
    candidate: { kind: 'revision', commit: second, target: { root: on.shop } },
    aim: 'better',
    profiles: ['mobile'],
    recorded: { outcome: 'better' },
    notes: [],
  })
  expect(plan.recorded.effects.length).toBeGreaterThan(0)
  const whole = await planAgain(on.store, id)
  expect(whole).toMatchObject({
    repeats: { kind: 'session', id },
    base: { commit: on.git('rev-parse', 'main') },
    candidate: { commit: second },
  })
})

it('where the branch is gone it is built from the private copy, and where that is gone too, it is said', async () => {
  const { id, session } = await on.session()
  const [result] = session.results
  on.git('branch', '-q', '-D', `tunewright/${id}`)
  on.git('gc', '-q', '--prune=now')
  const clone = path.join(session.stateFolder, 'shop', 'clone')
  const plan = await planAgain(on.store, result!.id)
  expect(plan).toMatchObject({
    base: { repository: clone, project: on.shop },
    notes: [expect.stringContaining('private copy')],
  })
  rmSync(clone, { recursive: true })
  await expect(planAgain(on.store, result!.id)).rejects.toMatchObject({
    code: 'TARGET_NOT_FOUND',
    message: expect.stringContaining('neither in the repository'),
  })
  rmSync(on.shop, { recursive: true })
  await expect(planAgain(on.store, id)).rejects.toMatchObject({ code: 'TARGET_NOT_FOUND' })
})

it('what was put back, and a session that kept nothing, cannot be measured again', async () => {
  const { id, session } = await on.session([])
  for (const asked of [id, session.results[0]!.id])
    await expect(planAgain(on.store, asked)).rejects.toMatchObject({
      code: 'INPUT_INVALID',
      message: expect.stringContaining('nothing to measure again'),
    })
})

it('of a comparison, commits are the same, and folders and what runs are as they are now, which is said', async () => {
  const head = on.git('rev-parse', 'HEAD')
  const side = { target: { ...targetAt(on.shop), findPages: 3 } }
  const pages = [{ id: 'cart', path: '/cart', weight: 2 }]
  await compare(
    'proof-f0000001',
    { base: { name: 'main', ...side, project: on.shop }, candidate: { name: '.', ...side } },
    { base: { name: 'main', kind: 'revision', revision: head, place: on.shop }, pages, aim: 'not-worse' },
  )
  const plan = await planAgain(on.store, 'proof-f0000001')
  expect(plan).toMatchObject({
    repeats: { kind: 'comparison', id: 'proof-f0000001' },
    base: { kind: 'revision', commit: head, repository: on.shop, target: { pages } },
    candidate: { kind: 'folder', target: { root: on.shop, pages } },
    aim: 'not-worse',
    profiles: ['mobile', 'desktop'],
    budget: { milliseconds: 600_000, alpha: 0.005 },
    notes: [expect.stringContaining('as it is now')],
  })
  // These pages, and no others that their links lead to now.
  expect('target' in plan.base && plan.base.target.findPages).toBe(undefined)

  const [old, recent] = ['http://localhost:1/old', 'http://localhost:1/new']
  await compare(
    'proof-f0000002',
    { base: { name: old, url: old }, candidate: { name: recent, url: recent } },
    { pages },
  )
  expect(await planAgain(on.store, 'proof-f0000002')).toMatchObject({
    base: { kind: 'running', side: { url: old } },
    candidate: { kind: 'running', side: { url: recent } },
    notes: [expect.stringContaining(old), expect.stringContaining(recent)],
  })
  const { candidate } = await planAgain(on.store, 'proof-f0000002')
  expect(candidate.kind === 'running' && candidate.side.pages).toBe(undefined)
})

it('of a comparison, a commit or a folder that is not there any more is named', async () => {
  const side = { target: targetAt(on.shop) }
  await compare('proof-f0000003', {
    base: { name: 'main', ...side, project: on.shop },
    candidate: { name: '../gone', target: targetAt('/nowhere/gone') },
  })
  await expect(planAgain(on.store, 'proof-f0000003')).rejects.toMatchObject({
    code: 'TARGET_NOT_FOUND',
    message: expect.stringContaining('0a1b2c3d4e5f (main) is not in the repository'),
  })
  await compare('proof-f0000004', {
    base: { name: '../gone', target: targetAt('/nowhere/gone') },
    candidate: { name: '.', ...side },
  })
  await expect(planAgain(on.store, 'proof-f0000004')).rejects.toMatchObject({
    message: expect.stringContaining('/nowhere/gone is not there any more'),
  })
})
