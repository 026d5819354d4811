import { describe, expect, test } from 'vitest'
import type { TargetSystem } from '../model/target.js'
import { finalAttemptAlpha, SESSION_ALPHA } from './alpha.js'
import type { ExperimentOptions, ExperimentProgress } from './experiment-options.js'
import { type ExperimentRecord, recompute } from './experiment-record.js'
import { ARMS, type ArmBehaviour, simulatedLab } from './fixtures/simulated-lab.js'
import { proveWhole } from './prove-whole.js'
import { runExperiment } from './run-experiment.js'

const target: TargetSystem = {
  id: 'shop',
  name: 'Shop',
  framework: 'frontend',
  root: '/shop',
  pages: [
    { id: 'home', path: '/', weight: 3 },
    { id: 'product', path: '/product', weight: 1 },
  ],
  serve: { kind: 'static', folder: '.' },
  environment: {},
}

async function experiment(
  candidate: ArmBehaviour,
  o: { baseline?: ArmBehaviour; jitter?: (load: number) => number; overrides?: Partial<ExperimentOptions> } = {},
) {
  const machine = await simulatedLab(
    { baseline: o.baseline ?? {}, candidate },
    { seed: 'machine', ...(o.jitter ? { jitter: o.jitter } : {}) },
  )
  const progress: ExperimentProgress[] = []
  const options: ExperimentOptions = {
    target,
    profiles: ['mobile'],
    arms: ARMS,
    lab: machine.lab,
    serve: machine.serve,
    criteria: [
      { metric: 'bundle-size', improvement: 0.2 },
      { metric: 'no-functionality-regression', required: true },
    ],
    rollbackTriggers: [
      { metric: 'error-rate', threshold: 0.05 },
      { metric: 'load-time', degradation: 0.1 },
    ],
    constraints: [{ type: 'performance', requirement: 'no-regression-tolerance', threshold: 0.05 }],
    alpha: 0.002,
    maxBlocks: 10,
    deadline: Number.MAX_SAFE_INTEGER,
    seed: 'experiment',
    onProgress: event => progress.push(event),
    ...o.overrides,
  }
  return { options, machine, progress, outcome: await runExperiment(options) }
}

const smaller = { bundleSize: 400_000 }

