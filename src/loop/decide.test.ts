import { describe, expect, it } from 'vitest'
import type { AutomatedOptimizer } from '../model/optimizer.js'
import type { OptimizationOpportunity } from '../model/session.js'
import { decideStrategy } from './decide.js'
import type { DeclaredOrder } from './strategy-order.js'

const optimizer = (id: string, decisionMaking: AutomatedOptimizer['automation']['decisionMaking']) =>
  ({ id, automation: { decisionMaking } }) as unknown as AutomatedOptimizer

/** A strategy that is predicted to change LCP by so many per cent. */
const opportunity = (id: string, optimizerId: string, change: number, applicable = true) =>
  ({
    strategy: { id, name: `Strategy ${id}`, implementation: { type: id }, impact: { metrics: [], businessValue: {} } },
    optimizerId,
    applicable,
    atBest: [],
    candidates: [{ id: `${id}-1`, predicted: { 'largest-contentful-paint': change } }],
    reason: applicable ? `${id} applies` : `${id} does not apply`,
  }) as unknown as OptimizationOpportunity

const decide = (
  opportunities: readonly OptimizationOpportunity[],
  optimizers: readonly AutomatedOptimizer[],
  settled: ReadonlyMap<string, string> = new Map(),
  minutes = (_: string) => 1,
  quickening = '',
  { order = {}, kept = [] }: { order?: Record<string, Partial<DeclaredOrder>>; kept?: OptimizationOpportunity[] } = {},
) => {
  const composition = {
    kept: kept.map(({ strategy }) => strategy),
    orderOf: ({ id }: { readonly id: string }) => ({ after: [], conflicts: [], ...order[id] }),
  }
  return decideStrategy(opportunities, optimizers, [], settled, composition, ({ strategy: { id } }, beliefs) => ({
    minutes: minutes(String(beliefs[0]?.mean)),
    blocks: 10,
    savedPerBlock: quickening === id ? 0.05 : 0,
  })).record
}

const assisted = optimizer('assisted', 'ml-assisted')
const ruled = optimizer('ruled', 'rule-based')

describe('which strategy is next', () => {
  it('is the one with the most expected gain a minute of proof, and says what it was chosen over', () => {
    const found = [opportunity('small', 'assisted', -5), opportunity('large', 'assisted', -30)]
    expect(decide(found, [assisted])).toMatchObject({
      subject: 'strategy',
      chosen: 'large',
      rule: 'highest-expected-gain',
      evidence: ['large applies'],
      alternatives: [{ id: 'small', reason: 'less expected gain a minute' }],
    })
    expect(decide(found, [assisted], new Map(), mean => (mean === '-30' ? 60 : 1)).chosen).toBe('small')
  })

  it('is the one that makes proving the others quicker, where little else tells them apart', () => {
    const found = [opportunity('heavier', 'assisted', -31), opportunity('lighter', 'assisted', -30)]
    expect(decide(found, [assisted]).chosen).toBe('heavier')
    expect(decide(found, [assisted], new Map(), undefined, 'lighter').chosen).toBe('lighter')
  })

  it('is none where nothing is expected to help, however much applies', () => {
    expect(decide([opportunity('harm', 'assisted', 10)], [assisted])).toMatchObject({
      subject: 'stop',
      chosen: null,
      rule: 'nothing-worth-trying',
    })
  })

  it('is never one that does not apply or has had its verdict', () => {
    const found = [
      opportunity('unfit', 'assisted', -90, false),
      opportunity('done', 'assisted', -50),
      opportunity('next', 'assisted', -5),
    ]
    const record = decide(found, [assisted], new Map([['done', 'rejected: no faster']]))
    expect(record.chosen).toBe('next')
    expect(record.alternatives.map(({ id, reason }) => `${id}: ${reason}`)).toEqual([
      'unfit: unfit does not apply',
      'done: rejected: no faster',
    ])
  })

  it('follows the catalogue where the optimizer decides by rule, whatever is expected', () => {
    const found = [opportunity('first', 'ruled', 10), opportunity('second', 'ruled', -50)]
    expect(decide(found, [ruled])).toMatchObject({ chosen: 'first', rule: 'catalogue-order' })
  })

  it('lets each optimizer decide in its own way where they differ', () => {
    const found = [
      opportunity('assisted-small', 'assisted', -5),
      opportunity('by-rule', 'ruled', -90),
      opportunity('assisted-large', 'assisted', -40),
    ]
    const order: (string | null)[] = []
    const settled = new Map<string, string>()
    for (let turn = 0; turn < 4; turn++) {
      const { chosen } = decide(found, [assisted, ruled], settled)
      order.push(chosen)
      if (chosen) settled.set(chosen, 'kept')
    }
    expect(order).toEqual(['assisted-large', 'assisted-small', 'by-rule', null])
  })
})

describe('what strategies declare of each other', () => {
  const found = [opportunity('preload', 'assisted', -60), opportunity('pictures', 'assisted', -20)]
  const decideWith = (
    all: readonly OptimizationOpportunity[],
    more: Parameters<typeof decide>[5],
    settled?: ReadonlyMap<string, string>,
    optimizers = [assisted],
  ) => decide(all, optimizers, settled, undefined, '', more)
  const later = { order: { preload: { after: ['pictures', 'fonts'] } } }

  it('lets one wait for another that is still to be tried, whatever it promises, and says so', () => {
    expect(decideWith(found, later)).toMatchObject({
      chosen: 'pictures',
      alternatives: [{ id: 'preload', reason: 'waits for Strategy pictures, which changes what it finds' }],
    })
    expect(decideWith(found, later, new Map([['pictures', 'rejected: no faster']])).chosen).toBe('preload')
    expect(decideWith(found, later, undefined, [optimizer('assisted', 'rule-based')]).chosen).toBe('pictures')
  })

  it('lets nobody wait for what will not be tried', () => {
    const notWorthIt = [opportunity('preload', 'assisted', -60), opportunity('pictures', 'assisted', 20)]
    expect(decideWith(notWorthIt, later).chosen).toBe('preload')
    const unfit = [opportunity('preload', 'assisted', -60), opportunity('pictures', 'assisted', -20, false)]
    expect(decideWith(unfit, later).chosen).toBe('preload')
  })

  it.each([
    ['itself', 'preload'],
    ['the other', 'pictures'],
  ])('leaves out what conflicts with a change that was kept, where %s says so', (_, who) => {
    const [preload, pictures] = found
    const conflict = { with: who === 'preload' ? 'pictures' : 'preload', reason: 'both write one tag' }
    const record = decideWith(
      [preload!, pictures!],
      { order: { [who]: { conflicts: [conflict] } }, kept: [pictures!] },
      new Map([['pictures', 'kept']]),
    )
    expect(record).toMatchObject({
      chosen: null,
      alternatives: [
        { id: 'preload', reason: 'conflicts with Strategy pictures, which was kept: both write one tag' },
        { id: 'pictures', reason: 'kept' },
      ],
    })
  })
})
