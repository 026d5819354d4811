import { EXIT } from './exit-code.js'

/** npm passes a signal on that the terminal has sent to us already: what comes this soon (ms) is the same key. */
const SAME_PRESS = 500

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const

/** What writing to a terminal or a pipe that was closed fails with. */
const CLOSED = new Set(['EPIPE', 'EIO', 'ECONNRESET', 'ERR_STREAM_DESTROYED'])

export interface Interrupt {
  /** Whether the user has asked to stop. */
  readonly requested: boolean
  /** Fires with the first press. */
  readonly signal: AbortSignal
  /** Gives the signals back. */
  dispose(): void
}

/**
 * Listens to Ctrl-C, termination, hang-up, and to our outputs being closed (a terminal's window, `| head`): nobody is there then. The first
 * asks to stop and put everything back; a second press leaves at once: what was under way is put back at the next start.
 */
export function listenForInterrupt(onFirst: () => void): Interrupt {
  const controller = new AbortController()
  let pressedAt = 0
  const stop = () => {
    pressedAt = performance.now()
    onFirst()
    controller.abort()
  }
  const press = () => {
    if (!controller.signal.aborted) stop()
    else if (performance.now() - pressedAt > SAME_PRESS) process.exit(EXIT.interrupted)
  }
  let isListening = true
  const broken = (error: NodeJS.ErrnoException) => {
    if (!CLOSED.has(error.code ?? '')) throw error
    // A closed output fails with each line: that is no second press.
    if (isListening && !controller.signal.aborted) stop()
  }
  for (const signal of SIGNALS) process.on(signal, press)
  // They stay: what is printed at the end must not end us otherwise either.
  for (const output of [process.stdout, process.stderr]) output.on('error', broken)
  return {
    get requested() {
      return controller.signal.aborted
    },
    signal: controller.signal,
    dispose: () => {
      isListening = false
      for (const signal of SIGNALS) process.off(signal, press)
    },
  }
}