describe('an experiment', () => {
  test('asks how many blocks there is time for once pages were looked at, and has that on record', async () => {
    let surveys = 0
    const machine = await simulatedLab({ baseline: {}, candidate: {} }, { seed: 'machine' })
    const { outcome } = await experiment(
      { ...smaller, slowdown: () => 0.7 },
      {
        overrides: {
          lab: {
            ...machine.lab,
            survey: (...given) => {
              surveys++
              return machine.lab.survey(...given)
            },
          },
          serve: machine.serve,
          // Each look has taken time for one.
          maxBlocks: () => 23 - surveys,
        },
      },
    )
    // Two of each page and profile; one of the unchanged pages where nothing is judged.
    expect(surveys).toBe(14)
    expect(outcome.record.input.maxBlocks).toBe(9)
    expect(recompute(outcome.record)).toEqual(outcome.verdict)
  })

  test('judges profiles by the target’s traffic, and has that on record', async () => {
    const profileWeights = { mobile: 4, desktop: 1 }
    const { outcome } = await experiment(
      { ...smaller, slowdown: () => 0.7 },
      { overrides: { target: { ...target, profileWeights }, profiles: ['mobile', 'desktop'], criteria: [] } },
    )
    expect(outcome.record.input.profileWeights).toEqual(profileWeights)
    const felt = (profile: string) =>
      outcome.verdict.effects.find(
        one => one.metric === 'largest-contentful-paint' && one.profile === profile && one.page === '*',
      )!
    expect((1 - felt('mobile').confidence) / (1 - felt('desktop').confidence)).toBeCloseTo(4, 6)
    expect(recompute(outcome.record)).toEqual(outcome.verdict)
  })

  test('keeps what is faster and breaks nothing, from fresh instances for each block, and the verdict can be recomputed', async () => {
    const { outcome, machine, progress } = await experiment({ ...smaller, slowdown: () => 0.7 })
    expect(outcome.verdict).toMatchObject({ outcome: 'kept', bytesOnly: false, alphaSpent: 0.002 })
    expect(outcome.verdict.blocks).toBeLessThanOrEqual(6)
    const blocks = outcome.verdict.blocks
    expect(machine.events.filter(e => e === 'renew')).toHaveLength(blocks)
    expect(machine.events.filter(e => e.startsWith('serve'))).toHaveLength(2 * (blocks + 1))
    expect(machine.events.filter(e => e.startsWith('stop'))).toHaveLength(2 * (blocks + 1))
    const said = progress.filter(e => e.kind === 'block')
    expect(said).toHaveLength(blocks)
    expect(said.at(-1)?.summary).toMatch(/^LCP \(mobile\) −\d+\.\d %/)
    const stored = JSON.parse(JSON.stringify(outcome.record)) as ExperimentRecord
    expect(recompute(stored)).toEqual(outcome.verdict)
    expect(() => recompute({ ...stored, input: { ...stored.input, blocks: 10 } })).toThrow(RangeError)
  })

  test('both orders come about, of starting and of loading', async () => {
    const { outcome, machine } = await experiment({ ...smaller, slowdown: () => 0.7 })
    expect(new Set(outcome.samples.map(s => s.first))).toEqual(new Set(['baseline', 'candidate']))
    const starts = machine.events.flatMap((e, i) => (e === 'renew' ? [machine.events[i - 2]] : []))
    expect(new Set(starts)).toEqual(new Set(['serve baseline', 'serve candidate']))
  })

  test('half the bytes and LCP 12 % worse on one page: rejected', async () => {
    const { outcome } = await experiment({ ...smaller, slowdown: page => (page === 'product' ? 1.12 : 0.8) })
    expect(outcome.verdict.outcome).toBe('rejected')
    expect(outcome.verdict.reason).toMatch(/product/)
    expect(recompute(outcome.record)).toEqual(outcome.verdict)
  })

  test('a counted criterion that fails ends it before any timed block, and spends nothing', async () => {
    let written = 0
    const { outcome, machine } = await experiment(
      { bundleSize: 800_000, slowdown: () => 0.5 },
      { overrides: { beforeTimedBlocks: async () => void written++ } },
    )
    expect(outcome.verdict).toMatchObject({ outcome: 'rejected', blocks: 0, alphaSpent: 0 })
    expect(machine.events).not.toContain('renew')
    expect(written).toBe(0)
  })

  test('a page that breaks once gets a second chance, which is not forgotten; twice, it is broken, and everything served is stopped', async () => {
    const breaks = (_: string, load: number) => load === 12
    const flaky = await experiment({ ...smaller, slowdown: () => 0.7, breaks })
    expect(flaky.outcome.verdict).toMatchObject({ outcome: 'inconclusive', breakages: [] })
    expect(flaky.outcome.verdict.reason).toMatch(/in no more loads than before/)
    expect(flaky.outcome.verdict.reason).not.toMatch(/not worse|felt/)
    // What both arms do as often is neither's.
    const ofBaseline = await experiment({ ...smaller, slowdown: () => 0.7 }, { baseline: { breaks } })
    expect(ofBaseline.outcome.verdict.outcome).toBe('kept')
    const broken = await experiment({
      ...smaller,
      slowdown: () => 0.7,
      breaks: (page, load) => page === 'product' && load > 10,
    })
    expect(broken.outcome.verdict).toMatchObject({
      outcome: 'rejected',
      breakages: [{ check: 'paint', page: 'product' }],
    })
    const count = (word: string) => broken.machine.events.filter(e => e.startsWith(word)).length
    expect(count('stop')).toBe(count('serve'))
  })

  test('new console errors, tests that fail, and links that break reject', async () => {
    expect((await experiment({ ...smaller, errors: ['Uncaught TypeError'] })).outcome.verdict).toMatchObject({
      outcome: 'rejected',
      blocks: 0,
    })
    const failing = { check: 'tests' as const, page: '*', message: '2 tests fail that passed before' }
    expect(
      (await experiment(smaller, { overrides: { testBreakages: async () => [failing] } })).outcome.verdict.outcome,
    ).toBe('rejected')
    const signals: AbortSignal[] = []
    const heavier = await experiment(
      {},
      {
        overrides: {
          testBreakages: givenUp => {
            signals.push(givenUp)
            return new Promise((_, reject) => givenUp.addEventListener('abort', () => reject(givenUp.reason)))
          },
        },
      },
    )
    expect(heavier.outcome.verdict).toMatchObject({ outcome: 'rejected', blocks: 0, breakages: [] })
    expect(signals.map(signal => signal.aborted)).toEqual([true])
    const lost = await experiment({ ...smaller, breaks: page => page === '/about' })
    expect(lost.outcome.verdict).toMatchObject({ outcome: 'rejected', breakages: [{ check: 'crawl', page: '/about' }] })
  })

  test('a page about which nothing is open any more is left out of further blocks, and the verdict can be recomputed', async () => {
    const noise = (page: string) => (page === 'product' ? 0.012 : 0.002)
    const loadsOf = async (candidate: ArmBehaviour, baseline: ArmBehaviour) => {
      const { outcome, machine } = await experiment(
        { ...smaller, slowdown: () => 0.7, ...candidate },
        { baseline, overrides: { criteria: [], maxBlocks: 17 } },
      )
      const loads = (page: string) => machine.events.filter(e => e.startsWith(`load candidate ${page} `)).length
      return { outcome, home: loads('home'), product: loads('product') }
    }
    const { outcome, home, product } = await loadsOf(
      { noise, slowdown: page => (page === 'home' ? 0.7 : 1) },
      { noise },
    )
    expect(outcome.verdict.outcome).toBe('kept')
    expect(product).toBe(outcome.verdict.blocks)
    expect(home).toBeLessThan(product)
    const stored = JSON.parse(JSON.stringify(outcome.record)) as ExperimentRecord
    expect(stored.input.resting).toEqual([{ page: 'home', profile: 'mobile', after: home }])
    expect(recompute(stored)).toEqual(outcome.verdict)
    const ofHome = outcome.verdict.effects.filter(({ page }) => page === 'home')
    expect(Math.max(...ofHome.map(({ blocks }) => blocks))).toBe(home)
    // While it is open whether anybody feels it, every page counts.
    const alike = await loadsOf({}, {})
    expect(alike.home).toBe(alike.product)
  })

  test('an error now and then that the baseline has too breaks nothing; one that only the candidate has again and again does', async () => {
    const error = 'Uncaught TypeError: map'
    const everyThird = (page: string, look: number) => (page === 'home' && look % 3 === 1 ? [error] : [])
    const faster = { ...smaller, slowdown: () => 0.7 }
    const both = await experiment(
      { ...faster, errorsNowAndThen: everyThird },
      { baseline: { errorsNowAndThen: (page, look) => everyThird(page, look + 1) } },
    )
    expect(both.outcome.verdict).toMatchObject({ breakages: [] })
    expect(both.machine.events.filter(e => e.startsWith('visit baseline home')).length).toBeGreaterThan(0)
    const only = (when: (look: number) => boolean) =>
      experiment({ ...faster, errorsNowAndThen: (page, look) => (page === 'home' && when(look) ? [error] : []) })
    const often = await only(look => look > 2 && look % 2 === 1)
    expect(often.outcome.verdict).toMatchObject({
      outcome: 'rejected',
      breakages: [{ check: 'console', page: 'home', message: error }],
    })
    // Once is no proof of anything, but nothing that looks worse is kept.
    const once = await only(look => look === 3)
    expect(once.outcome.verdict).toMatchObject({ outcome: 'inconclusive', breakages: [] })
  })

  test('judged on phones, pages are looked at in a wide viewport as well: what breaks there rejects, what is counted there does not', async () => {
    const sound = await experiment({ ...smaller, slowdown: () => 0.7 })
    expect(new Set(sound.outcome.surveys.candidate.map(survey => survey.profile))).toEqual(
      new Set(['mobile', 'desktop']),
    )
    expect(sound.outcome.counted.baseline.target['bundle-size']).toEqual([900_000, 900_000])
    expect(sound.machine.events.filter(event => event.endsWith('desktop'))).toEqual([])
    const errorsUnder = { profile: 'desktop' as const, errors: ['Uncaught TypeError'] }
    const broken = await experiment({ ...smaller, slowdown: () => 0.7, errorsUnder })
    expect(broken.outcome.verdict.outcome).toBe('rejected')
    expect(broken.outcome.verdict.breakages[0]).toMatchObject({
      check: 'console',
      message: 'Uncaught TypeError (desktop)',
    })
  })

  test('confounds throw it away: compression in one arm only, another server time', async () => {
    const plain = await experiment({ ...smaller, slowdown: () => 0.7, encoding: '' })
    expect(plain.outcome.verdict).toMatchObject({
      outcome: 'inconclusive',
      reason: expect.stringMatching(/Confounded/),
    })
    const slow = await experiment({ ...smaller, slowdown: () => 0.7 }, { baseline: { server: 400 } })
    expect(slow.outcome.verdict).toMatchObject({ outcome: 'inconclusive', reason: expect.stringMatching(/server/) })
    const part = await experiment(
      { ...smaller, slowdown: () => 0.7 },
      { baseline: { server: 400 }, overrides: { serverTime: 'judged' } },
    )
    expect(part.outcome.verdict).toMatchObject({ outcome: 'kept', breakages: [] })
  })

  test('disturbed blocks are thrown away whole, whichever arm was loading; on a machine that never rests it ends', async () => {
    const some = await experiment({ ...smaller, slowdown: () => 0.7 }, { jitter: load => (load % 13 === 0 ? 900 : 1) })
    expect(some.outcome.verdict.outcome).toBe('kept')
    expect(some.outcome.discarded.length).toBeGreaterThan(0)
    const blocks = new Set(some.outcome.samples.map(s => s.block))
    expect([...blocks]).toEqual(Array.from({ length: some.outcome.verdict.blocks }, (_, i) => i))
    const never = await experiment({ ...smaller, slowdown: () => 0.7 }, { jitter: () => 900 })
    expect(never.outcome.verdict).toMatchObject({
      outcome: 'inconclusive',
      blocks: 0,
      reason: expect.stringMatching(/^The machine was too busy/),
      wouldTake: expect.stringMatching(/quieter/),
    })
    expect(recompute(never.outcome.record)).toEqual(never.outcome.verdict)
  })

  test('several pairs in a block make one value each, the median of each arm', async () => {
    const { outcome, machine } = await experiment(
      { ...smaller, slowdown: () => 0.7 },
      { overrides: { pairsPerBlock: 3 } },
    )
    const { blocks } = outcome.verdict
    expect(outcome.verdict.outcome).toBe('kept')
    expect(outcome.samples.filter(s => s.metric === 'load-time')).toHaveLength(blocks * target.pages.length)
    expect(machine.events.filter(e => e.startsWith('load baseline home'))).toHaveLength(3 * blocks)
    const first = outcome.samples.find(s => s.block === 0 && s.page === 'home' && s.metric === 'load-time')!
    const own = outcome.pairs
      .slice(0, 6)
      .filter(p => p.baseline.page === 'home')
      .map(p => p.baseline.metrics['load-time']!)
    expect(first.baseline).toBe(own.sort((a, b) => a - b)[1])
  })

  test('a deadline that has passed ends it inconclusive, not kept', async () => {
    const { outcome } = await experiment({ ...smaller, slowdown: () => 0.5 }, { overrides: { deadline: 0 } })
    expect(outcome.verdict).toMatchObject({ outcome: 'inconclusive', blocks: 0 })
  })

  test("the original's own broken page is an error, not a verdict", async () => {
    await expect(experiment(smaller, { baseline: { breaks: page => page === 'home' } })).rejects.toMatchObject({
      code: 'PAGE_BROKEN',
    })
  })
})

