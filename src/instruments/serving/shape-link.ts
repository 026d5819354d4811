import { connect, createServer, type Socket } from 'node:net'
import { type Duplex, duplexPair } from 'node:stream'
import type { Profile } from '../../model/profile.js'
import { systemClock } from './clock.js'
import { type Flow, QUEUE_BYTES, SharedLine } from './shared-line.js'

/** A link between a browser and an arm: connect to `port` instead of the arm's own. */
export interface Link {
  readonly port: number
  close(): Promise<void>
}

/** Where a link leads: a local port, or straight into a server of this process. */
export type LinkEnd = number | ((connection: Duplex) => void)

/**
 * Puts up a socket-level model of a network in front of a server: every connection pays a round trip to be opened, half of one on
 * each packet each way, and all connections share one bottleneck per direction, packet by packet. Loss and slow start are left out.
 *
 * Leading straight into a server (a function) keeps the kernel's socket buffers, megabytes on loopback, out of the path: with
 * them, a server commits to the order of its responses seconds before the bottleneck sends them, and priorities mean nothing.
 * @param network null passes bytes through unshaped
 * @param port to listen on; any free one by default
 */
export const shapeLink = async (end: LinkEnd, network: Profile['network'] | null, port = 0): Promise<Link> => {
  const up = network ? new SharedLine(systemClock, network.up, network.roundTrip / 2) : null
  const down = network ? new SharedLine(systemClock, network.down, network.roundTrip / 2) : null
  const open = new Set<Duplex>()

  const accept = (client: Socket): void => {
    client.setNoDelay(true)
    const server = reach(end)
    for (const side of [client, server]) open.add(side)
    const opensAt = systemClock.now() + (network?.roundTrip ?? 0)
    const flows =
      up && down
        ? [carry(client, server, up, opensAt), carry(server, client, down, Number.NEGATIVE_INFINITY)]
        : [client.pipe(server), server.pipe(client)].map(() => null)
    const closed = (side: Duplex, other: Duplex): void => {
      open.delete(side)
      // Ended in order: what it sent may still be under way to the other.
      if (side.readableEnded && side.writableFinished) return
      for (const flow of flows) flow?.close()
      other.destroy()
    }
    client.once('close', () => closed(client, server))
    server.once('close', () => closed(server, client))
    // A reset is an ordinary way for a connection to end: 'close' follows.
    for (const side of [client, server]) side.on('error', () => {})
  }

  const listener = createServer({ allowHalfOpen: true }, accept)
  await new Promise<void>((resolve, reject) => {
    listener.once('error', reject)
    listener.listen(port, '127.0.0.1', resolve)
  })
  const address = listener.address()
  return {
    port: typeof address === 'object' && address ? address.port : 0,
    close: async () => {
      for (const side of open) side.destroy()
      up?.close()
      down?.close()
      await new Promise<void>(resolve => listener.close(() => resolve()))
    },
  }
}

const reach = (end: LinkEnd): Duplex => {
  if (typeof end === 'number') return connect({ port: end, host: '127.0.0.1', allowHalfOpen: true, noDelay: true })
  const [near, far] = duplexPair()
  far.on('error', () => {})
  // duplexPair does not pass on destruction: without this a reset connection would stay open on the other side.
  far.once('close', () => far.writableFinished || near.destroy())
  near.once('close', () => near.writableFinished || far.destroy())
  end(far)
  return near
}

/** Carries one direction, pausing the source while too much waits for the line or for the far end to read. */
const carry = (from: Duplex, to: Duplex, line: SharedLine, opensAt: number): Flow => {
  const regulate = (): void => {
    const full = flow.queued >= QUEUE_BYTES || to.writableLength >= QUEUE_BYTES
    if (full && !from.isPaused()) from.pause()
    else if (!full && from.isPaused()) from.resume()
  }
  const flow = line.open(
    opensAt,
    data => {
      if (to.writable) to.write(data)
    },
    regulate,
  )
  to.on('drain', regulate)
  from.on('data', (data: Buffer) => {
    flow.push(data)
    regulate()
  })
  from.once('end', () => flow.finish(() => to.end()))
  return flow
}
