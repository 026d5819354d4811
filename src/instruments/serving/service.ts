import { request as httpRequest, type IncomingMessage } from 'node:http'
import { createServer } from 'node:net'
import { setTimeout as delay } from 'node:timers/promises'
import { messageOf, TunewrightError } from '../../model/errors.js'
import type { TargetSystem } from '../../model/target.js'
import { builtPages } from '../../system/built-pages.js'
import { configurationFileOf } from '../../system/configuration-file.js'
import { targetEnvironment } from '../../system/environment.js'
import { type ManagedProcess, startProcess } from '../../system/process.js'
import { strangerOn } from './port-owner.js'

/** How long a service may take to answer its ready path, ms. */
const READY_TIMEOUT = 60_000
/** A ready path that takes longer than this to answer is asked again, ms. */
const ANSWER_TIMEOUT = 5_000

/** The target's own process, answering on a loopback port; or somebody else's. */
export interface Service {
  /** 127.0.0.1 where absent. */
  readonly address?: string
  readonly port: number
  /** How its visitors know one that somebody else started: it is asked as if by them. */
  readonly site?: URL
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
  o: {
    readonly signal?: AbortSignal | undefined
    readonly readyTimeout?: number
    /** A port that nothing listens on; any free one where absent. */
    readonly choosePort?: () => Promise<number>
    readonly adapt?: ((environment: Readonly<Record<string, string>>) => Record<string, string>) | undefined
  },
): Promise<Service> => {
  if (target.serve.kind !== 'process') throw new TypeError(`${target.name} has no service to start`)
  const { command, readyPath } = target.serve
  const port = await (o.choosePort ?? freePort)()
  const timeout = o.readyTimeout ?? target.serve.readyTimeout ?? READY_TIMEOUT
  const own = targetEnvironment(target, { PORT: String(port), HOST: '127.0.0.1' })
  const environment = o.adapt?.(own) ?? own
  const process = startProcess(command, { cwd: root, environment })
  try {
    await untilReady(process, {
      port,
      command,
      readyPath,
      timeout,
      unanswered: remedyForSilence(target, root),
      signal: o.signal,
    })
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
  /** What to do where it never answers. */
  readonly unanswered: string
  readonly signal: AbortSignal | undefined
}

const untilReady = async (process: ManagedProcess, waiting: Waiting): Promise<void> => {
  const { port, command, readyPath, timeout, unanswered, signal } = waiting
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
        remedyForOutput(process.output(), port),
      )
    }
    try {
      const status = await statusOf(port, readyPath)
      const stranger = strangerOn(port, process.pid)
      if (stranger !== null) {
        throw failed(
          `Process ${stranger}, which is not \`${command}\`, listens on port ${port} that was chosen for it.`,
          'It took the port while the service started: try again, or end that process.',
        )
      }
      if (status < 500) return
      last = `it answers ${status}`
    } catch (error) {
      if (error instanceof TunewrightError) throw error
      last = messageOf(error)
    }
    await delay(25)
  }
  throw failed(
    `\`${command}\` did not answer ${readyPath} on port ${port} within ${Math.round(timeout / 1000)} s: ${last}.`,
    unanswered,
  )
}

/** What to do about a service that runs and does not answer; pages that a build left may be all there is to serve. */
const remedyForSilence = (target: TargetSystem, root: string): string => {
  const file = configurationFileOf(target.root)
  const folder = builtPages(root, target.build?.output)
  return [
    'The service must listen on the port in the variable PORT, and readyPath must answer below 500 once it is up; ' +
      `one that needs longer gets it by \`serve.readyTimeout\` in ${file}, in ms.`,
    ...(folder === undefined
      ? []
      : [
          `If this is only a preview of static files, say so in ${file}: target: { serve: { kind: 'static', folder: '${folder}' } }.`,
        ]),
  ].join(' ')
}

/** What to do about a service that ended: the port it wanted, where that was taken. */
const remedyForOutput = (output: string, port: number): string => {
  const inUse = /EADDRINUSE|address already in use|port \d+ is (?:already )?(?:in use|used|taken)/i.test(output)
  if (!inUse) return 'Run the command by itself in the project and mend what its output says.'
  const [, wanted] = /(?:EADDRINUSE|in use|\bport)[^\n]*?[:\s](\d{2,5})(?![\d.])/i.exec(output) ?? []
  return Number(wanted) === port
    ? 'Another process took the port while the service started: try again.'
    : `It wants ${wanted === undefined ? 'a port' : `port ${wanted}`}, which is in use, whatever PORT says: let it listen on the port in the variable PORT.`
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