test('the whole against the original: proved with an α of its own, headlines with intervals at the confidence asked for', async () => {
  const { options } = await experiment(smaller, { overrides: { deadline: 0 } })
  const machine = await simulatedLab({ baseline: {}, candidate: { slowdown: () => 0.6 } }, { seed: 'whole' })
  const whole = await proveWhole({
    ...options,
    criteria: [],
    deadline: Number.MAX_SAFE_INTEGER,
    lab: machine.lab,
    serve: machine.serve,
    alpha: finalAttemptAlpha(SESSION_ALPHA, 1),
    confidence: 0.95,
  })
  expect(whole.verdict).toMatchObject({ outcome: 'kept', alphaSpent: finalAttemptAlpha(SESSION_ALPHA, 1) })
  const lcp = whole.headline.find(e => e.metric === 'largest-contentful-paint')!
  expect(lcp).toMatchObject({ page: '*', profile: 'mobile', scale: 'relative' })
  expect(lcp.confidence).toBeCloseTo(0.95, 12)
  expect(lcp.low).toBeLessThan(-0.4)
  expect(lcp.high).toBeGreaterThan(-0.4)
  const same = await simulatedLab({ baseline: {}, candidate: {} }, { seed: 'whole' })
  const nothing = await proveWhole({
    ...options,
    criteria: [],
    deadline: Number.MAX_SAFE_INTEGER,
    lab: same.lab,
    serve: same.serve,
  })
  expect(nothing.verdict.outcome).not.toBe('kept')
})

test('that nothing is worse is shown where nothing is, and not where something is', async () => {
  const { options } = await experiment(smaller, { overrides: { deadline: 0 } })
  const against = async (slowdown: number) => {
    const machine = await simulatedLab({ baseline: {}, candidate: { slowdown: () => slowdown } }, { seed: 'harmless' })
    const { verdict } = await proveWhole({
      ...options,
      criteria: [],
      aim: 'not-worse',
      deadline: Number.MAX_SAFE_INTEGER,
      lab: machine.lab,
      serve: machine.serve,
    })
    return verdict
  }
  const same = await against(1)
  expect(same).toMatchObject({ outcome: 'kept', reason: 'No guard is worse, and nothing is broken.' })
  expect(same.judgements.filter(({ kind }) => kind === 'guard').map(({ outcome }) => outcome)).not.toContain(
    'undecided',
  )
  expect((await against(1.3)).outcome).toBe('rejected')
})
