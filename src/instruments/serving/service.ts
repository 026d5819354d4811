import { request as httpRequest, type IncomingMessage } from 'node:http'
import { createServer } from 'node:net'
import { setTimeout as delay } from 'node:timers/promises'
import { messageOf, TunewrightError } from '../../model/errors.js'
import type { TargetSystem } from '../../model/target.js'
import { targetEnvironment } from '../../system/environment.js'
import { type ManagedProcess, startProcess } from '../../system/process.js'

/** How long a service may take to answer its ready path, ms. */
const READY_TIMEOUT = 60_000
/** A ready path that takes longer than this to answer is asked again, ms. */
const ANSWER_TIMEOUT = 5_000

/** The target's own process, answering on a loopback port. */
export interface Service {
  readonly port: number
  output(): string
  stop(): Promise<void>
}

/**
 * Starts the target's service in an arm and waits until its ready path answers below 500.
 * @throws TunewrightError SERVE_FAILED where it ends, never becomes ready, or listens elsewhere than on PORT; CANCELLED
 */
export const startService = async (
  target: TargetSystem,
  root: string,
  o: { readonly signal?: AbortSignal | undefined; readonly readyTimeout?: number },
): Promise<Service> => {
  if (target.serve.kind !== 'process') throw new TypeError(`${target.name} has no service to start`)
  const { command, readyPath } = target.serve
  const port = await freePort()
  const environment = targetEnvironment(target, { PORT: String(port), HOST: '127.0.0.1' })
  const process = startProcess(command, { cwd: root, environment })
  try {
    await untilReady(process, { port, command, readyPath, timeout: o.readyTimeout ?? READY_TIMEOUT, signal: o.signal })
  } catch (error) {
    await process.stop()
    throw error
  }
  return { port, output: () => process.output(), stop: () => process.stop() }
}

interface Waiting {
  readonly port: number
  readonly command: string
  readonly readyPath: string
  readonly timeout: number
  readonly signal: AbortSignal | undefined
}

const untilReady = async (process: ManagedProcess, waiting: Waiting): Promise<void> => {
  const { port, command, readyPath, timeout, signal } = waiting
  let ended: { readonly exitCode: number | null } | null = null
  void process.exited.then(exitCode => {
    ended = { exitCode }
  })
  const failed = (message: string, remedy: string, cause?: unknown): TunewrightError =>
    new TunewrightError('SERVE_FAILED', message, {
      remedy,
      cause,
      details: { command, output: lastLines(process.output()) },
    })
  const giveUpAt = performance.now() + timeout
  let last = 'nothing listens there'
  while (performance.now() < giveUpAt) {
    signal?.throwIfAborted()
    if (ended) {
      const { exitCode } = ended as { exitCode: number | null }
      throw failed(
        `\`${command}\` ended (${exitCode === null ? 'by a signal' : `exit code ${exitCode}`}) before it answered.`,
        'Run the command by itself in the project and mend what its output says.',
      )
    }
    try {
      const status = await statusOf(port, readyPath)
      if (status < 500) return
      last = `it answers ${status}`
    } catch (error) {
      last = messageOf(error)
    }
    await delay(25)
  }
  throw failed(
    `\`${command}\` did not answer ${readyPath} on port ${port} within ${Math.round(timeout / 1000)} s: ${last}.`,
    'The service must listen on the port in PORT, and readyPath must answer below 500 once it is up.',
  )
}

/** Whole lines: the output is without secrets already, and half a line tells nobody anything. */
const lastLines = (output: string): string =>
  output.length <= 4_000 ? output : output.slice(-4_000).replace(/^[^\n]*\n/, '')

const statusOf = (port: number, path: string): Promise<number> =>
  new Promise((resolve, reject) => {
    const request = httpRequest(
      { host: '127.0.0.1', port, path, timeout: ANSWER_TIMEOUT },
      (answer: IncomingMessage) => {
        answer.resume()
        resolve(answer.statusCode ?? 0)
      },
    )
    request.once('timeout', () => request.destroy(new Error(`no answer in ${ANSWER_TIMEOUT / 1000} s`)))
    request.once('error', reject)
    request.end()
  })

const freePort = (): Promise<number> =>
  new Promise((resolve, reject) => {
    const probe = createServer()
    probe.once('error', reject)
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address()
      probe.close(() => resolve(typeof address === 'object' && address ? address.port : 0))
    })
  })
