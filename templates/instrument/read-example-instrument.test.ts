import { describe, expect, it } from 'vitest'
import type { PageLoad, RequestRecord } from '../../model/observation.js'
import { readExampleInstrument } from './read-example-instrument.js'

const request = (over: Partial<RequestRecord> & Pick<RequestRecord, 'url' | 'kind' | 'end'>): RequestRecord => ({
  status: 200,
  contentType: '',
  contentEncoding: '',
  transferSize: 5_000,
  decodedSize: 20_000,
  start: 0,
  fromCache: false,
  priority: 'High',
  ...over,
})

const load = (paint: number | undefined, requests: readonly RequestRecord[] = []): PageLoad => ({
  page: 'home',
  profile: 'mobile',
  view: 'first',
  metrics: paint === undefined ? {} : { 'first-contentful-paint': paint },
  lcp: null,
  shifts: [],
  requests,
  errors: [],
  disturbance: { timerJitter: 0, steal: 0, loadAverage: 0 },
})

const style = request({ url: '/site.css', kind: 'stylesheet', priority: 'VeryHigh', end: 300 })
const script = request({ url: '/site.js', kind: 'script', end: 700 })

describe('what holds the first paint back', () => {
  it('are style sheets and scripts of the load with the median paint, the last to come first', () => {
    const loads = [load(900, [style, script]), load(5000), load(100)]
    expect(readExampleInstrument(loads)).toEqual({
      paint: 900,
      blocking: [
        { url: '/site.js', kind: 'script', end: 700, bytes: 5_000 },
        { url: '/site.css', kind: 'stylesheet', end: 300, bytes: 5_000 },
      ],
    })
  })

  it.each([
    ['a picture', request({ url: '/a.jpg', kind: 'image', end: 100 })],
    ['what comes after it', request({ url: '/late.js', kind: 'script', end: 950 })],
    ['what the browser does not hurry for', request({ url: '/async.js', kind: 'script', priority: 'Low', end: 100 })],
    ['what failed', request({ url: '/gone.js', kind: 'script', end: 100, failure: 'net::ERR_FAILED' })],
  ])('is not %s', (_, other) => {
    expect(readExampleInstrument([load(900, [other])])?.blocking).toEqual([])
  })

  it('is unknown where nothing painted', () => {
    expect(readExampleInstrument([])).toBeNull()
    expect(readExampleInstrument([load(undefined, [style])])).toBeNull()
  })
})
