import { TunewrightError } from '../model/errors.js'
import { type DurableEngine, defineWorkflow } from '../store/engine.js'
import type { DurableSteps } from './durable-steps.js'

/** What the sessions of this process have to do. It stays in memory: a target's environment is never stored. */
const inHand = new Map<string, () => Promise<void>>()

const sessionWorkflow = defineWorkflow('optimization-session', async (sessionId: string): Promise<null> => {
  const work = inHand.get(sessionId)
  if (!work) {
    throw new TunewrightError('TARGET_NOT_FOUND', `Session ${sessionId} is not in hand in this process.`, {
      remedy: 'Start it again: what it left unfinished was put back.',
    })
  }
  await work()
  return null
})

/**
 * The result of what the engine does, or what is said of a store that was lost: the engine itself would ask it for ever. What is in flight
 * of the session's own has ended by then.
 */
async function orLost<T>(
  asked: Promise<T>,
  lost: AbortSignal,
  inFlight: () => Promise<unknown> | undefined,
): Promise<T> {
  let stop = (): void => undefined
  const isLost = new Promise<'lost'>(resolve => {
    stop = () => resolve('lost')
    if (lost.aborted) stop()
    else lost.addEventListener('abort', stop, { once: true })
  })
  try {
    const first = await Promise.race([asked.then(result => ({ result })), isLost])
    if (first !== 'lost') return first.result
    asked.catch(() => undefined)
    await inFlight()?.catch(() => undefined)
    throw lost.reason
  } finally {
    lost.removeEventListener('abort', stop)
  }
}

/**
 * Runs a session's work as one durable workflow: each finished stage is on record before the next begins.
 *
 * @param lost fires where the store went away for good
 */
export async function runDurably(
  engine: DurableEngine,
  sessionId: string,
  work: (steps: DurableSteps) => Promise<void>,
  lost: AbortSignal,
): Promise<void> {
  let working: Promise<void> | undefined
  const step: DurableSteps['run'] = (name, stage) => {
    let running: Promise<unknown> | undefined
    const asked = engine.step(name, () => {
      const result = stage()
      running = result
      return result
    })
    return orLost(asked, lost, () => running)
  }
  inHand.set(sessionId, () => {
    working = work({ run: step })
    return working
  })
  try {
    await orLost(engine.run(sessionWorkflow, sessionId, sessionId), lost, () => working)
  } finally {
    inHand.delete(sessionId)
  }
}
