import type { Rollback, SessionSummary } from '../../model/history.js'
import type { OptimizationAutomationSession } from '../../model/session.js'
import type { Database } from '../database.js'
import { decode, encode } from './document.js'
import { Optimizations } from './optimizations.js'
import { type Outcome, Outcomes } from './outcomes.js'
import { Sessions } from './sessions.js'

export interface StoredRollback {
  /** `intended`: written down, and perhaps carried out; running it again finishes it. */
  readonly status: 'intended' | 'done'
  readonly rollback: Rollback
}

/** A session as it is once a rollback is carried out. */
export interface AfterRollback {
  readonly session: OptimizationAutomationSession
  readonly summary: SessionSummary
  readonly outcomes: readonly Outcome[]
}

/** Rollbacks: each is on record before it is carried out. */
export class Rollbacks {
  readonly #database: Database

  constructor(database: Database) {
    this.#database = database
  }

  /** Written down before anything is done; one that is done stays as it is. */
  async intend(rollback: Rollback): Promise<void> {
    const row = { session_id: rollback.sessionId, status: 'intended', at: rollback.at, document: encode(rollback) }
    await this.#database
      .insertInto('rollbacks')
      .values({ id: rollback.id, ...row })
      .onConflict(conflict => conflict.column('id').doUpdateSet(row).where('rollbacks.status', '=', 'intended'))
      .execute()
  }

  async find(id: string): Promise<StoredRollback | null> {
    const row = await this.#database
      .selectFrom('rollbacks')
      .select(['status', 'document'])
      .where('id', '=', id)
      .executeTakeFirst()
    return row ? { status: row.status as StoredRollback['status'], rollback: decode(row.document) } : null
  }

  /** Those carried out in some sessions, oldest first. */
  async done(sessionIds: readonly string[]): Promise<Rollback[]> {
    if (sessionIds.length === 0) return []
    const rows = await this.#database
      .selectFrom('rollbacks')
      .select('document')
      .where('session_id', 'in', sessionIds)
      .where('status', '=', 'done')
      .orderBy('at')
      .orderBy('id')
      .execute()
    return rows.map(row => decode(row.document))
  }

  /**
   * Marks a rollback as carried out and writes down what that makes of its session, all of it or nothing; nothing for one that is done.
   * @param after given the session as it is stored now
   */
  async complete(
    id: string,
    after: (session: OptimizationAutomationSession, outcomes: readonly Outcome[]) => AfterRollback,
  ): Promise<void> {
    await this.#database.transaction().execute(async transaction => {
      const row = await transaction
        .selectFrom('rollbacks')
        .select(['status', 'session_id'])
        .where('id', '=', id)
        .forUpdate()
        .executeTakeFirst()
      if (!row || row.status === 'done') return
      const [sessions, outcomes] = [new Sessions(transaction), new Outcomes(transaction)]
      // Two rollbacks of one session change its document one after the other.
      await transaction.selectFrom('sessions').select('id').where('id', '=', row.session_id).forUpdate().execute()
      const session = await sessions.find(row.session_id)
      if (session) {
        const made = after(session, await outcomes.list({ sessionId: session.id }))
        await sessions.save(made.session, made.summary)
        for (const outcome of made.outcomes) await outcomes.add(outcome)
        for (const result of made.session.results) await new Optimizations(transaction).save(session.id, result)
      }
      await transaction.updateTable('rollbacks').set({ status: 'done' }).where('id', '=', id).execute()
    })
  }
}
