import { expect, it } from 'vitest'
import { requestOf } from '../../strategies/fixtures/observed.js'
import { chainTo } from './chain.js'

const document = requestOf({ url: '/', kind: 'document', end: 100 })
const picture = (start: number, initiator?: { by: 'parser' | 'script' | 'preload'; url?: string }) =>
  requestOf({ url: '/a.jpg', kind: 'image', start, end: start + 100, ...(initiator && { initiator }) })
const steps = (...requests: Parameters<typeof chainTo>[1]) =>
  chainTo(requests.at(-1)!, requests).map(({ url, finds }) => `${url} ${finds}`)

it('follows who named whom back to the document', () => {
  const sheet = requestOf({
    url: '/a.css',
    kind: 'stylesheet',
    start: 110,
    end: 200,
    initiator: { by: 'parser', url: '/' },
  })
  expect(steps(document, sheet, picture(210, { by: 'parser', url: '/a.css' }))).toEqual(['/ html', '/a.css style'])
})

it('a picture that nobody named may come of what came right before it, and of nothing else', () => {
  const data = requestOf({ url: '/data', kind: 'fetch', start: 110, end: 300, initiator: { by: 'parser', url: '/' } })
  expect(steps(document, data, picture(310))).toEqual(['/ html', '/data seen-after'])
  expect(steps(document, data, picture(2_000))).toEqual([])
  // What came is worked on in between.
  const frames = [{ start: 320, duration: 1_500, blocking: 1_450, scripts: [] }]
  const late = picture(2_000)
  expect(chainTo(late, [document, data, late], frames).map(({ url }) => url)).toEqual(['/', '/data'])
  expect(steps(document, data, picture(310, { by: 'parser' }))).toEqual([])
  expect(steps(document, { ...data, failure: 'net::ERR_FAILED' }, picture(310))).toEqual([])
})

it('ends where two name each other', () => {
  const one = requestOf({ url: '/1.js', kind: 'script', start: 0, end: 10, initiator: { by: 'script', url: '/2.js' } })
  const two = requestOf({ url: '/2.js', kind: 'script', start: 0, end: 10, initiator: { by: 'script', url: '/1.js' } })
  expect(steps(one, two, picture(20, { by: 'script', url: '/2.js' }))).toEqual(['/1.js script', '/2.js script'])
})
