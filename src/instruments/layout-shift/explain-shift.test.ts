import { describe, expect, it } from 'vitest'
import type { LayoutShiftRecord, PushingElement, RequestRecord } from '../../model/observation.js'
import { explainShift } from './explain-shift.js'

const request = (
  kind: RequestRecord['kind'],
  url: string,
  end: number,
  more: Partial<RequestRecord> = {},
): RequestRecord => ({
  url,
  kind,
  status: 200,
  contentType: '',
  contentEncoding: '',
  transferSize: 1,
  decodedSize: 1,
  start: 0,
  end,
  fromCache: false,
  priority: 'High',
  ...more,
})
const shift = (above?: PushingElement, by = 100): LayoutShiftRecord => ({
  value: 0.1,
  time: 1000,
  culprits: ['#text'],
  pushed: { selector: '#text', by },
  ...(above && { above }),
})
const div = (height: number): PushingElement => ({ selector: '#promo', tag: 'div', height })

describe('a layout shift is explained', () => {
  it('by the picture that lies there now', () => {
    const image = { selector: 'img', tag: 'img', height: 100, url: '/a.jpg' }
    expect(explainShift(shift(image), { requests: [request('font', '/f.woff2', 990)] })).toEqual({
      cause: 'picture',
      subject: '/a.jpg',
      pusher: 'img',
      seen: true,
    })
  })

  it('by a block that is no higher than the way it pushed, not by one that was there before', () => {
    expect(explainShift(shift(div(100)), { requests: [] })).toMatchObject({ cause: 'block', subject: '#promo' })
    expect(explainShift(shift({ ...div(110), filled: true }), { requests: [] }).cause).toBe('block')
    expect(explainShift(shift(div(400)), { requests: [] })).toMatchObject({
      cause: 'unknown',
      subject: '#promo',
      seen: false,
    })
  })

  it('by what came right before: a font, a style sheet, a picture; not by what came after, long before, or not at all', () => {
    const requests = [request('image', '/a.jpg', 995), request('font', '/f.woff2', 990)]
    expect(explainShift(shift(div(400)), { requests })).toMatchObject({ cause: 'font', subject: '/f.woff2' })
    expect(explainShift(shift(), { requests: [request('stylesheet', '/late.css', 900)] })).toMatchObject({
      cause: 'style',
    })
    for (const other of [
      request('font', '/f', 1001),
      request('font', '/f', 500),
      request('font', '/f', 990, { failure: 'x' }),
    ])
      expect(explainShift(shift(), { requests: [other] }).cause).toBe('unknown')
  })
})
