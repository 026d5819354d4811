import { PassThrough } from 'node:stream'
import { setImmediate as turn } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import { priorityOf, ResponseScheduler } from './response-scheduler.js'

/** A connection that takes bytes only when told to, and notes whose they were. */
const slowConnection = () => {
  const order: string[] = []
  const waiting: (() => void)[] = []
  return {
    order,
    writer: (name: string) => ({
      write: (_piece: Buffer, written: () => void) => {
        order.push(name)
        waiting.push(written)
      },
      end: () => void order.push(`${name}.`),
    }),
    takeAll: () => {
      while (waiting.length > 0) waiting.shift()!()
    },
  }
}

const KB = 1024

describe('priorityOf', () => {
  it.each([
    ['u=1, i', { urgency: 1, incremental: true }],
    ['i', { urgency: 3, incremental: true }],
    ['u=5', { urgency: 5, incremental: false }],
    ['u=2,i=?1', { urgency: 2, incremental: true }],
    ['u=2,i=?0', { urgency: 2, incremental: false }],
    ['u=9', { urgency: 3, incremental: false }],
    [undefined, { urgency: 3, incremental: false }],
  ])('reads %s', (header, expected) => expect(priorityOf(header)).toEqual(expected))
})

describe('ResponseScheduler', () => {
  it('lets an urgent response overtake one that is under way', () => {
    const connection = slowConnection()
    const scheduler = new ResponseScheduler()
    scheduler.add({ urgency: 5, incremental: false }, Buffer.alloc(128 * KB), connection.writer('picture'))
    scheduler.add({ urgency: 1, incremental: false }, Buffer.alloc(16 * KB), connection.writer('script'))
    connection.takeAll()
    const end = connection.order.indexOf('script.')
    // Four pieces of the picture were committed before the script was asked for.
    expect(connection.order.slice(0, end)).toEqual(['picture', 'picture', 'picture', 'picture', 'script', 'script'])
    expect(connection.order.at(-1)).toBe('picture.')
  })

  it('sends equals one after the other, and incremental ones in turns', () => {
    const connection = slowConnection()
    const scheduler = new ResponseScheduler()
    const send = (name: string, incremental: boolean) =>
      scheduler.add({ urgency: 3, incremental }, Buffer.alloc(24 * KB), connection.writer(name))
    // Four pieces fill the connection's room; what is added meanwhile waits for its turn.
    send('a', false)
    send('b', false)
    connection.takeAll()
    expect(connection.order.filter(name => name.length === 1).join('')).toBe('aaabbb')
    connection.order.length = 0
    send('x', true)
    send('y', true)
    send('z', true)
    connection.takeAll()
    expect(connection.order.filter(name => name.length === 1).join('')).toBe('xxxyyzyzz')
  })

  it('gives back the room of a response whose client went away', () => {
    const connection = slowConnection()
    const scheduler = new ResponseScheduler()
    const forget = scheduler.add({ urgency: 3, incremental: false }, Buffer.alloc(512 * KB), connection.writer('gone'))
    scheduler.add({ urgency: 3, incremental: false }, Buffer.alloc(8 * KB), connection.writer('next'))
    expect(connection.order).not.toContain('next')
    forget()
    expect(connection.order).toContain('next.')
  })

  it('orders what a service streams as it orders whole bodies, and ends it with the stream', async () => {
    const connection = slowConnection()
    const scheduler = new ResponseScheduler()
    const picture = new PassThrough({ highWaterMark: 256 * KB })
    scheduler.add({ urgency: 5, incremental: true }, picture, connection.writer('picture'))
    picture.write(Buffer.alloc(64 * KB))
    await turn()
    scheduler.add({ urgency: 1, incremental: true }, Buffer.alloc(16 * KB), connection.writer('data'))
    connection.takeAll()
    const end = connection.order.indexOf('data.')
    expect(connection.order.slice(0, end)).toEqual(['picture', 'picture', 'picture', 'picture', 'data', 'data'])
    expect(connection.order.filter(name => name === 'picture')).toHaveLength(8)
    expect(connection.order).not.toContain('picture.')
    picture.end(Buffer.alloc(1))
    await turn()
    await turn()
    connection.takeAll()
    expect(connection.order.filter(name => name === 'picture')).toHaveLength(9)
    expect(connection.order.at(-1)).toBe('picture.')
  })

  it('does not wait for a stream that has nothing to send yet', async () => {
    const connection = slowConnection()
    const scheduler = new ResponseScheduler()
    const slow = new PassThrough()
    scheduler.add({ urgency: 0, incremental: false }, slow, connection.writer('slow'))
    scheduler.add({ urgency: 5, incremental: false }, Buffer.alloc(8 * KB), connection.writer('next'))
    expect(connection.order).toEqual(['next', 'next.'])
    slow.end()
    await turn()
    await turn()
    expect(connection.order.at(-1)).toBe('slow.')
  })
})
