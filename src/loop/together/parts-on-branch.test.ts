import { existsSync } from 'node:fs'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { BuiltArm } from '../../model/change.js'
import type { CandidateTrial, OptimizationOpportunity } from '../../model/session.js'
import { manifest } from '../../strategies/frontend/layout-stability/manifest.js'
import { buildCurrent } from '../build.js'
import type { SessionRecord } from '../session-record.js'
import { type Buildable, createBuildable } from './fixtures/buildable.js'
import { type Part, PartsOnBranch } from './parts-on-branch.js'
import { PROVISIONAL } from './provisional.js'

let project: Buildable
let original: BuiltArm
let told: [change: string, outcome: string, isBuilt: boolean][]
let parts: PartsOnBranch

const record = { stage: (_: string, __: string, run: () => Promise<unknown>) => run() } as unknown as SessionRecord

beforeEach(async () => {
  project = await createBuildable({ steps: { run: (_: string, stage: () => unknown) => stage() } })
  vi.stubEnv('TUNEWRIGHT_HOME', project.runtime.folder)
  original = await buildCurrent(project.runtime)
  told = []
  parts = new PartsOnBranch(project.runtime, record, original, async ({ opportunity, made }, arm) => {
    told.push([opportunity.strategy.id, made.at(-1)!.trial.verdict.outcome, arm !== null])
  })
})
afterEach(() => {
  vi.unstubAllEnvs()
  project.remove()
})

const opportunity = (id: string) =>
  ({ strategy: { ...manifest, id }, optimizerId: 'pages' }) as unknown as OptimizationOpportunity

const part = async (id: string, content = '', arm: BuiltArm | null = null): Promise<Part> => {
  const commit = await project.commit(id, content)
  const trial = { candidate: { id: 'one' }, applied: null, verdict: PROVISIONAL, commit } as unknown as CandidateTrial
  return { opportunity: opportunity(id), made: [{ trial, application: null, arm }] }
}

test('changes wait for each other, are built as one, and are told of then', async () => {
  for (const id of ['a', 'b', 'c']) await parts.add(await part(id))
  expect([told, parts.applied.map(({ strategy }) => strategy.id)]).toEqual([[], ['a', 'b', 'c']])
  expect([parts.arm, parts.buildMilliseconds]).toEqual([original, original.buildMilliseconds])
  await parts.build()
  expect(told).toEqual(['a', 'b', 'c'].map(id => [id, 'kept', true]))
  expect([project.builds(), parts.buildMilliseconds]).toEqual([2, 0])
  // Nothing has come since.
  await parts.build()
  expect(project.builds()).toBe(2)
  const { arm, kept, untimed } = parts.conclude()
  expect(arm).toBe(parts.arm)
  expect(kept.map(({ change }) => change)).toEqual(['a.one', 'b.one', 'c.one'])
  expect(untimed.map(({ sha }) => sha)).toEqual(kept.map(({ sha }) => sha))
})

test('what the branch does not build with is told as not made, and the others go on with their new commits', async () => {
  for (const [id, content] of Object.entries({ a: '', b: 'fails', c: '' })) await parts.add(await part(id, content))
  await parts.build()
  expect(told).toEqual([
    ['a', 'kept', true],
    ['b', 'rejected', false],
    ['c', 'kept', true],
  ])
  expect(parts.applied.map(({ strategy }) => strategy.id)).toEqual(['a', 'c'])
  const { kept } = parts.conclude()
  expect(kept.at(-1)?.sha).toBe(await project.clone.head())
  expect(project.subjects()).toEqual(['a', 'c'])
})

test('one that was built by itself takes the place of the build before it', async () => {
  await parts.add(await part('a'))
  await parts.build()
  const first = parts.arm
  const second = await part('b')
  const arm = await buildCurrent(project.runtime)
  await parts.add({ ...second, made: [{ ...second.made[0]!, arm }] })
  expect(parts.arm).toBe(arm)
  expect([first, original].map(({ root }) => existsSync(root))).toEqual([false, true])
  expect(told.at(-1)).toEqual(['b', 'kept', true])
})
