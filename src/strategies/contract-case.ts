import type { BuiltArm } from '../model/change.js'
import type { Observation } from '../model/observation.js'
import type { TargetSystem } from '../model/target.js'

/** A small real target on which a strategy shows that it keeps the contract (`test/strategies.contract.test.ts`). */
export interface ContractCase {
  /** Its `root` is the folder that was handed in. */
  readonly target: TargetSystem
  /** What the instruments would say of it: enough for `propose` to offer at least one candidate. */
  readonly observation: Observation
  /** The unchanged target, built (`root` may be the folder itself where nothing is built). */
  readonly baseline: BuiltArm
}

/**
 * What a strategy's `fixtures/contract-case.ts` exports as `makeContractCase`: writes a small target into an empty folder and says what
 * is measured of it. Files of the target must be there when it resolves; what must not count as the target's (`dist`, `node_modules`) is
 * named in a `.gitignore`. Everything deterministic, under ten seconds.
 */
export type MakeContractCase = (folder: string) => Promise<ContractCase>
