import type { Candidate } from '../model/actuator.js'
import type { EstimatedEffect } from '../model/estimate.js'
import type { MetricName, MetricValues } from '../model/metrics.js'

/** What a visitor sees of a load, by which candidates of one strategy are held against each other. */
const SEEN: readonly MetricName[] = ['largest-contentful-paint', 'first-contentful-paint']

/** What was estimated from the built arms of a strategy's candidates, by their ids. */
export type Estimates = ReadonlyMap<string, readonly EstimatedEffect[]>

/** What is expected of a candidate, per cent: as it was estimated, where it was, else as its strategy predicted. */
const expectedOf = ({ id, predicted }: Candidate, estimates: Estimates): MetricValues => {
  const estimated = estimates.get(id)
  return estimated?.length ? Object.fromEntries(estimated.map(({ metric, change }) => [metric, change])) : predicted
}

/**
 * The siblings not tried yet than which a candidate is, with some confidence, worse: in something that visitors see, even the best of what is estimated for it is worse
 * than what is expected of the sibling, and in nothing is it better.
 * @param siblings in what nothing is expected of them they are not compared
 */
export const betterSiblings = (
  candidate: Candidate,
  siblings: readonly Candidate[],
  estimates: Estimates,
): readonly Candidate[] =>
  siblings.filter(sibling => {
    const expected = expectedOf(sibling, estimates)
    const compared = (estimates.get(candidate.id) ?? []).filter(
      ({ metric }) => SEEN.includes(metric) && expected[metric] !== undefined,
    )
    const worse = compared.some(({ metric, low }) => low > expected[metric]!)
    return worse && compared.every(({ metric, high }) => high >= expected[metric]!)
  })

/**
 * A strategy's candidates, best first as far as estimates tell, building only those that may be: who comes to the front is estimated, and stays there or goes behind
 * whoever is better.
 */
export class Turns {
  readonly #waiting: Candidate[]
  readonly #estimates = new Map<string, readonly EstimatedEffect[]>()
  /** Who went behind whom: once for each two, since of two that differ in several metrics each may look better than the other. */
  readonly #behind = new Set<string>()

  constructor(candidates: readonly Candidate[]) {
    this.#waiting = [...candidates]
  }

  /** Who comes next, not waiting any more; undefined where nobody is left. */
  take(): Candidate | undefined {
    return this.#waiting.shift()
  }

  estimateOf({ id }: Candidate): readonly EstimatedEffect[] | undefined {
    return this.#estimates.get(id)
  }

  estimated({ id }: Candidate, effects: readonly EstimatedEffect[]): void {
    this.#estimates.set(id, effects)
  }

  /** Puts a candidate behind all that are better. @returns the last of them; null where the candidate keeps its turn */
  defer(candidate: Candidate): Candidate | null {
    const others = this.#waiting.filter(({ id }) => !this.#behind.has(`${candidate.id} ${id}`))
    const better = betterSiblings(candidate, others, this.#estimates)
    const last = better.at(-1)
    if (last === undefined) return null
    for (const { id } of better) this.#behind.add(`${candidate.id} ${id}`)
    this.#waiting.splice(this.#waiting.indexOf(last) + 1, 0, candidate)
    return last
  }
}
