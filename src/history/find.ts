import { TunewrightError } from '../model/errors.js'
import type { Comparison } from '../model/proving.js'
import type { OptimizationAutomationSession } from '../model/session.js'
import type { Store } from '../store/store.js'

/** What an id stands for: a session, or one optimization of it. */
export interface Found {
  readonly session: OptimizationAutomationSession
  /** Id of the optimization; null: the whole session. */
  readonly optimization: string | null
}

/** The same, or a comparison. */
export type FoundRecord = Found | { readonly comparison: Comparison }

/** The word for the session or comparison begun last; for what only sessions have, for the last session. */
export const LATEST = 'latest'

/** So many of those that an id could mean are named. */
const NAMED = 5

/**
 * Finds what an id of a session, an optimization or a comparison stands for: whole, its beginning where no other has the same, a branch's name,
 * or `latest` for the last of sessions and comparisons.
 * @throws TunewrightError TARGET_NOT_FOUND for one that is not known, INPUT_INVALID for one that several begin with
 */
export async function findRecord(store: Store, asked: string): Promise<FoundRecord> {
  const wanted = asked.replace(/^tunewright\/(rollback-)?/, '')
  const found = wanted === LATEST ? await latest(store) : await matching(store, wanted)
  if (found.kind === 'comparison') {
    const comparison = await store.comparisons.find(found.id)
    if (comparison) return { comparison }
    throw unknown(asked)
  }
  const session = await store.sessions.find(found.id)
  if (session) return { session, optimization: found.optimization }
  throw unknown(asked)
}

/** As `findRecord`, for what only sessions have. @throws TunewrightError INPUT_INVALID for a comparison */
export async function findById(store: Store, asked: string): Promise<Found> {
  const found = await findRecord(store, asked === LATEST ? (await latestSession(store)).id : asked)
  if ('session' in found) return found
  throw new TunewrightError(
    'INPUT_INVALID',
    `${found.comparison.proving.id} is a comparison: nothing of it was put into your project.`,
    { remedy: 'Name a session or an optimization; `tunewright history` lists them.' },
  )
}

async function latest(store: Store) {
  const [[session], [comparison]] = await Promise.all([
    store.sessions.list({ limit: 1 }),
    store.comparisons.list({ limit: 1 }),
  ])
  if (comparison && (!session || comparison.startedAt > session.startedAt))
    return { kind: 'comparison' as const, id: comparison.id }
  if (session) return { kind: 'session' as const, id: session.id, optimization: null }
  throw new TunewrightError('TARGET_NOT_FOUND', 'There is no session and no comparison yet.', {
    remedy: 'Start one: tunewright optimize, or tunewright prove.',
  })
}

async function latestSession(store: Store) {
  const [last] = await store.sessions.list({ limit: 1 })
  if (last) return last
  throw new TunewrightError('TARGET_NOT_FOUND', 'There is no session yet.', {
    remedy: 'Start one: tunewright optimize.',
  })
}

async function matching(store: Store, wanted: string) {
  const [sessions, optimizations, comparisons] = await Promise.all([
    store.sessions.startingWith(wanted, NAMED + 1),
    store.optimizations.startingWith(wanted, NAMED + 1),
    store.comparisons.startingWith(wanted, NAMED + 1),
  ])
  const found = [
    ...sessions.map(id => ({ kind: 'session' as const, name: id, id, optimization: null })),
    ...optimizations.map(({ id, sessionId }) => ({
      kind: 'session' as const,
      name: id,
      id: sessionId,
      optimization: id,
    })),
    ...comparisons.map(id => ({ kind: 'comparison' as const, name: id, id })),
  ]
  const exact = found.find(({ name }) => name === wanted)
  const [only, ...others] = exact ? [exact] : found
  if (wanted === '' || !only) throw unknown(wanted)
  if (others.length === 0) return only
  const names = found.map(({ name }) => name)
  throw new TunewrightError(
    'INPUT_INVALID',
    `"${wanted}" could be any of ${names.slice(0, NAMED).join(', ')}${names.length > NAMED ? ' and others' : ''}.`,
    { remedy: 'Give more of the id.' },
  )
}

const unknown = (asked: string) =>
  new TunewrightError('TARGET_NOT_FOUND', `No session, optimization or comparison has the id "${asked}".`, {
    remedy:
      'See `tunewright history --all` for sessions and comparisons, and `tunewright history <session>` for its optimizations.',
  })
