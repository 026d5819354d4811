import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { type Clone, createClone } from '../change/clone.js'
import { makeRepository, quiet, targetAt, temporaryFolder, userGit } from '../change/fixtures/repository.js'
import type { ArmBehaviour } from '../experiment/fixtures/simulated-lab.js'
import { simulatedLab } from '../experiment/fixtures/simulated-lab.js'
import { runExperiment, type Serve } from '../experiment/index.js'
import { PROFILES } from '../model/profile.js'
import type { KeptCommit } from './ablate.js'
import { keepArtifact, readArtifact } from './artifacts.js'
import { buildCurrent } from './build.js'
import type { CurrentSystem } from './current-system.js'
import { proveFinally } from './final-proof.js'
import { observeArm } from './observe.js'
import { experimentCommon } from './prove.js'
import { proveTogether } from './prove-together.js'
import type { TargetRuntime } from './runtime.js'
import { experimentArtifact, TOGETHER } from './session-memory.js'
import { blockMilliseconds, leastProvingMilliseconds, lookingMilliseconds } from './time-estimate.js'
import { attributeWhole } from './together/attribute-whole.js'
import type { UntimedChange } from './together/untimed-change.js'

/** What a machine whose truth is known makes of a page, by the changes that are in it. */
type Truth = (has: (change: string) => boolean) => ArmBehaviour

const made: string[] = []
let state: string
let clone: Clone

const PLACES = ['first', 'second', 'third'] as const
/** Each change has its own place in the page; `together` puts one where another is. */
const page = (changes: readonly string[]): string =>
  Array.from(
    { length: 40 },
    (_, i) => `<p>${changes.find(change => PLACES.indexOf(change as 'first') * 12 + 3 === i) ?? i}</p>\n`,
  ).join('')

beforeEach(async () => {
  state = temporaryFolder('state')
  const user = makeRepository({ 'index.html': page([]) })
  made.push(state, user)
  vi.stubEnv('TUNEWRIGHT_HOME', state)
  const target = targetAt(user)
  clone = await createClone(target, path.join(state, 'clone'), { logger: quiet })
})
afterEach(() => {
  vi.unstubAllEnvs()
  for (const folder of made.splice(0)) rmSync(folder, { recursive: true, force: true })
})

type Demands = Readonly<Record<string, Partial<UntimedChange>>>

/**
 * Carries changes through the loop up to the final proof: each is proved beside those before it, and kept.
 * @param demands where none is timed by itself: what each demands of the whole
 */
async function carried(truth: Truth, changes: readonly string[], demands?: Demands) {
  const behaviours: Record<string, ArmBehaviour> = {}
  const machine = await simulatedLab(behaviours, { seed: 'machine' })
  const serve: Serve = arm => {
    const text = readFileSync(path.join(arm.root, 'index.html'), 'utf8')
    behaviours[arm.revision] = truth(change => text.includes(`<p>${change}</p>`))
    return machine.serve(arm)
  }
  const pages = ['home', 'product'].map(id => ({ id, path: `/${id}`, weight: 1 }))
  const timeBudget = 10 * 3_600_000
  const runtime = {
    target: { ...targetAt(clone.source), pages },
    profiles: [PROFILES.mobile],
    seed: 1,
    alpha: 0.005,
    timeBudget,
    deadline: Date.now() + timeBudget,
    folder: path.join(state, 'session'),
    clone,
    lab: machine.lab,
    logger: quiet,
    signal: new AbortController().signal,
    serve,
    bundle: async () => null,
    preparation: () => [],
    step: () => undefined,
  } as unknown as TargetRuntime
  const systemNow = async (name: string): Promise<CurrentSystem> => {
    const arm = await buildCurrent(runtime)
    const observed = await keepArtifact(runtime.folder, name, await observeArm(runtime, arm, 2))
    return { arm, observed, tests: null }
  }
  const original = await systemNow('baseline')
  let final = original
  const kept: KeptCommit[] = []
  for (const change of changes) {
    const had = kept.map(({ strategyId }) => strategyId)
    writeFileSync(path.join(clone.root, 'index.html'), page([...had, change]))
    const sha = await clone.commit({ message: `Change ${change}\n`, edits: [{ path: 'index.html' }] })
    const commit = { sha, strategyId: change, optimizerId: 'test', change: `${change}.edit` }
    if (demands) {
      kept.push({ ...commit, shownBetter: [] })
      final = { ...original, arm: await buildCurrent(runtime) }
      continue
    }
    const next = await systemNow(change)
    const baseline = { arm: final.arm, observed: await readArtifact(final.observed) }
    const { record } = await runExperiment({
      ...(await experimentCommon(runtime, 'prove', baseline, { arm: next.arm }, runtime.deadline)),
      criteria: [],
      rollbackTriggers: [],
      constraints: [],
      alpha: 0.002,
      seed: change,
    })
    await keepArtifact(runtime.folder, `experiments/${change}.edit`, record)
    kept.push({ ...commit, shownBetter: ['largest-contentful-paint'] })
    final = next
  }
  const untimed =
    demands && kept.map(({ sha, strategyId }) => ({ ...UNTIMED, sha, strategyId, ...demands[strategyId] }))
  const input = { original, final, kept, constraints: [], downtime: 0, ...(untimed && { untimed }) }
  return { runtime, input }
}

