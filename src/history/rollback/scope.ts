import path from 'node:path'
import type { OptimizationAutomationSession } from '../../model/session.js'
import type { TargetSystem } from '../../model/target.js'
import type { Found } from '../find.js'

/** What of one target is to be taken back. */
export interface RollbackScope {
  readonly session: OptimizationAutomationSession
  readonly target: TargetSystem
  /** The same for the same scope, so that done twice it is known. */
  readonly id: string
  /** What the branch or the patch is called after. */
  readonly name: string
  readonly optimizations: readonly string[]
  /** Oldest first; never empty. */
  readonly commits: readonly string[]
  /** Whether these are all the commits that were handed over. */
  readonly isWhole: boolean
}

/** How ids are shortened where they name something. */
export const shortId = (id: string): string => id.slice(0, 8)

/** What was handed over of a session or an optimization, target by target; nothing where nothing was kept. */
export function rollbackScopes({ session, optimization }: Found): RollbackScope[] {
  return session.config.targets.flatMap(target => {
    const delivered = session.delivery[target.id]?.commits.map(({ sha }) => sha) ?? []
    const kept = session.results.flatMap(result =>
      result.context.target.id === target.id && (optimization === null || result.id === optimization)
        ? result.execution.trials.flatMap(({ commit }) =>
            commit !== null && delivered.includes(commit) ? [{ commit, id: result.id }] : [],
          )
        : [],
    )
    const [first] = kept
    if (!first) return []
    const commits = delivered.filter(sha => kept.some(({ commit }) => commit === sha))
    const isWhole = commits.length === delivered.length
    return [
      {
        session,
        target,
        id: isWhole ? `${session.id}/${target.id}` : first.id,
        name: isWhole ? session.id : shortId(first.id),
        optimizations: [...new Set(kept.map(({ id }) => id))],
        commits,
        isWhole,
      },
    ]
  })
}

/** Where a session's private clone of a target is, if it was not cleaned away. */
export const cloneFolder = (session: OptimizationAutomationSession, target: Pick<TargetSystem, 'id'>): string =>
  path.join(session.stateFolder, target.id, 'clone')
