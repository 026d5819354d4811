import type { Effect } from '../../model/experiment.js'
import type { Proving } from '../../model/proving.js'
import type { AgainPlan } from './plan-again.js'

/** An effect that was shown, and what a fresh measurement says of it. */
export interface EffectAgain {
  readonly recorded: Effect
  /** null: not measured this time. */
  readonly fresh: Effect | null
  /**
   * `holds`: the fresh interval is on the same side of nothing. `gone`: it is on the other side, or reaches nowhere near the recorded one.
   * `open`: neither is shown.
   */
  readonly outcome: 'holds' | 'gone' | 'open'
}

/** A fresh measurement held against what is on record. */
export interface AgainOutcome {
  /** `same`: the same verdict once more. `undecided`: there is none this time. `different`: another one. */
  readonly verdict: 'same' | 'undecided' | 'different'
  readonly recorded: Proving['outcome']
  readonly fresh: Proving['outcome']
  /** Of what was shown then, what visitors feel first. */
  readonly effects: readonly EffectAgain[]
}

/** Whether what was shown holds on fresh data. */
export function compareAgain(
  { recorded }: Pick<AgainPlan, 'recorded'>,
  { outcome, proof }: Pick<Proving, 'outcome' | 'proof'>,
): AgainOutcome {
  const fresh = [...proof.headline, ...proof.verdict.effects]
  return {
    verdict: outcome === recorded.outcome ? 'same' : outcome === 'undecided' ? 'undecided' : 'different',
    recorded: recorded.outcome,
    fresh: outcome,
    effects: shownOf(recorded.effects).map(effect => againOf(effect, fresh.find(one => isOfSame(one, effect)) ?? null)),
  }
}

const isOfSame = (one: Effect, other: Effect): boolean =>
  one.metric === other.metric && one.page === other.page && one.profile === other.profile && one.scale === other.scale

const sideOf = ({ low, high }: Effect): -1 | 0 | 1 => (low > 0 ? 1 : high < 0 ? -1 : 0)

/** What was shown to differ from nothing and was clocked, each once: what is counted is no matter of chance. */
const shownOf = (effects: readonly Effect[]): Effect[] =>
  effects
    .filter(effect => effect.low !== effect.high && sideOf(effect) !== 0)
    .filter((effect, index, all) => all.findIndex(other => isOfSame(other, effect)) === index)

function againOf(recorded: Effect, fresh: Effect | null): EffectAgain {
  if (fresh === null) return { recorded, fresh, outcome: 'open' }
  const side = sideOf(fresh)
  if (side === sideOf(recorded)) return { recorded, fresh, outcome: 'holds' }
  const isApart = fresh.low > recorded.high || fresh.high < recorded.low
  return { recorded, fresh, outcome: side !== 0 || isApart ? 'gone' : 'open' }
}
