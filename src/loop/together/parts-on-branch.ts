import { removeArm } from '../../change/arm.js'
import type { Candidate } from '../../model/actuator.js'
import type { BuiltArm } from '../../model/change.js'
import type { OptimizationOpportunity } from '../../model/session.js'
import type { KeptCommit } from '../ablate.js'
import { changeIdOf, withSettingsOf } from '../apply.js'
import { unmeasured } from '../optimize-strategy.js'
import { replacedBy } from '../ordered-frames.js'
import type { TargetRuntime } from '../runtime.js'
import type { SessionRecord } from '../session-record.js'
import { type BuiltParts, buildParts } from './build-parts.js'
import type { Made } from './make-part.js'
import type { UntimedChange } from './untimed-change.js'

/** A strategy's turn after which a change of it is on the branch. */
export interface Part {
  readonly opportunity: OptimizationOpportunity
  /** What was tried, the change itself last. */
  readonly made: readonly Made[]
}

/** The changes that are on the branch now, oldest first, and the system with them: built, and not looked at yet. */
export interface AppliedTogether {
  readonly kept: readonly KeptCommit[]
  readonly untimed: readonly UntimedChange[]
  readonly arm: BuiltArm
}

/** The branch as changes come onto it, and the last build of it: those that have come since are built as one, once something has to be seen of them. */
export class PartsOnBranch<P extends Part = Part> {
  readonly #runtime: TargetRuntime
  readonly #record: SessionRecord
  readonly #original: BuiltArm
  readonly #onBuilt: (part: P, arm: BuiltArm | null) => Promise<void>
  #arm: BuiltArm
  /** What `#arm` is built of. */
  #head: string
  #built: P[] = []
  #waiting: P[] = []

  /** @param onBuilt told of each part once it is known that the branch builds with it; with null where it does not, and the part was taken out */
  constructor(
    runtime: TargetRuntime,
    record: SessionRecord,
    original: BuiltArm,
    onBuilt: (part: P, arm: BuiltArm | null) => Promise<void>,
  ) {
    this.#runtime = runtime
    this.#record = record
    this.#original = original
    this.#arm = original
    this.#head = runtime.clone.base
    this.#onBuilt = onBuilt
  }

  /** The last build. */
  get arm(): BuiltArm {
    return this.#arm
  }

  /** What is on the branch, oldest first. */
  get applied(): readonly OptimizationOpportunity[] {
    return [...this.#built, ...this.#waiting].map(({ opportunity }) => opportunity)
  }

  /** How it came onto the branch, oldest first. */
  get candidates(): readonly Candidate[] {
    return [...this.#built, ...this.#waiting].map(({ made }) => made.at(-1)!.trial.candidate)
  }

  /** How long it takes until the branch is built, ms. */
  get buildMilliseconds(): number {
    return this.#waiting.length === 0 ? 0 : this.#original.buildMilliseconds
  }

  async add(part: P): Promise<void> {
    const { arm, trial } = part.made.at(-1)!
    if (arm === null) return void this.#waiting.push(part)
    await this.#replaceArm(arm, trial.commit!)
    this.#built.push(part)
    await this.#onBuilt(part, arm)
  }

  /** Builds what has come since the last build; what the branch does not build with is taken out. */
  async build(): Promise<void> {
    if (this.#waiting.length === 0) return
    const waiting = this.#waiting
    const shas = waiting.map(({ made }) => made.at(-1)!.trial.commit!)
    const { arm, left, failed } = await this.#record.stage(
      'apply',
      `building with ${waiting.length === 1 ? 'this change' : `these ${waiting.length} changes`}`,
      () => this.#runtime.steps.run(`build ${shas.at(-1)}`, () => buildParts(this.#runtime, this.#head, shas)),
      toldOf,
    )
    this.#waiting = []
    if (arm !== null) await this.#replaceArm(arm, left.at(-1)!.sha)
    for (const [index, part] of waiting.entries()) {
      const now = left.find(({ was }) => was === shas[index])
      const why = failed.find(({ was }) => was === shas[index])
      if (now && arm !== null) {
        const built = await this.#asBuilt(part, now.sha, arm)
        this.#built.push(built)
        await this.#onBuilt(built, arm)
      } else await this.#onBuilt(takenOut(part, why?.reason ?? 'The branch does not build with it.'), null)
    }
  }

  /** What the final proof takes. */
  conclude(): AppliedTogether {
    const parts = this.#built.map(({ opportunity, made }) => ({ ...opportunity, trial: made.at(-1)!.trial }))
    return {
      arm: this.#arm,
      kept: parts.map(({ strategy, optimizerId, trial }) => ({
        sha: trial.commit!,
        strategyId: strategy.id,
        optimizerId,
        change: changeIdOf(strategy, trial.candidate),
        shownBetter: [],
      })),
      untimed: parts.map(({ strategy, trial }) => ({
        sha: trial.commit!,
        strategyId: strategy.id,
        name: strategy.name,
        risk: strategy.risks.level,
        criteria: strategy.validation.criteria,
        rollbackTriggers: strategy.validation.rollbackTriggers,
        measured: trial.applied?.measured ?? {},
        ...replacedBy(trial.applied ? [trial.applied] : []),
      })),
    }
  }

  async #replaceArm(arm: BuiltArm, head: string): Promise<void> {
    if (this.#arm !== this.#original) await removeArm(this.#arm, this.#runtime.clone)
    this.#arm = arm
    this.#head = head
  }

  async #asBuilt(part: P, commit: string, arm: BuiltArm): Promise<P> {
    const { trial, application } = part.made.at(-1)!
    const applied =
      trial.applied && application && (await withSettingsOf(this.#runtime, application, trial.applied, arm))
    return withLast(part, { trial: { ...trial, commit, applied }, application, arm })
  }
}

const toldOf = ({ left, failed }: BuiltParts): string =>
  failed.length === 0 ? 'built' : `built with ${left.length}, and ${failed.length} left out: ${failed[0]?.reason}`

const withLast = <P extends Part>(part: P, last: Made): P => ({ ...part, made: [...part.made.slice(0, -1), last] })

const takenOut = <P extends Part>(part: P, reason: string): P => {
  const { trial } = part.made.at(-1)!
  const out = { ...trial, commit: null, verdict: unmeasured(reason) }
  return withLast(part, { trial: out, application: null, arm: null })
}
