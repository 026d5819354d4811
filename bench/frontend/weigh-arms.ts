import type { ServedArm } from '../../src/instruments/serving/index.js'
import { type RoutesVisit, visitRoutes } from '../bundle/visit-routes.js'
import type { Weights } from './measured.js'

/** What visitors of an arm load: of its first page, of the same again, and of a visit of several pages. */
export const weigh = async (served: ServedArm, visit: readonly string[], signal: AbortSignal): Promise<Weights> => {
  const [first] = visit
  if (first === undefined) throw new RangeError('a visit without pages')
  // Each in a fresh browser: what the one leaves in its cache is nothing to the other.
  const twice = await visitRoutes(served, [first, first], signal)
  const whole = await visitRoutes(served, visit, signal)
  const bytes = ({ routes }: RoutesVisit): number[] => routes.map(({ all }) => all)
  const [once = 0, again = 0] = bytes(twice)
  return { first: once, repeat: again, visit: bytes(whole).reduce((a, b) => a + b, 0), failed: whole.failed }
}
