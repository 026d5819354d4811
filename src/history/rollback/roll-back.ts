import { mkdir, rm } from 'node:fs/promises'
import path from 'node:path'
import { TunewrightError } from '../../model/errors.js'
import type { Rollback } from '../../model/history.js'
import type { Store } from '../../store/store.js'
import { withLock } from '../../system/lock.js'
import { scratchFolder } from '../../system/runs.js'
import { stateFolder } from '../../system/state-folder.js'
import { type Found, findById } from '../find.js'
import { carryOut, isCarriedOut, type Means } from './effect.js'
import { planRollback } from './plan.js'
import { afterRollback } from './record.js'
import { type RollbackScope, rollbackScopes } from './scope.js'

/** What came of a rollback on one target. */
export interface RollbackStep {
  readonly targetId: string
  /** `planned`: what would be done, in a dry run. `nothing`: there is nothing to take back; `notes` say why. */
  readonly outcome: 'done' | 'done-before' | 'planned' | 'nothing'
  readonly rollback: Rollback | null
  readonly notes: readonly string[]
}

export interface RollbackOptions {
  /** Work everything out, conflicts included, and change nothing. */
  readonly dryRun?: boolean
  /** Asked before a branch of ours is deleted; without one, calling is consent. */
  readonly confirm?: (branches: readonly string[]) => Promise<boolean>
  /** Called by name between what is durable and what follows; tests stop there. */
  readonly checkpoint?: (point: string) => void
}

interface Prepared {
  readonly scope: RollbackScope
  readonly rollback: Rollback
  readonly means: Means
  readonly notes: readonly string[]
  /** Carried out already, but not on record as such. */
  readonly isCarriedOut: boolean
}

/**
 * Takes back what a session or an optimization put into the user's hands. Written down before it is done, so that one that was stopped in
 * the middle is finished by doing it again; one that is done is not done twice.
 *
 * @param asked id of a session or an optimization, or its beginning
 * @throws TunewrightError TARGET_NOT_FOUND, INPUT_INVALID, BUSY for a session that still runs, CHANGE_REFUSED for conflicts, CANCELLED
 *   where `confirm` says no; in each case nothing was changed
 */
export async function rollBack(store: Store, asked: string, options: RollbackOptions = {}): Promise<RollbackStep[]> {
  const found = await findById(store, asked)
  await requireEnded(store, found)
  const locks = path.join(stateFolder(), 'locks')
  await mkdir(locks, { recursive: true, mode: 0o700 })
  return withLock(path.join(locks, `rollback-${found.session.id}.json`), () => roll(store, found, options))
}

async function roll(store: Store, found: Found, options: RollbackOptions): Promise<RollbackStep[]> {
  const work = scratchFolder('rollback', 'work')
  const prepared: (Prepared | RollbackStep)[] = []
  const scopes = rollbackScopes(found)
  if (scopes.length === 0) return [nothingKept(found)]
  try {
    // All of it is worked out before any of it is done: a conflict in one target leaves the others alone too.
    for (const scope of scopes) prepared.push(await prepare(store, scope, work))
    const open = prepared.filter(one => 'scope' in one)
    if (options.dryRun) return prepared.map(one => ('scope' in one ? stepOf(one, 'planned') : one))
    const deleted = open.flatMap(({ rollback: { effect }, isCarriedOut }) =>
      effect.kind === 'branch-deleted' && !isCarriedOut ? [effect.branch] : [],
    )
    if (deleted.length > 0 && options.confirm && !(await options.confirm(deleted))) throw declined(deleted)
    const steps: RollbackStep[] = []
    for (const one of prepared) steps.push('scope' in one ? await perform(store, one, options.checkpoint) : one)
    return steps
  } finally {
    await rm(work, { recursive: true, force: true })
  }
}

async function prepare(store: Store, scope: RollbackScope, work: string): Promise<Prepared | RollbackStep> {
  const stored = await store.rollbacks.find(scope.id)
  const earlier = await store.rollbacks.done([scope.session.id])
  const covering = earlier.find(
    ({ targetId, optimizations }) =>
      targetId === scope.target.id && scope.optimizations.every(id => optimizations.includes(id)),
  )
  const step = { targetId: scope.target.id }
  if (covering) return { ...step, outcome: 'done-before', rollback: covering, notes: [] }
  if (stored?.status === 'intended' && (await isCarriedOut(stored.rollback.effect))) {
    const notes = ['It had been carried out, and is now on record.']
    return { scope, rollback: stored.rollback, means: { clone: null, patch: null }, notes, isCarriedOut: true }
  }
  const plan = await planRollback(scope, work)
  if (plan.kind === 'nothing') return { ...step, outcome: 'nothing', rollback: null, notes: [plan.reason] }
  return { scope, ...plan, isCarriedOut: false }
}

async function perform(store: Store, prepared: Prepared, checkpoint?: (point: string) => void): Promise<RollbackStep> {
  const { rollback, means } = prepared
  if (!prepared.isCarriedOut) {
    await store.rollbacks.intend(rollback)
    checkpoint?.('intended')
    await carryOut(rollback.effect, means)
    checkpoint?.('carried out')
  }
  await store.rollbacks.complete(rollback.id, (session, outcomes) => afterRollback(rollback, session, outcomes))
  return stepOf(prepared, 'done')
}

const stepOf = ({ scope, rollback, notes }: Prepared, outcome: RollbackStep['outcome']): RollbackStep => ({
  targetId: scope.target.id,
  outcome,
  rollback,
  notes,
})

const nothingKept = ({ session, optimization }: Found): RollbackStep => ({
  targetId: session.config.targets[0]?.id ?? '',
  outcome: 'nothing',
  rollback: null,
  notes: [
    optimization === null
      ? 'Nothing was handed over: what the session tried was put back by itself.'
      : 'Nothing of this optimization was kept: what it tried was put back by itself.',
  ],
})

async function requireEnded(store: Store, { session }: Found): Promise<void> {
  if (!(await store.sessions.isRunning(session.id))) return
  throw new TunewrightError('BUSY', `The session ${session.id} is still running.`, {
    remedy: 'Wait for it to end, or stop it with Ctrl-C: it puts back what it has not kept.',
  })
}

const declined = (branches: readonly string[]) =>
  new TunewrightError('CANCELLED', `${branches.join(', ')} stays: it was not agreed to.`, {
    remedy: 'Run it again when ready.',
  })
