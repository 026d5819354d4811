import { hostname } from 'node:os'
import { sql } from 'kysely'
import type { SessionSummary } from '../../model/history.js'
import type { OptimizationAutomationSession, SessionStatus } from '../../model/session.js'
import { isAlive, ownIdentity, type ProcessIdentity } from '../../system/process-identity.js'
import type { Database } from '../database.js'
import { decode, encode } from './document.js'

/** What a list shows of a session. */
export interface ListedSession {
  readonly id: string
  readonly status: SessionStatus
  readonly startedAt: Date
  readonly endedAt: Date | null
  /** Whether the process that runs it is alive, or on another machine; an active session that does not run was killed. */
  readonly isRunning: boolean
  /** null: put by an older version. */
  readonly summary: SessionSummary | null
}

/** Sessions as last stored; a target's environment comes back empty. */
export class Sessions {
  readonly #database: Database
  readonly #owner: ProcessIdentity

  /** @param owner the process whose sessions are saved: this one, but for tests */
  constructor(database: Database, owner: ProcessIdentity = ownIdentity()) {
    this.#database = database
    this.#owner = owner
  }

  /** @param summary of this very session; where absent, whoever lists it makes it */
  async save(session: OptimizationAutomationSession, summary: SessionSummary | null = null): Promise<void> {
    const row = {
      status: session.status,
      started_at: session.startTime,
      ended_at: session.endTime ?? null,
      document: encode(session),
      summary: summary && encode(summary),
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

  /** Keeps the summary of a session that an older version put. */
  async keepSummary(id: string, summary: SessionSummary): Promise<void> {
    await this.#database
      .updateTable('sessions')
      .set({ summary: encode(summary) })
      .where('id', '=', id)
      .where('summary', 'is', null)
      .execute()
  }

  /** The latest first; the whole documents are not read. */
  async list(o: { limit?: number; offset?: number } = {}): Promise<ListedSession[]> {
    const rows = await this.#database
      .selectFrom('sessions')
      .select(['id', 'status', 'started_at', 'ended_at', 'summary', 'owner_host', 'owner_pid', 'owner_started'])
      .orderBy('started_at', 'desc')
      .orderBy('id')
      .limit(o.limit ?? 50)
      .offset(o.offset ?? 0)
      .execute()
    return rows.map(row => ({
      id: row.id,
      status: row.status as SessionStatus,
      startedAt: row.started_at,
      endedAt: row.ended_at,
      isRunning: isRun(row),
      summary: row.summary === null ? null : decode<SessionSummary>(row.summary),
    }))
  }

  /** Whether a session is under way: active, and its process alive or on another machine. */
  async isRunning(id: string): Promise<boolean> {
    const row = await this.#database
      .selectFrom('sessions')
      .select(['status', 'owner_host', 'owner_pid', 'owner_started'])
      .where('id', '=', id)
      .executeTakeFirst()
    return row !== undefined && isRun(row)
  }

  /** Ids that begin with a text, the latest first. */
  async startingWith(prefix: string, limit: number): Promise<string[]> {
    const rows = await this.#database
      .selectFrom('sessions')
      .select('id')
      .where(sql<boolean>`starts_with(id, ${prefix})`)
      .orderBy('started_at', 'desc')
      .limit(limit)
      .execute()
    return rows.map(row => row.id)
  }
}

function isRun(row: {
  status: string
  owner_host: string | null
  owner_pid: number | null
  owner_started: string | null
}): boolean {
  const { owner_host: host, owner_pid: pid, owner_started: startTime } = row
  if (row.status !== 'active') return false
  return host !== hostname() || pid === null || startTime === null || isAlive({ pid, startTime })
}
