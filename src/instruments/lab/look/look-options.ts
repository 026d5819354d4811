import type { Gate } from './gate.js'

export interface LookOptions {
  /** Through which the requests of the visit go. */
  readonly gate: Gate
  /** How much longer the page is left alone before it is read, ms. */
  readonly later: number
}
