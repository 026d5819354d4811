import type { BuiltArm } from '../model/change.js'
import type { Artifact } from './artifacts.js'
import type { BaselineTests } from './checks/pre.js'
import type { ObservedArm } from './observe.js'

/** The system as it is now: the original with what was kept so far, built and measured. */
export interface CurrentSystem {
  readonly arm: BuiltArm
  readonly observed: Artifact<ObservedArm>
  readonly tests: BaselineTests | null
}
