/**
 * What a session may be wrong about in all, unless its budget says otherwise: keeping a change whose true effect on its primary metric is
 * within the margin, or whose true harm is beyond a tolerance.
 */
export const SESSION_ALPHA = 0.005

/** What is set aside of a session's α for the final run of everything kept against the original: one fifth. */
export const finalAlpha = (sessionAlpha: number): number => sessionAlpha / 5

/**
 * What the k-th attempt at a final run may spend, k from 1: most of it is the first's, and those after commits were dropped share the rest,
 * however many there are.
 */
export const finalAttemptAlpha = (sessionAlpha: number, attempt: number): number =>
  attemptAlpha(finalAlpha(sessionAlpha), attempt)

/** As `finalAttemptAlpha`, where no candidate was timed by itself: all of the session's α is for the whole. */
export const wholeAttemptAlpha = (sessionAlpha: number, attempt: number): number => attemptAlpha(sessionAlpha, attempt)

const attemptAlpha = (available: number, attempt: number): number =>
  available * (attempt === 1 ? 0.8 : 0.2 / ((attempt - 1) * attempt))

/** What a session's candidates may spend of its α among them. */
export const candidatesAlpha = (sessionAlpha: number): number => sessionAlpha - finalAlpha(sessionAlpha)

/** What was spent, in order. Plain data: it is on record before anything is measured at its cost. */
export interface AlphaLedger {
  /** What the candidates may spend in all. */
  readonly available: number
  readonly spent: readonly AlphaSpent[]
}

export interface AlphaSpent {
  readonly candidateId: string
  readonly alpha: number
  /** Its α passes on to the next candidate. */
  readonly kept?: true
}

export const emptyLedger = (sessionAlpha: number): AlphaLedger => ({
  available: candidatesAlpha(sessionAlpha),
  spent: [],
})

/**
 * What the next candidate may spend: a / (k (k + 1)) for the k-th, where `a` is available, which adds up to `a` over any number of them, and
 * what the one before had, if that was kept (the fallback procedure: Wiens & Dmitrienko, J. Biopharm. Stat. 15, 2005). Until a first change is
 * kept wrongly, α has only been passed on by changes that deserved it, so those that do not share at most `a` among them.
 */
export function nextAlpha(ledger: AlphaLedger): number {
  const k = ledger.spent.length + 1
  const last = ledger.spent.at(-1)
  return ledger.available / (k * (k + 1)) + (last?.kept ? last.alpha : 0)
}

/** The ledger once a candidate is kept. */
export const recordKept = (ledger: AlphaLedger, candidateId: string): AlphaLedger => ({
  ...ledger,
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
  return { alpha, ledger: { ...ledger, spent: [...ledger.spent, { candidateId, alpha }] } }
}
