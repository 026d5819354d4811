import { setMaxListeners } from 'node:events'

/** A signal that is aborted with this one, for work of which many parts listen at once: Node.js warns of more than ten, as of a leak. */
export function heardByMany(signal: AbortSignal): AbortSignal {
  const own = AbortSignal.any([signal])
  setMaxListeners(0, own)
  return own
}
