import type { OptimizationAutomationSession } from '../../model/session.js'
import type { Database } from '../database.js'
import { decode, encode } from './document.js'

/** Sessions as last stored; a target's environment comes back empty. */
export class Sessions {
  readonly #database: Database

  constructor(database: Database) {
    this.#database = database
  }

  async save(session: OptimizationAutomationSession): Promise<void> {
    const row = {
      status: session.status,
      started_at: session.startTime,
      ended_at: session.endTime ?? null,
      document: encode(session),
    }
    await this.#database
      .insertInto('sessions')
      .values({ id: session.id, ...row })
      .onConflict(conflict => conflict.column('id').doUpdateSet(row))
      .execute()
  }

  async find(id: string): Promise<OptimizationAutomationSession | null> {
    const row = await this.#database.selectFrom('sessions').select('document').where('id', '=', id).executeTakeFirst()
    return row ? decode(row.document) : null
  }

  /** The latest first. */
  async list(limit = 50): Promise<{ id: string; status: string; startedAt: Date }[]> {
    const rows = await this.#database
      .selectFrom('sessions')
      .select(['id', 'status', 'started_at'])
      .orderBy('started_at', 'desc')
      .limit(limit)
      .execute()
    return rows.map(row => ({ id: row.id, status: row.status, startedAt: row.started_at }))
  }
}
