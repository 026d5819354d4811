import { beforeEach, expect, it } from 'vitest'
import type { BuiltArm } from '../../model/change.js'
import { TunewrightError } from '../../model/errors.js'
import type { Observation, PageLoad } from '../../model/observation.js'
import { PROFILES } from '../../model/profile.js'
import type { LookingRuntime } from '../runtime.js'
import { movesPages } from './moves-pages.js'

const PAGES = [
  { id: 'home', path: '/', weight: 1 },
  { id: 'series', path: '/series.html', weight: 1 },
]

/** A load in which the page moved so far, 50 ms after something had come. */
const load = (shift: number, kind: 'font' | 'image' = 'font'): PageLoad =>
  ({
    metrics: { 'cumulative-layout-shift': shift },
    shifts: shift === 0 ? [] : [{ time: 1050, value: shift }],
    requests: [{ kind, url: '/one', end: 1000 }],
  }) as unknown as PageLoad

const before = (shift: number): Pick<Observation, 'pages'> =>
  ({ pages: PAGES.map(page => ({ page, profile: 'mobile', loads: [load(0), load(shift)] })) }) as never

let loaded: string[]
beforeEach(() => {
  loaded = []
})

/** Pages whose loads come out so, one after the other. */
const looking = (loads: Partial<Record<string, readonly PageLoad[]>>): LookingRuntime =>
  ({
    target: { pages: PAGES },
    profiles: [PROFILES.mobile],
    signal: new AbortController().signal,
    step() {},
    serve: async () => ({ stop: async () => undefined }),
    lab: {
      load: async (_: unknown, { id }: { id: string }) => {
        loaded.push(id)
        return loads[id]?.[loaded.filter(one => one === id).length - 1] ?? load(0)
      },
    },
  }) as unknown as LookingRuntime

const arm = {} as BuiltArm

it('a change with which a page that held still moves in each of its loads is no part of the whole', async () => {
  const runtime = looking({ series: [load(0.0215), load(0.0209)] })
  expect(await movesPages(runtime, ['font'], before(0), arm)).toBe(
    '/series.html (Mobile, 4G) moves by 0.021 when its font comes, and held still before: no change may move a page by more than 0.01.',
  )
  expect(loaded).toEqual(['home', 'series', 'series'])
})

it('what moves once is chance, and what is tolerated is no harm', async () => {
  expect(await movesPages(looking({ series: [load(0.3)] }), ['font'], before(0), arm)).toBeNull()
  expect(await movesPages(looking({ series: [load(0.009), load(0.009)] }), ['font'], before(0), arm)).toBeNull()
})

it('a page that moved as far before is left to the proof', async () => {
  const runtime = looking({ series: [load(0.03), load(0.03)] })
  expect(await movesPages(runtime, ['font'], before(0.025), arm)).toBeNull()
})

it('a page that does not work with it leaves it out, and ends nothing else', async () => {
  const broken = new TunewrightError('PAGE_BROKEN', '/series.html paints nothing.', { remedy: 'See its console.' })
  const runtime = looking({})
  const failing = { ...runtime, lab: { ...runtime.lab, load: async () => Promise.reject(broken) } }
  expect(await movesPages(failing, ['font'], before(0), arm)).toBe(
    'A page does not work with it: /series.html paints nothing.',
  )
})

it('what moves with something else is not put down to it, and what moves nothing is not looked at', async () => {
  const moving = [load(0.3, 'image'), load(0.3, 'image')]
  expect(await movesPages(looking({ series: moving }), ['font'], before(0), arm)).toBeNull()
  loaded = []
  expect(await movesPages(looking({ series: moving }), [], before(0), arm)).toBeNull()
  expect(loaded).toEqual([])
})
