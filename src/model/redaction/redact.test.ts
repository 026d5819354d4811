import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { redact, redactText } from './index.js'

describe('redaction', () => {
  it('hides values under secret keys, however deep, and every environment', () => {
    const context = {
      target: { name: 'shop', environment: { STRIPE: 'sk_live_1' } },
      request: { headers: { Authorization: 'Bearer abc', cookie: 'a=b' }, url: '/x' },
      list: [{ apiKey: '1' }, { databasePassword: '2' }],
      token: undefined,
    }
    expect(redact(context)).toEqual({
      target: { name: 'shop', environment: '[redacted]' },
      request: { headers: { Authorization: '[redacted]', cookie: '[redacted]' }, url: '/x' },
      list: [{ apiKey: '[redacted]' }, { databasePassword: '[redacted]' }],
      token: undefined,
    })
    expect(context.target.environment.STRIPE).toBe('sk_live_1')
  })

  it.each([
    ['postgres://shop:hunter2@localhost/shop', 'postgres://[redacted]@localhost/shop'],
    ['GET /a?token=abc123&page=2', 'GET /a?token=[redacted]&page=2'],
    ['Authorization: Bearer eyJhbGciOi.x-y', 'Authorization: Bearer [redacted]'],
    ['PGPASSWORD=hunter2 psql', 'PGPASSWORD=[redacted]'],
    ['{"api_key": "k-1", "a": 1}', '{"api_key": "[redacted]", "a": 1}'],
    ['http://localhost:3000/a@b', 'http://localhost:3000/a@b'],
    ['the main-thread time of 12 pages', 'the main-thread time of 12 pages'],
  ])('%s', (text, shown) => {
    expect(redactText(text)).toBe(shown)
  })

  it('shows an error with its fields and cause', () => {
    const error = Object.assign(new Error('no', { cause: new TypeError('password=1234') }), { code: 'X' })
    expect(redact({ error })).toEqual({
      error: { name: 'Error', message: 'no', code: 'X', cause: { name: 'TypeError', message: 'password=[redacted]' } },
    })
  })

  it('survives circles, depth, and values that JSON does not have', () => {
    const circle: Record<string, unknown> = {
      big: 1n,
      call: () => 1,
      bytes: Buffer.from('ab'),
      map: new Map([['a', 1]]),
    }
    circle.self = circle
    expect(redact(circle)).toEqual({
      big: '1',
      call: '[function]',
      bytes: '[2 bytes]',
      map: { a: 1 },
      self: '[circular]',
    })
  })

  it('always gives something that JSON can write, without the secret', () => {
    fc.assert(
      fc.property(
        fc.object({ withBigInt: true, withMap: true, withSet: true, withDate: true }),
        fc.uuid(),
        (value, secret) => {
          const text = JSON.stringify(redact({ value, nested: { password: secret, url: `redis://u:${secret}@h/1` } }))
          expect(text).not.toContain(secret)
        },
      ),
    )
  })
})
