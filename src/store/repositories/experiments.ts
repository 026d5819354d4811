import type { Database } from '../database.js'
import { decode, encode } from './document.js'

/** What each verdict was decided by, besides its samples: together they are all it was made from. */
export class Experiments {
  readonly #database: Database

  constructor(database: Database) {
    this.#database = database
  }

  /** @param settings plain data, without the samples; put again under the same id, the last one counts */
  async save(id: string, sessionId: string, settings: unknown): Promise<void> {
    const row = { session_id: sessionId, document: encode(settings) }
    await this.#database
      .insertInto('experiments')
      .values({ id, ...row })
      .onConflict(conflict => conflict.column('id').doUpdateSet(row))
      .execute()
  }

  /** The settings as they were put, or null. */
  async find<T>(id: string): Promise<T | null> {
    const row = await this.#database
      .selectFrom('experiments')
      .select('document')
      .where('id', '=', id)
      .executeTakeFirst()
    return row ? decode<T>(row.document) : null
  }
}
