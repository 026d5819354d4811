import { EXIT } from './exit-code.js'

/** npm passes a signal on that the terminal has sent to us already: what comes this soon (ms) is the same key. */
const SAME_PRESS = 500

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const

export interface Interrupt {
  /** Whether the user has asked to stop. */
  readonly requested: boolean
  /** Fires with the first press. */
  readonly signal: AbortSignal
  /** Gives the signals back. */
  dispose(): void
}

/**
 * Listens to Ctrl-C, termination and hang-up. The first asks to stop and put everything back; the second leaves at once: what was
 * under way is put back at the next start.
 */
export function listenForInterrupt(onFirst: () => void): Interrupt {
  const controller = new AbortController()
  let pressedAt = 0
  const press = () => {
    const now = performance.now()
    if (!controller.signal.aborted) {
      pressedAt = now
      onFirst()
      controller.abort()
    } else if (now - pressedAt > SAME_PRESS) process.exit(EXIT.interrupted)
  }
  for (const signal of SIGNALS) process.on(signal, press)
  return {
    get requested() {
      return controller.signal.aborted
    },
    signal: controller.signal,
    dispose: () => {
      for (const signal of SIGNALS) process.off(signal, press)
    },
  }
}
