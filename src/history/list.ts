import { realpath } from 'node:fs/promises'
import path from 'node:path'
import { summarizeSession } from '../loop/summary/session.js'
import type { Rollback, SessionSummary } from '../model/history.js'
import type { SessionStatus } from '../model/session.js'
import type { ListedComparison } from '../store/repositories/comparisons.js'
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
  /** Only what is on projects in this folder; on all where absent. */
  readonly folder?: string
  readonly limit: number
}

/** Rows are read in pages: those of other projects lie between. */
const PAGE = 100

/** The latest rows that are about a folder, each with what a list shows of it. */
async function chosenRows<Row, Shown>(
  { folder, limit }: HistoryRequest,
  read: (page: { limit: number; offset: number }) => Promise<readonly Row[]>,
  show: (row: Row) => Promise<Shown>,
  placesIn: (shown: Shown) => readonly string[],
): Promise<Shown[]> {
  const within = folder === undefined ? null : await placesOf(folder)
  const chosen: Shown[] = []
  for (let offset = 0; chosen.length < limit; offset += PAGE) {
    const rows = await read({ limit: PAGE, offset })
    for (const row of rows) {
      if (chosen.length === limit) break
      const shown = await show(row)
      if (!within || placesIn(shown).some(root => within.some(place => isWithin(root, place)))) chosen.push(shown)
    }
    if (rows.length < PAGE) break
  }
  return chosen
}

/** The latest sessions and comparisons, so many at most together. */
export async function latest(
  store: Store,
  request: HistoryRequest,
): Promise<{ readonly sessions: HistoryEntry[]; readonly comparisons: ListedComparison[] }> {
  const [sessions, comparisons] = await Promise.all([listSessions(store, request), listComparisons(store, request)])
  const shown = new Set(
    [...sessions, ...comparisons]
      .sort((one, other) => other.startedAt.getTime() - one.startedAt.getTime())
      .slice(0, request.limit)
      .map(({ id }) => id),
  )
  return {
    sessions: sessions.filter(({ id }) => shown.has(id)),
    comparisons: comparisons.filter(({ id }) => shown.has(id)),
  }
}

/** Comparisons, the latest first. */
export const listComparisons = (store: Store, request: HistoryRequest): Promise<ListedComparison[]> =>
  chosenRows(
    request,
    page => store.comparisons.list(page),
    async row => row,
    ({ summary }) => summary.folders,
  )

/** Sessions, the latest first. */
export async function listSessions(store: Store, request: HistoryRequest): Promise<HistoryEntry[]> {
  const chosen = await chosenRows(
    request,
    page => store.sessions.list(page),
    async row => ({ ...row, summary: row.summary ?? (await summaryOf(store, row.id)) }),
    ({ summary }) => summary.targets.map(({ root }) => root),
  )
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
