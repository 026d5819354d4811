import type { Try } from './tries.js'

/**
 * What is said of each change whose reason an earlier one has told already, by the id of its try. Changes that were to be proved as one and were not have one reason, which may name
 * dozens of requirements.
 */
export function sameReasons(tries: readonly Try[]): ReadonlyMap<string, string> {
  const first = new Map<string, Try>()
  const same = new Map<string, string>()
  for (const attempt of tries) {
    const { verdict } = attempt.trial
    // What became of the others is told by their outcome.
    const isByReason = attempt.outcome === 'rejected' || attempt.outcome === 'inconclusive'
    if (!isByReason || verdict.together === undefined) continue
    const before = first.get(verdict.reason)
    if (before === undefined) first.set(verdict.reason, attempt)
    else
      same.set(attempt.id, `For the same reason as “${nameOf(before.trial.candidate)}”: they were to be proved as one.`)
  }
  return same
}

const nameOf = ({ shortTitle, title }: Try['trial']['candidate']): string => shortTitle ?? title
