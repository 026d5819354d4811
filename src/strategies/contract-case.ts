import type { BuiltArm } from '../model/change.js'
import type { Observation } from '../model/observation.js'
import type { ImplementationConfigurations, ImplementationType } from '../model/strategy.js'
import type { TargetSystem } from '../model/target.js'
import type { TargetKind } from '../model/target-kind.js'

/** A small real target on which a strategy shows that it keeps the contract (`test/strategies.contract.test.ts`). */
export interface ContractCase {
  /** Its `root` is the folder that was handed in. */
  readonly target: TargetSystem
  /** What the instruments would say of it. */
  readonly observation: Observation
  /** The unchanged target, built (`root` may be the folder itself where nothing is built). */
  readonly baseline: BuiltArm
  /** Of a strategy that offers nothing until its configuration asks for it: one that does. As in its manifest where absent. */
  readonly configuration?: ImplementationConfigurations[ImplementationType]['configuration']
}

/**
 * Writes a small target into an empty folder and says what is measured of it. Files of the target must be there when it resolves; what must
 * not count as the target's (`dist`, `node_modules`) is named in a `.gitignore`. A target that is built is built by its own command, once
 * before (its bundle is what the instrument reads of that) and once with the edits. Everything deterministic, in a few seconds.
 */
export type MakeContractCase = (folder: string) => Promise<ContractCase>

/**
 * What a strategy's `fixtures/contract-case.ts` exports as `makeContractCases`: for each kind of target that the strategy claims, one on which
 * it offers a candidate. Beside it, `makeRefusalCase` is a `MakeContractCase` of a claimed kind on which it must offer none, and say why.
 */
export type ContractCases = Readonly<Partial<Record<TargetKind, MakeContractCase>>>
