import { groupBy } from '../system/group-by.js'
import type { Try } from './tries.js'

/** Whether the verdict's reason is what is told of it, and is that of several changes as one: what became of others is told by their outcome. */
const isOfSeveral = ({ outcome, trial }: Try): boolean =>
  (outcome === 'rejected' || outcome === 'inconclusive') && trial.verdict.together !== undefined

/**
 * What is said of each change whose reason an earlier one has told already, by the id of its try. Changes that were to be proved as one and were not have one reason, which may name
 * dozens of requirements.
 */
export function sameReasons(tries: readonly Try[]): ReadonlyMap<string, string> {
  const byReason = groupBy(tries.filter(isOfSeveral), ({ trial }) => trial.verdict.reason)
  return new Map(
    [...byReason.values()].flatMap(([first, ...others]) => {
      const { shortTitle, title } = first!.trial.candidate
      const said = `For the same reason as “${shortTitle ?? title}”: they were to be proved as one.`
      return others.map(({ id }) => [id, said] as const)
    }),
  )
}