const subjectsNow = (): string[] =>
  userGit(clone.folder, 'log', '--reverse', '--format=%s', `${clone.base}..HEAD`).split('\n').filter(Boolean)

async function keepAll(truth: Truth, changes: readonly string[], demands?: Demands) {
  const { runtime, input } = await carried(truth, changes, demands)
  const proven = await proveFinally(runtime, input)
  return { ...proven, kept: input.kept, subjects: subjectsNow() }
}

const UNTIMED = { name: 'Edit', risk: 'low', criteria: [], rollbackTriggers: [], measured: {} } as const

const lcp = <T extends { metric: string }>(effects: readonly T[]): T =>
  effects.find(({ metric }) => metric === 'largest-contentful-paint')!

it('keeps changes that help beside each other, and tells what each does there', { timeout: 300_000 }, async () => {
  const { proof, subjects, renamed } = await keepAll(
    has => ({ slowdown: () => (has('first') ? 0.8 : 1) * (has('second') ? 0.7 : 1) }),
    ['first', 'second'],
  )
  expect(proof.verdict.outcome).toBe('kept')
  expect([proof.dropped, renamed, subjects]).toEqual([[], {}, ['Change first', 'Change second']])
  for (const [index, change] of proof.ablation!.entries()) {
    expect(change).toMatchObject({ verdict: 'helps', takenOut: false })
    const { low, high } = lcp(change.marginal)
    const truth = [-0.2, -0.3][index]!
    expect([low < truth, truth < high]).toEqual([true, true])
    // Their gains multiply: neither makes the other less.
    expect([lcp(change.interaction).low < 0, lcp(change.interaction).high > 0]).toEqual([true, true])
  }
})

it('takes out what another made needless, and makes the later commits again', { timeout: 300_000 }, async () => {
  const { proof, subjects, renamed, kept } = await keepAll(
    has => ({ slowdown: () => (has('second') ? 0.6 : has('first') ? 0.85 : 1) * (has('third') ? 0.8 : 1) }),
    ['first', 'second', 'third'],
  )
  const [first, second, third] = kept.map(({ sha }) => sha) as [string, string, string]
  expect(proof.verdict.outcome).toBe('kept')
  expect(proof.ablation!.map(({ verdict, takenOut }) => `${verdict} ${takenOut}`)).toEqual([
    'no-longer-helps true',
    'helps false',
    'helps false',
  ])
  expect(lcp(proof.ablation![0]!.interaction).low).toBeGreaterThan(0)
  expect(proof.dropped).toEqual([first])
  expect(subjects).toEqual(['Change second', 'Change third'])
  expect(Object.keys(renamed)).toEqual([second, third])
  expect(proof.ablation!.map(({ sha }) => sha)).toEqual([first, renamed[second], renamed[third]])
  expect(readFileSync(path.join(clone.root, 'index.html'), 'utf8')).toBe(page(['second', 'third']))
})

