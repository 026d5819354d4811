import { connect } from 'node:net'
import { messageOf, TunewrightError } from '../../model/errors.js'
import type { Service } from './service.js'

/** How long a connection to this machine may take, ms. */
const PATIENCE = 5_000

/** Where a loopback name may be listened to, the likeliest first: some services take IPv6 alone. */
const addressesOf = (hostname: string): readonly string[] =>
  hostname.endsWith('localhost') ? ['127.0.0.1', '::1'] : [hostname.replace(/^\[|\]$/g, '')]

/**
 * Finds what answers at a loopback URL, which somebody else started: stopping it here does nothing.
 * @throws TunewrightError SERVE_FAILED where nothing listens there
 */
export async function findRunning(site: URL): Promise<Service> {
  const port = Number(site.port) || (site.protocol === 'https:' ? 443 : 80)
  const failures: unknown[] = []
  for (const address of addressesOf(site.hostname)) {
    try {
      await reach(address, port)
      return { address, port, site, output: () => '', stop: async () => {} }
    } catch (error) {
      failures.push(error)
    }
  }
  throw new TunewrightError('SERVE_FAILED', `Nothing answers at ${site.origin}: ${messageOf(failures[0])}.`, {
    remedy: `Start it, see that ${site.href} opens in a browser on this machine, and leave it running until the comparison has ended: it is neither started nor stopped here.`,
    cause: failures[0],
  })
}

const reach = (host: string, port: number): Promise<void> =>
  new Promise((resolve, reject) => {
    const socket = connect({ host, port, timeout: PATIENCE })
    socket.once('connect', () => {
      socket.destroy()
      resolve()
    })
    socket.once('timeout', () => socket.destroy(new Error(`no connection within ${PATIENCE / 1_000} s`)))
    socket.once('error', reject)
  })
