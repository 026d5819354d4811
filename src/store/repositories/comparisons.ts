import { sql } from 'kysely'
import type { Comparison, ComparisonSummary } from '../../model/proving.js'
import type { Database } from '../database.js'
import { decode, encode } from './document.js'

/** What a list shows of a comparison. */
export interface ListedComparison {
  readonly id: string
  readonly startedAt: Date
  readonly summary: ComparisonSummary
}

/** Versions that were held against each other; targets' environments come back empty. */
export class Comparisons {
  readonly #database: Database

  constructor(database: Database) {
    this.#database = database
  }

  /** Put again under the same id, the last one counts. */
  async save(comparison: Comparison, summary: ComparisonSummary): Promise<void> {
    const { id, startedAt, repeats } = comparison.proving
    const row = {
      started_at: startedAt,
      repeats: repeats?.id ?? null,
      summary: encode(summary),
      document: encode(comparison),
    }
    await this.#database
      .insertInto('comparisons')
      .values({ id, ...row })
      .onConflict(conflict => conflict.column('id').doUpdateSet(row))
      .execute()
  }

  async find(id: string): Promise<Comparison | null> {
    const row = await this.#database
      .selectFrom('comparisons')
      .select('document')
      .where('id', '=', id)
      .executeTakeFirst()
    return row ? decode(row.document) : null
  }

  /** The latest first; the whole documents are not read. @param o `repeating`: only those that measure this afresh */
  async list(o: { limit?: number; offset?: number; repeating?: string } = {}): Promise<ListedComparison[]> {
    const { repeating } = o
    const rows = await this.#database
      .selectFrom('comparisons')
      .select(['id', 'started_at', 'summary'])
      .$if(repeating !== undefined, query => query.where('repeats', '=', repeating ?? ''))
      .orderBy('started_at', 'desc')
      .orderBy('id')
      .limit(o.limit ?? 50)
      .offset(o.offset ?? 0)
      .execute()
    return rows.map(({ id, started_at: startedAt, summary }) => ({ id, startedAt, summary: decode(summary) }))
  }

  /** Ids that begin with a text, the latest first. */
  async startingWith(prefix: string, limit: number): Promise<string[]> {
    const rows = await this.#database
      .selectFrom('comparisons')
      .select('id')
      .where(sql<boolean>`starts_with(id, ${prefix})`)
      .orderBy('started_at', 'desc')
      .limit(limit)
      .execute()
    return rows.map(row => row.id)
  }
}
