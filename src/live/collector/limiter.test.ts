import { expect, test } from 'vitest'
import { addressKey, Limiter } from './limiter.js'

test('gives a key its burst at once, and its rate in the long run', () => {
  const limiter = new Limiter({ perMinute: 60, burst: 5 })
  const allowed = (now: number, tries: number) =>
    Array.from({ length: tries }, () => limiter.allows('a', now)).filter(Boolean).length
  expect(allowed(0, 20)).toBe(5)
  expect(allowed(1_000, 20)).toBe(1)
  expect(allowed(3_500, 20)).toBe(2)
  expect(limiter.allows('b', 3_500)).toBe(true)
  expect(allowed(3_600_000, 20)).toBe(5)
})

test('remembers a bounded number of keys, and forgets those that were quiet longest', () => {
  const limiter = new Limiter({ perMinute: 1, burst: 1 }, 100)
  limiter.allows('busy', 0)
  for (let i = 0; i < 1_000; i++) {
    limiter.allows(`flood ${i}`, 1)
    expect(limiter.allows('busy', 1)).toBe(false)
  }
})

test.each([
  ['192.0.2.7', '192.0.2.7'],
  ['::ffff:192.0.2.7', '192.0.2.7'],
  ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2'],
  ['2001:db8:1:2::99', '2001:db8:1:2'],
  ['2001:db8::1', '2001:db8:0:0'],
  ['::1', '0:0:0:0'],
])('%s counts as %s', (address, key) => {
  expect(addressKey(address)).toBe(key)
})