it('takes only one of two out that make each other needless', { timeout: 300_000 }, async () => {
  // Each does what the other does; the second was kept for a gain that is gone on fresh data.
  const { proof, subjects } = await keepAll(
    has => ({ slowdown: () => (has('first') || has('second') ? 0.7 : 1) }),
    ['first', 'second'],
  )
  expect(proof.verdict.outcome).toBe('kept')
  expect(proof.ablation!.map(({ verdict, takenOut }) => `${verdict} ${takenOut}`)).toEqual([
    'no-longer-helps true',
    'helps false',
  ])
  expect(subjects).toEqual(['Change second'])
})

it('drops the change that the whole is not upheld for, not the last', { timeout: 300_000 }, async () => {
  const { proof, subjects, kept } = await keepAll(
    has => ({ slowdown: at => (has('first') ? (at === 'home' ? 0.7 : 1.4) : 1) * (has('second') ? 0.8 : 1) }),
    ['first', 'second'],
  )
  expect(proof.verdict.outcome).toBe('kept')
  expect(proof.dropped).toEqual([kept[0]!.sha])
  expect(subjects).toEqual(['Change second'])
})

it('proves changes as one that were not timed by themselves, with all of the α', { timeout: 300_000 }, async () => {
  const { proof, subjects } = await keepAll(
    has => ({ slowdown: () => (has('first') ? 0.8 : 1) * (has('second') ? 0.7 : 1) }),
    ['first', 'second'],
    { first: { criteria: [{ metric: 'largest-contentful-paint', improvement: 0.3 }] } },
  )
  expect(proof.verdict.outcome).toBe('kept')
  expect(proof.verdict.alphaSpent).toBeCloseTo(0.004, 9)
  expect(proof.verdict.judgements.map(({ kind, outcome }) => `${kind} ${outcome}`)).toContain('criterion met')
  expect([proof.dropped, subjects]).toEqual([[], ['Change first', 'Change second']])
  // What each does beside the other is told; it had no proof of its own to be held against.
  for (const [index, { verdict, alone, interaction, marginal }] of proof.ablation!.entries()) {
    expect([verdict, alone, interaction]).toEqual(['helps', [], []])
    const truth = [-0.2, -0.3][index]!
    expect([lcp(marginal).low < truth, truth < lcp(marginal).high]).toEqual([true, true])
  }
})

it('takes out of a whole what it does not need, and proves it anew', { timeout: 300_000 }, async () => {
  const { proof, subjects, renamed, kept } = await keepAll(
    has => ({ slowdown: () => (has('second') ? 0.6 : has('first') ? 0.85 : 1) * (has('third') ? 0.8 : 1) }),
    ['first', 'second', 'third'],
    {},
  )
  const [first, second, third] = kept.map(({ sha }) => sha) as [string, string, string]
  expect(proof.verdict).toMatchObject({ outcome: 'kept', alphaSpent: expect.closeTo(0.0005, 9) })
  expect(proof.ablation!.map(({ sha, takenOut }) => [sha, takenOut])).toEqual([
    [first, true],
    [renamed[second], false],
    [renamed[third], false],
  ])
  expect([proof.dropped, subjects]).toEqual([[first], ['Change second', 'Change third']])
  expect(readFileSync(path.join(clone.root, 'index.html'), 'utf8')).toBe(page(['second', 'third']))
})

it('keeps the whole that is proved where it is not proved anew without what it does not need', {
  timeout: 300_000,
}, async () => {
  const { runtime, input } = await carried(
    has => ({ slowdown: () => (has('second') ? 0.7 : 1) }),
    ['first', 'second'],
    {},
  )
  const parts = input.untimed!.map(change => ({ change, sha: change.sha }))
  const whole = { parts, head: await clone.head() }
  const proof = await proveTogether(runtime, { ...input, arm: input.final.arm, attempt: 1, untimed: input.untimed! })
  const record = await readArtifact(experimentArtifact(runtime.folder, TOGETHER))
  const proved = await attributeWhole(runtime, input, { whole, proof }, input.final.arm, async (left, arm) => {
    expect(left.map(({ change }) => change.strategyId)).toEqual(['second'])
    const changes = left.map(({ change }) => change)
    const anew = await proveTogether(runtime, { ...input, arm, attempt: 2, untimed: changes })
    return { ...anew, verdict: { ...anew.verdict, outcome: 'inconclusive' } }
  })
  expect([proved.whole, proved.proof]).toEqual([whole, proof])
  expect(proved.ablation.map(({ verdict, takenOut }) => `${verdict} ${takenOut}`)).toEqual([
    'no-longer-helps false',
    'helps false',
  ])
  expect(subjectsNow()).toEqual(['Change first', 'Change second'])
  // What `verify` computes the verdict from again is that of the proof that stands.
  expect(await readArtifact(experimentArtifact(runtime.folder, TOGETHER))).toEqual(record)
})

