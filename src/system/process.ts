import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { setTimeout as delay } from 'node:timers/promises'
import { TunewrightError } from '../model/errors.js'
import { OutputTail } from './output-tail.js'
import { type ProcessIdentity, startTimeOf } from './process-identity.js'
import { isRunning, killGroup, recordProcess } from './process-records.js'
import { marked } from './runs.js'

export { endOrphans } from './process-records.js'

export interface ProcessOptions {
  readonly cwd: string
  /** The whole environment, but for the mark of this run. */
  readonly environment: Readonly<Record<string, string>>
  /** Standard output and standard error, as they come. */
  readonly onOutput?: (text: string) => void
}

export interface CommandOptions extends ProcessOptions {
  /** In ms; then the whole process group is ended. */
  readonly timeout: number
  readonly signal?: AbortSignal
}

export interface CommandResult {
  /** null: ended by a signal or by the timeout. */
  readonly exitCode: number | null
  /** The last 64 KB of standard output and standard error. */
  readonly output: string
  readonly milliseconds: number
  readonly timedOut: boolean
}

export interface ManagedProcess extends ProcessIdentity {
  /** The last 64 KB of standard output and standard error. */
  output(): string
  /** Resolves once the process is gone and its output is read; null: ended by a signal. */
  readonly exited: Promise<number | null>
  /** SIGTERM, then after `grace` ms SIGKILL, of the whole group. Resolves once it is gone; never throws. */
  stop(grace?: number): Promise<void>
}

/** Time for the rest of the output after the process has ended; a daemon that left the group may hold the pipe for ever. */
const DRAIN = 500

async function finish(child: ChildProcess, pid: number, gone: () => void): Promise<number | null> {
  const closed = once(child, 'close')
  const [exitCode] = (await once(child, 'exit')) as [number | null]
  // Whatever the command left running in its group (watchers, compile servers) must not outlive it.
  killGroup(pid, 'SIGKILL')
  gone()
  const drained = new AbortController()
  await Promise.race([closed, delay(DRAIN, undefined, { signal: drained.signal }).catch(() => undefined)])
  drained.abort()
  child.stdout?.destroy()
  child.stderr?.destroy()
  return exitCode
}

/**
 * Starts a shell command in a process group of its own, without standard input. It carries the mark of this run and is
 * recorded, so that `endOrphans` finds it where we are killed.
 *
 * @throws TunewrightError TARGET_NOT_FOUND where the folder or the shell is missing
 */
export function startProcess(command: string, options: ProcessOptions): ManagedProcess {
  const child = spawn(command, {
    cwd: options.cwd,
    env: marked(options.environment),
    shell: true,
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  child.on('error', () => undefined) // a failed spawn is told by the missing pid
  const pid = child.pid
  if (pid === undefined) {
    throw new TunewrightError('TARGET_NOT_FOUND', `Cannot run a command in ${options.cwd}.`, {
      remedy: 'Check that the folder exists and that /bin/sh can be run.',
    })
  }
  const startTime = startTimeOf(pid) ?? 'ended'
  const gone = recordProcess(pid)

  const tail = new OutputTail()
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding('utf8').on('data', (text: string) => {
      tail.add(text)
      options.onOutput?.(text)
    })
  }
  const exited = finish(child, pid, gone)
  return {
    pid,
    startTime,
    output: () => tail.text(),
    exited,
    async stop(grace = 5_000) {
      if (isRunning(pid) && killGroup(pid, 'SIGTERM')) {
        const timer = setTimeout(() => isRunning(pid) && killGroup(pid, 'SIGKILL'), grace)
        await exited
        clearTimeout(timer)
      }
      await exited
    },
  }
}

/**
 * Runs a shell command to its end.
 *
 * @throws TunewrightError CANCELLED where the signal fires, TARGET_NOT_FOUND where the folder is missing
 */
export async function runCommand(command: string, options: CommandOptions): Promise<CommandResult> {
  const cancelled = (cause: unknown) =>
    new TunewrightError('CANCELLED', 'A command was cancelled while it ran.', {
      remedy: 'Start again when ready.',
      cause,
    })
  if (options.signal?.aborted) throw cancelled(options.signal.reason)
  const started = performance.now()
  const running = startProcess(command, options)
  let timedOut = false
  const timer = setTimeout(() => {
    timedOut = true
    void running.stop(1_000)
  }, options.timeout)
  const abort = () => void running.stop(1_000)
  options.signal?.addEventListener('abort', abort, { once: true })
  try {
    const exitCode = await running.exited
    if (options.signal?.aborted) throw cancelled(options.signal.reason)
    return {
      exitCode: timedOut ? null : exitCode,
      output: running.output(),
      milliseconds: performance.now() - started,
      timedOut,
    }
  } finally {
    clearTimeout(timer)
    options.signal?.removeEventListener('abort', abort)
  }
}
