import { describe, expect, it } from 'vitest'
import { PROFILES, type Profile } from '../../model/profile.js'
import type { LoadRecording, RecordedRequest, RecordedTask } from '../../model/recording.js'
import { estimateChange } from './estimate-change.js'
import { estimateLoad } from './estimate-load.js'
import { simulate } from './simulate.js'

/** 1,000 bytes a millisecond, so that bytes are read as times. */
const PLAIN: Profile = { ...PROFILES.mobile, network: { roundTrip: 100, down: 8_000, up: 8_000 }, cpuSlowdown: 4 }

const request = (id: string, bytes: number, o: Partial<RecordedRequest> = {}): RecordedRequest => ({
  id,
  url: `/${id}`,
  kind: 'script',
  priority: 'High',
  bytes,
  start: 10,
  end: 20,
  server: 0,
  connection: 1,
  initiator: null,
  blocking: false,
  inMarkup: true,
  ...o,
})
const html = request('html', 10_000, { kind: 'document', priority: 'VeryHigh', start: 0, end: 5 })
const task = (duration: number, o: Partial<RecordedTask> = {}): RecordedTask => ({
  start: 30,
  duration,
  needs: [],
  evaluates: false,
  sends: [],
  ...o,
})
const HTML = 3 * 100 + 10 // connection, TLS, the request itself; 10,000 bytes

const arrivals = (requests: RecordedRequest[], tasks: RecordedTask[] = []) =>
  Object.fromEntries(simulate({ requests, tasks }, PLAIN).arrived)

describe('simulate', () => {
  it('pays for the connection, each request, and the bytes', () => {
    expect(arrivals([html, request('a', 40_000)])).toEqual({ html: HTML, a: HTML + 100 + 40 })
  })

  it('sends what is urgent first, whole files one after the other, pictures in turns', () => {
    const later = HTML + 100
    const files = [request('low', 10_000, { priority: 'Low' }), request('b', 20_000), request('c', 30_000)]
    expect(arrivals([html, ...files])).toMatchObject({ b: later + 20, c: later + 50, low: later + 60 })
    const pictures = ['p', 'q'].map(id => request(id, 20_000, { kind: 'image' }))
    expect(arrivals([html, ...pictures])).toMatchObject({ p: later + 40, q: later + 40 })
  })

  it('opens another connection where one was used, and shares the line between them', () => {
    const font = request('font', 20_000, { connection: 2 })
    expect(arrivals([html, font]).font).toBe(HTML + 3 * 100 + 20)
  })

  it('asks for what another resource names only once that has come, and waits for the server', () => {
    const [css, picture] = [request('css', 10_000), request('x', 10_000, { initiator: 'css', server: 30 })]
    expect(arrivals([html, css, picture]).x).toBe(HTML + 110 + 100 + 30 + 10)
  })

  it('runs a script once it has come, on a slower processor, and asks for what it asks for meanwhile', () => {
    const tasks = [task(20, { needs: ['a'], evaluates: true, sends: [{ id: 'data', after: 10 }] }), task(5)]
    const { arrived, ended } = simulate(
      { requests: [html, request('a', 10_000), request('data', 1_000)], tasks },
      PLAIN,
    )
    const begun = HTML + 110
    expect(ended).toEqual([begun + 80, begun + 100])
    expect(arrived.get('data')).toBe(begun + 40 + 100 + 1)
  })

  it('does one task at a time', () => {
    const tasks = ['a', 'b'].map(id => task(25, { needs: [id] }))
    const { ended } = simulate({ requests: [html, request('a', 1_000), request('b', 1_000)], tasks }, PLAIN)
    expect(ended).toEqual([HTML + 101 + 100, HTML + 101 + 200])
  })
})

const recording = (o: Partial<LoadRecording> = {}): LoadRecording => ({
  page: 'home',
  profile: 'mobile',
  requests: [
    html,
    request('css', 20_000, { kind: 'stylesheet', blocking: true }),
    request('app', 90_000, { priority: 'Low' }),
  ],
  tasks: [task(100, { needs: ['app'], evaluates: true })],
  firstPaint: 60,
  largestPaint: { time: 60, url: null },
  loadEnd: 140,
  withoutScripts: { paints: true, sameLargest: true },
  ...o,
})
const FRAME = 16

describe('estimateLoad', () => {
  it('does not wait for a script where the page paints without any', () => {
    const { 'first-contentful-paint': first, 'load-time': load } = estimateLoad(recording(), PLAIN)
    expect(first).toBe(HTML + 120 + FRAME)
    expect(load).toBe(HTML + 100 + 110 + 400)
  })

  it('waits for the script where nothing is painted without it, and for the picture', () => {
    const scripted = recording({ withoutScripts: { paints: false, sameLargest: false } })
    expect(estimateLoad(scripted, PLAIN)['first-contentful-paint']).toBe(HTML + 210 + 400 + FRAME)
    const { requests } = recording()
    const pictured = recording({
      requests: [...requests, request('hero', 300_000, { kind: 'image', priority: 'Low' })],
      largestPaint: { time: 90, url: '/hero' },
    })
    expect(estimateLoad(pictured, PLAIN)['largest-contentful-paint']).toBe(HTML + 100 + 20 + 90 + 300 + FRAME)
  })
})

it('estimateChange tells the ratio, over pages by traffic, wider where the model misses the real loads', () => {
  const smaller = recording({ requests: [html, request('css', 1_000, { kind: 'stylesheet', blocking: true })] })
  const of = (real: number) =>
    estimateChange(
      [
        { weight: 3, baseline: recording(), candidate: smaller, loads: [] },
        { weight: 1, baseline: recording(), candidate: recording(), loads: [] },
      ].map(pair => ({ ...pair, loads: [{ metrics: { 'first-contentful-paint': real } }] as never })),
      PLAIN,
    ).find(({ metric }) => metric === 'first-contentful-paint')!
  const level = HTML + 120 + FRAME
  const effect = of(level)
  expect(effect.change).toBeCloseTo(100 * (((level - 19) / level) ** 0.75 - 1), 6)
  expect(effect.low).toBeLessThan(effect.change - 5)
  expect(effect.high).toBeGreaterThan(effect.change + 5)
  const slow = recording({ requests: [{ ...html, server: 300 }, ...recording().requests.slice(1)] })
  const alike = estimateChange([{ weight: 1, baseline: recording(), candidate: slow, loads: [] }], PLAIN)
  expect(alike.map(({ change }) => change)).toEqual([0, 0, 0])
  const missed = of(level * 3)
  expect(missed.change).toBeCloseTo(effect.change, 6)
  expect(missed.high - missed.low).toBeGreaterThan(effect.high - effect.low)
})
