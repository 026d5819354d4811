import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Flow, FlowStep } from '../../../model/flow.js'
import { PROFILES, type Profile } from '../../../model/profile.js'
import type { ServedArm } from '../../serving/index.js'
import { Lab } from '../lab.js'
import { logger, serveShop } from './fixtures/serve-shop.js'
import { flowOn, interactionToNextPaint } from './interact.js'

const flowOf = (url: string, ...steps: readonly FlowStep[]): Flow => ({
  id: url,
  title: url,
  steps: [{ type: 'navigate', url }, ...steps],
  writes: true,
})
const click = (selector: string): FlowStep => ({ type: 'click', selectors: [selector] })
const at = (path: string) => ({ id: path, path, weight: 1 })

describe('interactionToNextPaint', () => {
  const timed = (...latencies: number[]) => latencies.map(latency => ({ type: 'click', target: '', latency }))
  it.each([
    [{ count: 0, timed: [] }, null],
    [{ count: 1, timed: timed(8) }, 8],
    [{ count: 3, timed: timed(24, 180, 40) }, 180],
    [{ count: 50, timed: timed(24, 180, 40) }, 40],
    [{ count: 120, timed: timed(24, 180, 40) }, 24],
    [{ count: 200, timed: timed(24, 180, 40) }, 16],
  ])('%j: %s', (interacted, expected) => expect(interactionToNextPaint(interacted)).toBe(expected))
})

it('flowOn finds the flow that begins on a page and does something there', () => {
  const flows = [
    flowOf('http://localhost:3000/', { type: 'navigate', url: 'http://localhost:3000/next' }),
    flowOf('http://localhost:3000/?a=1#top', click('a')),
    flowOf('http://localhost:3000', click('b')),
    flowOf('/', click('c')),
  ]
  expect(flowOn(at('/'), flows)).toBe(flows[2])
  expect(flowOn(at('/?a=1'), flows)).toBe(flows[1])
  expect(flowOn(at('/next'), flows)).toBe(null)
})

describe('a timed load', () => {
  const QUICK: Profile = { ...PROFILES.mobile, network: { roundTrip: 10, down: 40_000, up: 40_000 }, cpuSlowdown: 2 }
  let lab: Lab
  let arm: ServedArm
  beforeAll(async () => {
    lab = await Lab.open({ logger })
    arm = await serveShop([
      flowOf('/', click('#filter'), click('#slow'), click('#nothing'), click('#far')),
      flowOf('/product?id=1', click('h1'), click('text/Buy')),
    ])
  })
  afterAll(async () => {
    await arm.stop()
    await lab.close()
  })

  it('takes the steps of the flow that begins on its page when it is over, and has their INP', async () => {
    const load = await lab.load(arm, at('/'), { ...QUICK })
    expect(load.metrics['interaction-to-next-paint']).toBeGreaterThanOrEqual(120)
    // Nothing of it is part of the load.
    expect(load.metrics['total-blocking-time']).toBeLessThan(70)
    expect(load.metrics['error-rate']).toBe(0)
  })

  it('sends nothing, whatever the flow may; without a flow it has no INP', async () => {
    const load = await lab.load(arm, at('/product?id=1'), QUICK)
    expect(load.metrics['interaction-to-next-paint']).toBeGreaterThan(0)
    const cart = await lab.survey(arm, at('/cart'), QUICK)
    expect(cart.text).toContain('Written 0 times')
    expect((await lab.load(arm, at('/cart'), QUICK)).metrics).not.toHaveProperty('interaction-to-next-paint')
  })
})
