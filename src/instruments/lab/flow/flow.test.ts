import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Flow, FlowRun, FlowStep } from '../../../model/flow.js'
import { PROFILES, type Profile } from '../../../model/profile.js'
import type { ServedArm } from '../../serving/index.js'
import { Lab } from '../lab.js'
import { logger, serveShop } from './fixtures/serve-shop.js'

let lab: Lab
let arm: ServedArm
beforeAll(async () => {
  lab = await Lab.open({ logger })
  arm = await serveShop()
})
afterAll(async () => {
  await arm.stop()
  await lab.close()
})

const on = (...selectors: string[]) => ({ selectors })
const flowOf = (steps: readonly FlowStep[], o: Partial<Flow> = {}): Flow => ({
  id: 'test',
  title: 'test',
  timeout: 1_500,
  steps: [{ type: 'navigate', url: 'http://localhost:3000/' }, ...steps],
  ...o,
})
const follow = (steps: readonly FlowStep[], o: Partial<Flow> = {}, profile: Profile = PROFILES.desktop) =>
  lab.follow(arm, flowOf(steps, o), profile)
const last = ({ steps }: FlowRun) => steps.at(-1)!
const textOf = (run: FlowRun) => last(run).state?.text.join('\n') ?? ''

describe('a flow', () => {
  it('is taken with real input, whatever its selectors are written in', async () => {
    const run = await follow([
      { type: 'click', ...on('aria/Only lamps[role="button"]'), assertedEvents: [{ type: 'navigation' }] },
      { type: 'doubleClick', ...on('xpath///*[@id="filter"]') },
      { type: 'click', ...on('.gone', 'text/Far away') },
      { type: 'click', selectors: [['#host', 'button']] },
      { type: 'click', ...on('pierce/#host + iframe'), timeout: 100 },
      { type: 'click', ...on('button'), frame: [0] },
      { type: 'click', ...on('#late') },
      { type: 'keyDown', key: 'Escape' },
      { type: 'keyUp', key: 'Escape' },
    ])
    expect(run.steps.map(step => step.trouble)).toEqual(run.steps.map(() => undefined))
    expect(run.completed).toBe(true)
    expect(textOf(run)).toContain(
      'near. mouse filtered. mouse filtered. mouse filtered. twice. far. inside. framed. late. escaped.',
    )
    expect(run.steps[1]).toMatchObject({ step: 2, what: 'click "aria/Only lamps[role=\\"button\\"]"', taken: true })
    expect(run.steps[1]?.state).toMatchObject({ path: '/?lamps', title: 'Shop' })
    expect(run.steps[1]?.state?.accessibleTree.join('\n')).toContain('button "Only lamps"')
  })

  it('is tapped on a phone', async () => {
    const run = await follow([{ type: 'click', ...on('#filter') }], {}, PROFILES.mobile)
    expect(textOf(run)).toContain('touch filtered')
  })

  it('fills in fields by keys, and sets what is not typed', async () => {
    const run = await follow([
      { type: 'change', ...on('#search'), value: 'a kettlé' },
      { type: 'change', ...on('#order'), value: 'price' },
      { type: 'change', ...on('#day'), value: '2026-02-03' },
      { type: 'change', ...on('#search'), value: 'lamp' },
    ])
    expect(textOf(run)).toContain('4 things')
    expect(textOf(run)).toContain('by price. on 2026-02-03.')
    expect(last(run).state?.fields).toEqual([
      { selector: '#search', value: 'lamp' },
      { selector: '#order', value: 'price' },
      { selector: '#day', value: '2026-02-03' },
    ])
  })

  it('goes from page to page on the arm, and back', async () => {
    const run = await follow([
      { type: 'click', ...on('text/Copper kettle'), assertedEvents: [{ type: 'navigation' }] },
      { type: 'waitForElement', ...on('form'), attributes: { action: '/cart' } },
      { type: 'customStep', name: 'back' },
      { type: 'waitForExpression', expression: "typeof say === 'function' && Promise.resolve(1)" },
      { type: 'scroll', ...on('#far') },
    ])
    expect(run.completed).toBe(true)
    expect(run.steps.map(step => step.state?.path)).toEqual(['/', '/product?id=1', '/product?id=1', '/', '/', '/'])
  })

  it('tells what it met on the way: errors, requests that failed, latencies', async () => {
    const run = await follow([
      { type: 'click', ...on('#slow') },
      { type: 'click', ...on('#broken') },
    ])
    const [, slow, broken] = run.steps
    expect(slow?.interactions).toHaveLength(1)
    expect(slow?.interactions[0]).toMatchObject({ target: '#slow' })
    expect(slow?.interactions[0]?.latency).toBeGreaterThanOrEqual(120)
    expect(slow).toMatchObject({ errors: [], failedRequests: [] })
    expect(broken?.errors).toEqual([expect.stringContaining('Error: broken')])
    expect(broken?.failedRequests).toEqual([{ url: '/nowhere', kind: 'fetch', status: 404 }])
    expect(run.completed).toBe(true)
  })

  it('ends at the first step that cannot be taken, and says why', async () => {
    const at = (path: string): FlowStep => ({ type: 'navigate', url: path })
    const click = { type: 'click', timeout: 300 } as const
    const cases: readonly (readonly [readonly FlowStep[], string])[] = [
      [[{ ...click, ...on('#nothing') }], 'there is no such element'],
      [[{ ...click, ...on('h1[') }], 'its selector is not valid'],
      [[{ ...click, ...on('#off') }], 'it is disabled'],
      [[{ ...click, ...on('#log') }], 'it is not visible'],
      [[at('/veiled'), { ...click, ...on('button') }], 'it is covered by #veil'],
      [[at('/restless'), { ...click, ...on('button') }], 'it never stands still'],
      [[{ type: 'waitForElement', timeout: 300, ...on('h1'), count: 2 }], 'it never came so'],
      [[{ ...click, ...on('h1'), assertedEvents: [{ type: 'navigation' }] }], 'it led to no other page'],
      [[{ type: 'change', timeout: 300, ...on('h1'), value: 'x' }], 'it takes no text'],
      [[{ type: 'customStep', name: 'back' }], 'there is no page before'],
      [[{ ...click, ...on('text/Away') }], 'leads away from the target'],
    ]
    const never: FlowStep = { type: 'click', ...on('#filter') }
    const runs = await Promise.all(cases.map(([steps]) => follow([...steps, never])))
    for (const [index, [steps, trouble]] of cases.entries()) {
      const run = runs[index]!
      expect(run.completed).toBe(false)
      expect(run.steps).toHaveLength(steps.length + 1)
      expect(last(run).trouble).toContain(trouble)
    }
  })

  it('goes to the pages of the arm, whatever their origin was', async () => {
    const run = await follow([{ type: 'navigate', url: 'https://shop.example/product?id=3' }])
    expect(last(run).state).toMatchObject({ path: '/product?id=3', title: 'Thing 3' })
  })

  it('sends nothing, unless it may', async () => {
    const buy: FlowStep[] = [
      { type: 'navigate', url: '/product?id=2' },
      { type: 'click', ...on('text/Buy'), assertedEvents: [{ type: 'navigation' }] },
    ]
    const [refused, news, allowed] = await Promise.all([
      follow(buy),
      follow([{ type: 'click', ...on('#news') }]),
      follow(buy, { writes: true }),
    ])
    expect(last(refused).trouble).toContain(
      'it sends something (POST /cart), which only a flow with `writes: true` may',
    )
    expect(last(refused).state?.path).toBe('/product?id=2')
    expect(last(news).trouble).toContain('POST /track')
    expect(allowed.completed).toBe(true)
    expect(textOf(allowed)).toContain('Written 1 times')
  })

  it('takes passwords from the environment alone, and shows none', async () => {
    const steps = (value: string | { env: string }): FlowStep[] => [
      { type: 'navigate', url: '/product?id=2' },
      { type: 'change', ...on('input[type=password]'), value },
    ]
    await expect(follow(steps('geheim'))).rejects.toMatchObject({ code: 'INPUT_INVALID' })
    process.env.FLOW_SECRET = 'verborgen'
    try {
      const run = await follow(steps({ env: 'FLOW_SECRET' }))
      expect(last(run).state?.fields.at(-1)?.value).toBe('•••••••••')
      expect(JSON.stringify(run)).not.toContain('verborgen')
    } finally {
      delete process.env.FLOW_SECRET
    }
  })
})
