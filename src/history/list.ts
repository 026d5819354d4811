import { realpath } from 'node:fs/promises'
import path from 'node:path'
import { summarizeSession } from '../loop/summary/session.js'
import type { Rollback, SessionSummary } from '../model/history.js'
import type { SessionStatus } from '../model/session.js'
import type { ListedSession } from '../store/repositories/sessions.js'
import type { Store } from '../store/store.js'
import { type DeliveredBranch, deliveredBranch } from './delivered-branch.js'
import { revertBranches } from './taken-back.js'

/** One session in a list. */
export interface HistoryEntry {
  readonly id: string
  readonly startedAt: Date
  readonly endedAt: Date | null
  /** `killed`: its process ended before it could. */
  readonly status: SessionStatus | 'killed'
  readonly summary: SessionSummary
  /** What became of each branch handed over, by target id. */
  readonly branches: Readonly<Record<string, DeliveredBranch>>
  readonly rollbacks: readonly Rollback[]
  /** What became of each branch that reverts something, by rollback id. */
  readonly reverts: Readonly<Record<string, DeliveredBranch>>
}

export interface HistoryRequest {
  /** Only sessions on projects in this folder; of all where absent. */
  readonly folder?: string
  readonly limit: number
}

/** Rows are read in pages: sessions of other projects lie between. */
const PAGE = 100

/** Sessions, the latest first. */
export async function listSessions(store: Store, { folder, limit }: HistoryRequest): Promise<HistoryEntry[]> {
  const within = folder === undefined ? null : await placesOf(folder)
  const chosen: (ListedSession & { summary: SessionSummary })[] = []
  for (let offset = 0; chosen.length < limit; offset += PAGE) {
    const rows = await store.sessions.list({ limit: PAGE, offset })
    for (const row of rows) {
      if (chosen.length === limit) break
      const summary = row.summary ?? (await summaryOf(store, row.id))
      if (!within || summary.targets.some(({ root }) => within.some(place => isWithin(root, place)))) {
        chosen.push({ ...row, summary })
      }
    }
    if (rows.length < PAGE) break
  }
  const rollbacks = await store.rollbacks.done(chosen.map(({ id }) => id))
  return Promise.all(
    chosen.map(async ({ id, startedAt, endedAt, status, isRunning, summary }) => {
      const own = rollbacks.filter(({ sessionId }) => sessionId === id)
      return {
        id,
        startedAt,
        endedAt,
        status: status === 'active' && !isRunning ? ('killed' as const) : status,
        summary,
        branches: await branchesOf(summary),
        rollbacks: own,
        reverts: await revertBranches(own),
      }
    }),
  )
}

/** What became of the branches of a session, by target id. */
export async function branchesOf({ targets }: SessionSummary): Promise<Record<string, DeliveredBranch>> {
  const states = await Promise.all(
    targets.map(async ({ id, root, branch, commits }) => {
      const last = commits.at(-1)
      return branch === null || last === undefined ? [] : [[id, await deliveredBranch(root, branch, last)] as const]
    }),
  )
  return Object.fromEntries(states.flat())
}

/** A session of an older version is read whole once, and has its summary from then on. */
async function summaryOf(store: Store, id: string): Promise<SessionSummary> {
  const session = await store.sessions.find(id)
  if (!session) return { targets: [], kept: [], rejected: 0, inconclusive: 0, headline: [] }
  const summary = summarizeSession(session)
  await store.sessions.keepSummary(id, summary)
  return summary
}

const placesOf = async (folder: string): Promise<string[]> => {
  const whole = path.resolve(folder)
  return [whole, await realpath(whole).catch(() => whole)]
}

const isWithin = (root: string, place: string): boolean => {
  const relative = path.relative(place, root)
  return relative === '' || !(relative === '..' || relative.startsWith(`..${path.sep}`) || path.isAbsolute(relative))
}
