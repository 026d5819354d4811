import type { DecisionRecord } from '../../model/decision.js'
import type { Database } from '../database.js'
import { decode, encode } from './document.js'

/** The log of decisions: added to, never edited. */
export class Decisions {
  readonly #database: Database

  constructor(database: Database) {
    this.#database = database
  }

  async add(sessionId: string, decision: DecisionRecord): Promise<void> {
    await this.#database
      .insertInto('decisions')
      .values({
        id: decision.id,
        session_id: sessionId,
        subject: decision.subject,
        at: decision.at,
        document: encode(decision),
      })
      .onConflict(conflict => conflict.column('id').doNothing())
      .execute()
  }

  /** Of a session, oldest first. */
  async ofSession(sessionId: string): Promise<DecisionRecord[]> {
    const rows = await this.#database
      .selectFrom('decisions')
      .select('document')
      .where('session_id', '=', sessionId)
      .orderBy('at')
      .orderBy('id')
      .execute()
    return rows.map(row => decode(row.document))
  }
}
