import { sql } from 'kysely'
import type { AutomatedOptimizationResult } from '../../model/session.js'
import type { Database } from '../database.js'
import { decode, encode } from './document.js'

/** Results of single optimizations. */
export class Optimizations {
  readonly #database: Database

  constructor(database: Database) {
    this.#database = database
  }

  async save(sessionId: string, result: AutomatedOptimizationResult): Promise<void> {
    const row = {
      session_id: sessionId,
      target_id: result.context.target.id,
      optimizer_id: result.optimizerId,
      strategy_id: result.strategy.id,
      success: result.success,
      at: result.timestamp,
      document: encode(result),
    }
    await this.#database
      .insertInto('optimizations')
      .values({ id: result.id, ...row })
      .onConflict(conflict => conflict.column('id').doUpdateSet(row))
      .execute()
  }

  /** Ids that begin with a text, with their sessions, the latest first. */
  async startingWith(prefix: string, limit: number): Promise<{ id: string; sessionId: string }[]> {
    const rows = await this.#database
      .selectFrom('optimizations')
      .select(['id', 'session_id'])
      .where(sql<boolean>`starts_with(id, ${prefix})`)
      .orderBy('at', 'desc')
      .limit(limit)
      .execute()
    return rows.map(row => ({ id: row.id, sessionId: row.session_id }))
  }

  /** Of a session, oldest first. */
  async ofSession(sessionId: string): Promise<AutomatedOptimizationResult[]> {
    const rows = await this.#database
      .selectFrom('optimizations')
      .select('document')
      .where('session_id', '=', sessionId)
      .orderBy('at')
      .orderBy('id')
      .execute()
    return rows.map(row => decode(row.document))
  }
}
