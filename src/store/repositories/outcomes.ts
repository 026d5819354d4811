import type { Verdict } from '../../model/experiment.js'
import type { MetricValues } from '../../model/metrics.js'
import type { Database } from '../database.js'
import { decode, encode } from './document.js'

/** What a trial of a candidate was expected to do, and did: what learning learns from. */
export interface Outcome {
  readonly id: string
  readonly sessionId: string
  readonly targetId: string
  readonly strategyId: string
  readonly candidateId: string
  /** `rolled-back`: the change was kept, and taken back afterwards. */
  readonly verdict: Verdict['outcome'] | 'rolled-back'
  readonly at: Date
  /** What was known of the target beforehand, by name. */
  readonly features: Readonly<Record<string, number>>
  /** Change per metric in per cent. */
  readonly predicted: MetricValues
  readonly observed: MetricValues
}

export class Outcomes {
  readonly #database: Database

  constructor(database: Database) {
    this.#database = database
  }

  async add(outcome: Outcome): Promise<void> {
    await this.#database
      .insertInto('outcomes')
      .values({
        id: outcome.id,
        session_id: outcome.sessionId,
        target_id: outcome.targetId,
        strategy_id: outcome.strategyId,
        candidate_id: outcome.candidateId,
        verdict: outcome.verdict,
        at: outcome.at,
        features: encode(outcome.features),
        predicted: encode(outcome.predicted),
        observed: encode(outcome.observed),
      })
      .onConflict(conflict => conflict.column('id').doNothing())
      .execute()
  }

  /**
   * What beliefs may learn from, oldest first: a change that was taken back counts as having changed nothing, in place of what it did while
   * it was there.
   */
  async standing(): Promise<Outcome[]> {
    const all = await this.list()
    const trialOf = ({ sessionId, targetId, strategyId, candidateId }: Outcome) =>
      JSON.stringify([sessionId, targetId, strategyId, candidateId])
    const takenBack = new Set(all.filter(({ verdict }) => verdict === 'rolled-back').map(trialOf))
    return all.filter(outcome => outcome.verdict === 'rolled-back' || !takenBack.has(trialOf(outcome)))
  }

  /** All, or those of a strategy, target or session, oldest first. */
  async list(filter: { strategyId?: string; targetId?: string; sessionId?: string } = {}): Promise<Outcome[]> {
    let query = this.#database.selectFrom('outcomes').selectAll().orderBy('at').orderBy('id')
    if (filter.strategyId !== undefined) query = query.where('strategy_id', '=', filter.strategyId)
    if (filter.targetId !== undefined) query = query.where('target_id', '=', filter.targetId)
    if (filter.sessionId !== undefined) query = query.where('session_id', '=', filter.sessionId)
    return (await query.execute()).map(row => ({
      id: row.id,
      sessionId: row.session_id,
      targetId: row.target_id,
      strategyId: row.strategy_id,
      candidateId: row.candidate_id,
      verdict: row.verdict as Outcome['verdict'],
      at: row.at,
      features: decode(row.features),
      predicted: decode(row.predicted),
      observed: decode(row.observed),
    }))
  }
}
