import { hostname } from 'node:os'
import type { OptimizationAutomationSession } from '../../model/session.js'
import { isAlive, ownIdentity, type ProcessIdentity } from '../../system/process-identity.js'
import type { Database } from '../database.js'
import { decode, encode } from './document.js'

/** Sessions as last stored; a target's environment comes back empty. */
export class Sessions {
  readonly #database: Database
  readonly #owner: ProcessIdentity

  /** @param owner the process whose sessions are saved: this one, but for tests */
  constructor(database: Database, owner: ProcessIdentity = ownIdentity()) {
    this.#database = database
    this.#owner = owner
  }

  async save(session: OptimizationAutomationSession): Promise<void> {
    const row = {
      status: session.status,
      started_at: session.startTime,
      ended_at: session.endTime ?? null,
      document: encode(session),
      owner_host: hostname(),
      owner_pid: this.#owner.pid,
      owner_started: this.#owner.startTime,
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

  /**
   * Writes down the end of sessions that a process of this machine was running when it died.
   * @param ofAnyHost the database is of this machine alone: its name may have changed (a container, a state folder that was moved)
   * @returns their ids
   */
  async endAbandoned(failure: string, { ofAnyHost = false } = {}): Promise<string[]> {
    const active = await this.#database
      .selectFrom('sessions')
      .select(['id', 'document', 'owner_pid', 'owner_started'])
      .where('status', '=', 'active')
      .$if(!ofAnyHost, query => query.where('owner_host', '=', hostname()))
      .execute()
    const abandoned = active.filter(
      ({ owner_pid: pid, owner_started: startTime }) =>
        pid !== null && startTime !== null && !isAlive({ pid, startTime }),
    )
    for (const { id, document } of abandoned) {
      const session: OptimizationAutomationSession = { ...decode(document), status: 'failed', failure }
      await this.#database
        .updateTable('sessions')
        .set({ status: 'failed', document: encode(session) })
        .where('id', '=', id)
        .where('status', '=', 'active')
        .execute()
    }
    return abandoned.map(({ id }) => id)
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
