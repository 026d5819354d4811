import { once } from 'node:events'
import { connect, createServer, type Server } from 'node:net'
import { buffer } from 'node:stream/consumers'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Link, type LinkEnd, shapeLink } from './shape-link.js'

// Fast enough that bytes, not time, are what is tested.
const NETWORK = { roundTrip: 4, down: 400_000, up: 400_000 }

let echo: Server
let port: number
beforeAll(async () => {
  echo = createServer({ allowHalfOpen: true }, socket => {
    socket.on('error', () => {})
    socket.pipe(socket)
  })
  echo.listen(0, '127.0.0.1')
  await once(echo, 'listening')
  port = (echo.address() as { port: number }).port
})
afterAll(() => void echo.close())

const roundTrip = async (link: Link, body: Buffer): Promise<Buffer> => {
  const socket = connect({ port: link.port, host: '127.0.0.1' })
  const answer = buffer(socket)
  socket.end(body)
  return answer
}

const ends: [string, () => LinkEnd][] = [
  ['a port', () => port],
  ['a server of this process', () => connection => void connection.pipe(connection)],
]

/** Bytes that differ by place and by connection, so that a swap or a loss shows. */
const pattern = (size: number, index: number): Buffer =>
  Buffer.from(Uint8Array.from({ length: size }, (_, at) => at * 31 + (at >> 8) * 7 + index))

describe.each(ends)('a link to %s', (_, end) => {
  it('carries every byte both ways, whatever the sizes, for several connections at once', async () => {
    const link = await shapeLink(end(), NETWORK)
    await fc.assert(
      fc.asyncProperty(fc.array(fc.integer({ min: 0, max: 300_000 }), { minLength: 1, maxLength: 4 }), async sizes => {
        const bodies = sizes.map((size, index) => pattern(size, index))
        const answers = await Promise.all(bodies.map(body => roundTrip(link, body)))
        answers.forEach((answer, index) => {
          expect(answer.equals(bodies[index]!)).toBe(true)
        })
      }),
      { seed: 11, numRuns: 12 },
    )
    await link.close()
  })

  it('passes bytes through where no network is asked for', async () => {
    const link = await shapeLink(end(), null)
    const body = Buffer.alloc(200_000, 'x')
    expect((await roundTrip(link, body)).equals(body)).toBe(true)
    await link.close()
  })

  it('ends its connections when it is closed', async () => {
    const link = await shapeLink(end(), NETWORK)
    const socket = connect({ port: link.port, host: '127.0.0.1' })
    await once(socket, 'connect')
    socket.on('error', () => {})
    const closed = once(socket, 'close')
    socket.write('x')
    await once(socket, 'data')
    await link.close()
    await closed
    expect(socket.destroyed).toBe(true)
  })
})

it('holds back a server that sends more than the line takes', async () => {
  let accepted = 0
  // 80 kbit/s: nothing of this body can be through while the test looks.
  const link = await shapeLink(
    connection => {
      const write = (): void => {
        accepted += 16_384
        if (accepted < 4_000_000) connection.write(Buffer.alloc(16_384), write)
      }
      connection.once('data', write)
    },
    { roundTrip: 1, down: 80, up: 80_000 },
  )
  const socket = connect({ port: link.port, host: '127.0.0.1' })
  socket.on('error', () => {})
  socket.write('go')
  await once(socket, 'data')
  expect(accepted).toBeLessThan(200_000)
  socket.destroy()
  await link.close()
})
