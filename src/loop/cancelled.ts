import { TunewrightError } from '../model/errors.js'

/** @throws TunewrightError CANCELLED once the signal was given. */
export function throwIfCancelled(signal: AbortSignal): void {
  if (!signal.aborted) return
  throw new TunewrightError('CANCELLED', 'The session was cancelled.', {
    remedy: 'Start it again when you like.',
    state: 'What was not yet kept was put back; kept changes stay on their branch.',
  })
}
