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

/** Runs a session's work as one durable workflow: each finished stage is on record before the next begins. */
export async function runDurably(
  engine: DurableEngine,
  sessionId: string,
  work: (steps: DurableSteps) => Promise<void>,
): Promise<void> {
  inHand.set(sessionId, () => work({ run: (name, stage) => engine.step(name, stage) }))
  try {
    await engine.run(sessionWorkflow, sessionId, sessionId)
  } finally {
    inHand.delete(sessionId)
  }
}
