import { realpath } from 'node:fs/promises'
import { join, sep } from 'node:path'
import type { Duplex } from 'node:stream'
import type { BuiltArm } from '../../model/change.js'
import { messageOf, TunewrightError } from '../../model/errors.js'
import type { Flow } from '../../model/flow.js'
import type { TargetLogin } from '../../model/login.js'
import type { Logger } from '../../model/services.js'
import type { TargetSystem } from '../../model/target.js'
import { secretValue } from '../../system/secret.js'
import type { Origin } from './answer.js'
import { type Edge, openEdge, type Refuses } from './edge.js'
import { findRunning } from './find-running.js'
import { type Reroute, rerouteOf, withImageCdn } from './image-cdn.js'
import { startService } from './service.js'
import { ServiceOrigin } from './service-origin.js'
import { StaticSite } from './static-site.js'

/** An arm that answers as production would. */
export interface ServedArm {
  /** `https://127.0.0.1:PORT`, with a certificate that only the lab's browser trusts. */
  readonly origin: string
  readonly port: number
  /** Path below which its pages are: empty, or as `/shop`. */
  readonly base?: string
  /** How its pages are reached by somebody who is signed in; what is said by headers is seen to already. */
  readonly login: TargetLogin | undefined
  /** What visitors do on it, step by step. */
  readonly flows?: readonly Flow[]
  /**
   * The target's id, where all its answers are files that are in memory once it is warm: an arm of it has nothing that a first visitor would pay for, and what the
   * browser does only once for a page it has done with any of them.
   */
  readonly filesOf?: string
  /** Requests to another origin that this one answers: the target's image CDN, where it has one. */
  readonly reroute?: Reroute | null
  /**
   * Hands the edge a connection without a kernel socket in between: where a shaped link leads.
   * @param refuses what does not get to the arm over this connection
   */
  attach(connection: Duplex, refuses?: Refuses): void
  /** Compresses every file now: afterwards both arms take equal time to answer for static files. */
  warm(): Promise<void>
  stop(): Promise<void>
  /** The last of what the service printed; empty for files. */
  output(): string
}

export interface ServeOptions {
  readonly logger: Logger
  readonly signal?: AbortSignal
  /** How long a service may take to become ready, ms (default 60,000). */
  readonly readyTimeout?: number
  /** What the environment of a service is to become. */
  readonly adapt?: ((environment: Readonly<Record<string, string>>) => Record<string, string>) | undefined
}

/**
 * Puts up a built arm behind an edge: HTTP/2 over TLS, compression, cache headers. Static arms are served from their folder,
 * others by the target's own command.
 * @throws TunewrightError SERVE_FAILED where the folder is missing or the service does not come up; CANCELLED
 */
export const serveArm = async (arm: BuiltArm, target: TargetSystem, o: ServeOptions): Promise<ServedArm> => {
  let origin: Origin | null = null
  try {
    o.signal?.throwIfAborted()
    origin = withImageCdn(await originOf(arm, target, o), target.imageCdn)
    const edge = await openEdge(origin, o.logger, addedHeaders(target.login))
    const { serve, flows = [], login, imageCdn } = target
    const base = serve.kind === 'static' ? (serve.base ?? '') : ''
    const isFiles = serve.kind === 'static' && imageCdn === undefined
    return {
      ...served(edge, origin, login),
      base,
      flows,
      reroute: rerouteOf(imageCdn),
      ...(isFiles && { filesOf: target.id }),
    }
  } catch (error) {
    await origin?.stop()
    if (error instanceof TunewrightError) throw error
    if (o.signal?.aborted) {
      throw new TunewrightError('CANCELLED', `Serving ${target.name} was cancelled.`, {
        remedy: 'Start again when ready.',
        cause: error,
      })
    }
    throw new TunewrightError('SERVE_FAILED', `${target.name} could not be served: ${messageOf(error)}`, {
      remedy: 'Check `serve` in the configuration: the folder must exist after the build.',
      cause: error,
    })
  }
}

/**
 * Puts an edge before a site that answers on this machine already, whoever started it; it is never started or stopped here. What its pages
 * ask for by its whole address is answered by the same edge.
 * @throws TunewrightError SERVE_FAILED where nothing answers there, INPUT_INVALID where a secret of the login is not set
 */
export const serveRunning = async (
  site: URL,
  { logger, login }: { readonly logger: Logger; readonly login?: TargetLogin | undefined },
): Promise<ServedArm> => {
  const origin = new ServiceOrigin(await findRunning(site))
  const edge = await openEdge(origin, logger, addedHeaders(login))
  return { ...served(edge, origin, login), reroute: { from: site.origin, to: '' } }
}

const originOf = async (arm: BuiltArm, target: TargetSystem, o: ServeOptions): Promise<Origin> => {
  if (target.serve.kind === 'static') {
    const [folder, root] = await Promise.all([realpath(join(arm.root, target.serve.folder)), realpath(arm.root)])
    // Through a link both arms would be the same files, and none of them ours.
    if (folder !== root && !folder.startsWith(root + sep))
      throw new Error(`${target.serve.folder} leads out of the project`)
    return StaticSite.open(folder, target.serve)
  }
  const options = o.readyTimeout === undefined ? {} : { readyTimeout: o.readyTimeout }
  return new ServiceOrigin(await startService(target, arm.root, { signal: o.signal, adapt: o.adapt, ...options }))
}

const addedHeaders = (login: TargetLogin | undefined): Record<string, string> =>
  Object.fromEntries(
    Object.entries(login?.headers ?? {}).map(([name, secret]) => [name.toLowerCase(), secretValue(secret)]),
  )

const served = (edge: Edge, origin: Origin, login: TargetLogin | undefined): ServedArm => ({
  origin: `https://127.0.0.1:${edge.port}`,
  port: edge.port,
  login,
  attach: (connection, refuses) => edge.attach(connection, refuses),
  warm: () => origin.warm(),
  output: () => origin.output(),
  stop: async () => {
    await edge.stop()
    await origin.stop()
  },
})
