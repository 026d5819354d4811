import type { StateLimits } from '../../services/state-settings.js'
import { type Held, type Inventory, type SessionHeld, totalBytes } from './inventory.js'

/** Something that goes, and why. */
export interface Removal extends Held {
  readonly what: 'clone' | 'artifacts' | 'report' | 'analysis' | 'cache' | 'browser' | 'database'
  /** Of this session; null where it is of none. */
  readonly session: string | null
  readonly why:
    | 'older than the retention'
    | 'over the size cap'
    | 'left by a killed analysis'
    | 'everything was asked for'
}

export interface CleaningRequest extends StateLimits {
  /** ms since the epoch. */
  readonly now: number
  /** Whether what reports and verdicts are made from goes with the clones of old sessions. */
  readonly artifacts: boolean
  /** Everything but what is live and what was handed over. */
  readonly all?: boolean
}

type Why = Removal['why']

const ofSession = (session: SessionHeld, what: Removal['what'], parts: readonly Held[], why: Why): Removal[] =>
  parts.map(part => ({ ...part, what, session: session.id, why }))

const ofNone = (what: Removal['what'], parts: readonly Held[], why: Why): Removal[] =>
  parts.map(part => ({ ...part, what, session: null, why }))

function everything({ sessions, abandoned, caches, browsers, database }: Inventory): Removal[] {
  const why = 'everything was asked for'
  const ended = sessions.filter(({ live }) => !live)
  return [
    ...ended.flatMap(session => [
      ...ofSession(session, 'clone', session.clones, why),
      ...ofSession(session, 'artifacts', session.artifacts, why),
      ...ofSession(session, 'report', session.others, why),
    ]),
    ...ofNone('analysis', abandoned, why),
    ...ofNone('cache', caches, why),
    ...ofNone('browser', [browsers], why),
    ...ofNone('database', [database], why),
  ].filter(({ bytes }) => bytes > 0)
}

/**
 * What may go: clones of ended sessions older than the retention, what killed analyses left, and, while more is held than the cap, the
 * clones of the sessions that ended longest ago, and then the caches. Nothing of a live session, and nothing that was handed over. Pure.
 */
export function planCleaning(inventory: Inventory, request: CleaningRequest): Removal[] {
  if (request.all) return everything(inventory)
  const ended = inventory.sessions.filter(({ live }) => !live).toReversed()
  const old = ended.filter(({ lastUsed }) => request.now - lastUsed > request.retention)
  const removals = [
    ...old.flatMap(session => [
      ...ofSession(session, 'clone', session.clones, 'older than the retention'),
      ...(request.artifacts ? ofSession(session, 'artifacts', session.artifacts, 'older than the retention') : []),
    ]),
    ...ofNone('analysis', inventory.abandoned, 'left by a killed analysis'),
  ]
  let held = totalBytes(inventory) - removals.reduce((sum, { bytes }) => sum + bytes, 0)
  const overTheCap = [
    ...ended
      .filter(session => !old.includes(session))
      .flatMap(session => ofSession(session, 'clone', session.clones, 'over the size cap')),
    ...ofNone('cache', inventory.caches, 'over the size cap'),
  ]
  for (const removal of overTheCap) {
    if (held <= request.cap) break
    removals.push(removal)
    held -= removal.bytes
  }
  return removals
}
