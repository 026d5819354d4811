import { PassThrough } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import { expect, it } from 'vitest'
import { wholeSoon } from './whole-soon.js'

it('a body that is there at once is had whole, one that goes on is left as it was', async () => {
  const whole = new PassThrough()
  whole.write('ab')
  whole.end('cd')
  expect(String(await wholeSoon(whole, 60_000))).toBe('abcd')
  const empty = new PassThrough()
  empty.end()
  expect(String(await wholeSoon(empty, 60_000))).toBe('')

  const going = new PassThrough()
  going.write('early')
  expect(await wholeSoon(going, 1)).toBe(null)
  going.write(' and')
  going.end(' late')
  expect(String(await buffer(going))).toBe('early and late')

  const broken = new PassThrough()
  broken.write('x')
  const waiting = wholeSoon(broken, 60_000)
  broken.destroy(new Error('gone'))
  await expect(waiting).rejects.toThrow('gone')
})
