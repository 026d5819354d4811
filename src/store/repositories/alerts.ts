import type { Alert } from '../../model/session.js'
import type { Database } from '../database.js'
import { decode, encode } from './document.js'

export class Alerts {
  readonly #database: Database

  constructor(database: Database) {
    this.#database = database
  }

  async add(sessionId: string, alert: Alert): Promise<void> {
    await this.#database
      .insertInto('alerts')
      .values({ session_id: sessionId, severity: alert.severity, at: alert.at, document: encode(alert) })
      .execute()
  }

  /** Of a session, oldest first. */
  async ofSession(sessionId: string): Promise<Alert[]> {
    const rows = await this.#database
      .selectFrom('alerts')
      .select('document')
      .where('session_id', '=', sessionId)
      .orderBy('at')
      .orderBy('id')
      .execute()
    return rows.map(row => decode(row.document))
  }
}
