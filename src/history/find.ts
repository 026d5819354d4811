import { TunewrightError } from '../model/errors.js'
import type { OptimizationAutomationSession } from '../model/session.js'
import type { Store } from '../store/store.js'

/** What an id stands for: a session, or one optimization of it. */
export interface Found {
  readonly session: OptimizationAutomationSession
  /** Id of the optimization; null: the whole session. */
  readonly optimization: string | null
}

/** The word for the session begun last. */
export const LATEST = 'latest'

/** So many of those that an id could mean are named. */
const NAMED = 5

/**
 * Finds what an id of a session or an optimization stands for: whole, its beginning where no other has the same, a branch's name, or
 * `latest`.
 * @throws TunewrightError TARGET_NOT_FOUND for one that is not known, INPUT_INVALID for one that several begin with
 */
export async function findById(store: Store, asked: string): Promise<Found> {
  const wanted = asked.replace(/^tunewright\/(rollback-)?/, '')
  const { id, optimization } = wanted === LATEST ? await latest(store) : await matching(store, wanted)
  const session = await store.sessions.find(id)
  if (session) return { session, optimization }
  throw unknown(asked)
}

async function latest(store: Store) {
  const [last] = await store.sessions.list({ limit: 1 })
  if (last) return { id: last.id, optimization: null }
  throw new TunewrightError('TARGET_NOT_FOUND', 'There is no session yet.', {
    remedy: 'Start one: tunewright optimize.',
  })
}

async function matching(store: Store, wanted: string) {
  const [sessions, optimizations] = await Promise.all([
    store.sessions.startingWith(wanted, NAMED + 1),
    store.optimizations.startingWith(wanted, NAMED + 1),
  ])
  const found = [
    ...sessions.map(id => ({ name: id, id, optimization: null })),
    ...optimizations.map(({ id, sessionId }) => ({ name: id, id: sessionId, optimization: id })),
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
  new TunewrightError('TARGET_NOT_FOUND', `No session or optimization has the id "${asked}".`, {
    remedy: 'See `tunewright history --all` for sessions, and `tunewright history <session>` for its optimizations.',
  })