it('takes the change out whose own demand the whole does not meet, and proves the rest', {
  timeout: 300_000,
}, async () => {
  const { proof, subjects, kept } = await keepAll(
    has => ({ slowdown: () => (has('third') ? 0.7 : 1) }),
    ['first', 'second', 'third'],
    { first: { criteria: [{ metric: 'largest-contentful-paint', improvement: 0.6 }] }, second: { risk: 'high' } },
  )
  expect(proof.verdict.outcome).toBe('kept')
  // The second does nothing: once the rest is proved, it is taken out as well.
  expect(proof.dropped).toEqual(kept.slice(0, 2).map(({ sha }) => sha))
  expect(subjects).toEqual(['Change third'])
})

it('takes out what breaks something, the one of most risk first', { timeout: 300_000 }, async () => {
  const { proof, subjects, kept } = await keepAll(
    has => ({
      slowdown: () => (has('second') ? 0.8 : 1),
      ...(has('first') && { errors: ['TypeError: x is undefined'] }),
    }),
    ['first', 'second'],
    { first: { risk: 'medium' } },
  )
  expect(proof.verdict.outcome).toBe('kept')
  expect(proof.dropped).toEqual([kept[0]!.sha])
  expect(subjects).toEqual(['Change second'])
})

it('takes out all that risks more than the least where one more proof is all that there is time for', {
  timeout: 300_000,
}, async () => {
  const { runtime, input } = await carried(
    has => ({
      slowdown: () => (has('first') ? 0.7 : 1),
      ...(has('second') && { errors: ['TypeError: x is undefined'] }),
    }),
    ['first', 'second', 'third'],
    { second: { risk: 'medium' }, third: { risk: 'high' } },
  )
  const { observation } = await readArtifact(input.original.observed)
  const again = leastProvingMilliseconds({
    looking: lookingMilliseconds(observation),
    block: blockMilliseconds(observation),
    preparation: input.final.arm.buildMilliseconds,
  })
  const { proof } = await proveFinally({ ...runtime, deadline: Date.now() + 1.9 * again }, input)
  expect(proof.verdict.outcome).toBe('kept')
  expect(subjectsNow()).toEqual(['Change first'])
  expect(proof.dropped).toEqual(input.kept.slice(1).map(({ sha }) => sha))
  expect(proof.notUpheld).toEqual([
    expect.objectContaining({
      commits: input.kept.map(({ sha }) => sha),
      outcome: 'rejected',
      reason: expect.stringMatching(/^Broken \(/),
      blocks: 0,
    }),
  ])
})

it('puts all back where neither the whole nor a part of it is decided', { timeout: 300_000 }, async () => {
  const { proof, subjects, kept } = await keepAll(
    has => ({ slowdown: () => (has('second') ? 0.97 : 1), noise: () => 0.5 }),
    ['first', 'second'],
    {},
  )
  expect(proof.verdict).toMatchObject({ outcome: 'inconclusive', alphaSpent: expect.closeTo(0.0005, 9) })
  expect(proof.dropped).toEqual(kept.map(({ sha }) => sha))
  expect(subjects).toEqual([])
})

it('puts back in what was not the reason, and takes out the next', { timeout: 300_000 }, async () => {
  const { proof, subjects, kept } = await keepAll(
    has => ({
      slowdown: () => (has('second') ? 0.8 : 1) * (has('third') ? 0.9 : 1),
      ...(has('first') && { errors: ['TypeError: x is undefined'] }),
    }),
    ['first', 'second', 'third'],
    { second: { risk: 'medium' } },
  )
  expect(proof.verdict.outcome).toBe('kept')
  // Nothing was timed before the one that is the reason was gone.
  expect(proof.verdict.alphaSpent).toBeCloseTo(0.004, 9)
  expect(proof.dropped).toEqual([kept[0]!.sha])
  expect(subjects).toEqual(['Change second', 'Change third'])
})
