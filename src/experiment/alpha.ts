/**
 * What a session may be wrong about in all: keeping a change whose true effect on its primary metric is within the margin, or whose true
 * harm is beyond a tolerance. One fifth is set aside for the final run of everything kept against the original.
 */
export const SESSION_ALPHA = 0.005
export const FINAL_ALPHA = 0.001
export const CANDIDATES_ALPHA = SESSION_ALPHA - FINAL_ALPHA

/** What was spent, in order. Plain data: a resumed session goes on from it. */
export interface AlphaLedger {
  readonly spent: readonly AlphaSpent[]
}

export interface AlphaSpent {
  readonly candidateId: string
  readonly alpha: number
  /** Its α passes on to the next candidate. */
  readonly kept?: true
}

export const emptyLedger = (): AlphaLedger => ({ spent: [] })

/**
 * What the next candidate may spend: CANDIDATES_ALPHA / (k (k + 1)) for the k-th, which adds up to CANDIDATES_ALPHA over any number of them, and
 * what the one before had, if that was kept (the fallback procedure: Wiens & Dmitrienko, J. Biopharm. Stat. 15, 2005). Until a first change is
 * kept wrongly, α has only been passed on by changes that deserved it, so those that do not share at most CANDIDATES_ALPHA among them.
 */
export function nextAlpha(ledger: AlphaLedger): number {
  const k = ledger.spent.length + 1
  const last = ledger.spent.at(-1)
  return CANDIDATES_ALPHA / (k * (k + 1)) + (last?.kept ? last.alpha : 0)
}

/** The ledger once a candidate is kept. */
export const recordKept = (ledger: AlphaLedger, candidateId: string): AlphaLedger => ({
  spent: ledger.spent.map(entry => (entry.candidateId === candidateId ? { ...entry, kept: true } : entry)),
})

/**
 * The candidate's α, and the ledger with it entered. Write the ledger down before the first timed block: a candidate that was cut off keeps
 * what it was given when it is tried again, and one that is tried anew under another id pays again.
 * A candidate that is rejected by what is counted never looks at noisy data and needs no entry.
 */
export function spendAlpha(ledger: AlphaLedger, candidateId: string): { alpha: number; ledger: AlphaLedger } {
  const before = ledger.spent.find(entry => entry.candidateId === candidateId)
  if (before) return { alpha: before.alpha, ledger }
  const alpha = nextAlpha(ledger)
  return { alpha, ledger: { spent: [...ledger.spent, { candidateId, alpha }] } }
}
