import type { OptimizationOpportunityAnalysis } from '../../model/session.js'
import type { Database } from '../database.js'
import { decode, encode } from './document.js'

export class Analyses {
  readonly #database: Database

  constructor(database: Database) {
    this.#database = database
  }

  async save(analysis: OptimizationOpportunityAnalysis): Promise<void> {
    const row = { target_id: analysis.targetId, taken_at: analysis.timestamp, document: encode(analysis) }
    await this.#database
      .insertInto('analyses')
      .values({ id: analysis.id, ...row })
      .onConflict(conflict => conflict.column('id').doUpdateSet(row))
      .execute()
  }

  /** The last one of a target, or null. */
  async latest(targetId: string): Promise<OptimizationOpportunityAnalysis | null> {
    const row = await this.#database
      .selectFrom('analyses')
      .select('document')
      .where('target_id', '=', targetId)
      .orderBy('taken_at', 'desc')
      .limit(1)
      .executeTakeFirst()
    return row ? decode(row.document) : null
  }
}
