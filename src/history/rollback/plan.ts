import { existsSync } from 'node:fs'
import path from 'node:path'
import { type BranchFacts, branchFacts, worktreesOf } from '../../change/branch-state.js'
import { freeBranch, patchFile } from '../../change/deliver.js'
import { reversePatch } from '../../change/reverse-patch.js'
import { revertCommits } from '../../change/revert-commits.js'
import { findSource, type Source } from '../../change/source.js'
import { TunewrightError } from '../../model/errors.js'
import type { Rollback } from '../../model/history.js'
import { rollbackMessage } from '../../report/rollback-message.js'
import { sha256 } from '../../system/hash.js'
import type { Means } from './effect.js'
import { cloneFolder, type RollbackScope } from './scope.js'

/** What a rollback will do, worked out in full, with nothing of the user's changed. */
export type RollbackPlan =
  | { readonly kind: 'planned'; readonly rollback: Rollback; readonly means: Means; readonly notes: readonly string[] }
  /** There is nothing to take back, and why. */
  | { readonly kind: 'nothing'; readonly reason: string }

const NO_MEANS: Means = { clone: null, patch: null }

/**
 * Works out how a scope is taken back: our branch is deleted where it is as we left it and holds nothing else; what was merged, moved or is
 * only a part is reverted in a private clone; a patch has its reverse.
 * @param workFolder for private clones
 * @throws TunewrightError CHANGE_REFUSED for conflicts, TARGET_NOT_FOUND, TARGET_UNSUPPORTED, CLONE_FAILED
 */
export async function planRollback(scope: RollbackScope, workFolder: string): Promise<RollbackPlan> {
  const delivery = scope.session.delivery[scope.target.id]
  const branch = delivery?.branch ?? null
  if (branch === null) return planPatch(scope)
  const source = await findSource(scope.target.root)
  if (source.kind !== 'repository') {
    throw new TunewrightError('TARGET_NOT_FOUND', `${scope.target.root} is no repository any more.`, {
      remedy: `The branch ${branch} was in it; bring the repository back and try again.`,
    })
  }
  const last = scope.commits.at(-1) ?? ''
  const facts = await branchFacts(source.folder, branch, last)
  const pushed = facts.pushedTo.map(name => `${name} was pushed and is not ours to take away.`)
  const isMerged = facts.mergedInto.length > 0 || (facts.inHead && source.commit !== facts.at)
  if (!scope.isWhole || isMerged || facts.at !== last) {
    return planReverts(scope, { source, branch, facts, workFolder, notes: pushed })
  }
  const busy = await worktreesOf(source.folder, branch)
  if (busy.length > 0) {
    const why = `${branch} is checked out in ${busy.join(', ')}, so it is not deleted.`
    return planReverts(scope, { source, branch, facts, workFolder, notes: [why, ...pushed] })
  }
  const effect = { kind: 'branch-deleted', repository: source.folder, branch, sha: last } as const
  return { kind: 'planned', rollback: rollbackOf(scope, effect, []), means: NO_MEANS, notes: pushed }
}

interface RevertInput {
  readonly source: Extract<Source, { kind: 'repository' }>
  readonly branch: string
  readonly facts: BranchFacts
  readonly workFolder: string
  readonly notes: readonly string[]
}

async function planReverts(scope: RollbackScope, input: RevertInput): Promise<RollbackPlan> {
  const { source, branch, facts, workFolder, notes } = input
  const { session, commits } = scope
  // HEAD where it holds the change; else the branch that does. Where neither does, it may have been merged under another id.
  const tip = !facts.inHead && facts.holdsIt ? facts.at : null
  const base = tip ?? source.commit
  const clone = path.join(workFolder, `rollback-${scope.name}`)
  const { head, files } = await revertCommits({
    repository: source.folder,
    folder: clone,
    base,
    commits,
    spares: [cloneFolder(session, scope.target)].filter(folder => existsSync(folder)),
    message: commit => rollbackMessage({ ...commit, sessionId: session.id, rollback: scope.name }),
  })
  if (head === base) {
    const elsewhere = facts.inHead ? [] : facts.mergedInto
    return {
      kind: 'nothing',
      reason:
        elsewhere.length > 0
          ? `HEAD does not have it, ${elsewhere.join(', ')} does: check that out and run it again.`
          : `${tip === null ? 'HEAD' : branch} does not have it, or it is taken back there already.`,
    }
  }
  const made = await freeBranch(source.folder, `tunewright/rollback-${scope.name}`)
  const effect = { kind: 'branch-made', repository: source.folder, branch: made, base, head } as const
  return {
    kind: 'planned',
    rollback: rollbackOf(scope, effect, files),
    means: { clone, patch: null },
    notes: tip === null ? notes : [...notes, `HEAD does not have the change: the new branch goes on from ${branch}.`],
  }
}

async function planPatch(scope: RollbackScope): Promise<RollbackPlan> {
  const { session, target, commits } = scope
  const delivered = session.delivery[target.id]?.patch
  const clone = cloneFolder(session, target)
  if (!existsSync(clone)) {
    throw new TunewrightError('TARGET_NOT_FOUND', 'The private copy that the patch came from was cleaned away.', {
      remedy: `Take it back with git itself, in ${target.root}: git apply -R ${delivered ?? 'the patch'}`,
    })
  }
  const { content, files, isBack } = await reversePatch(clone, target.root, commits)
  if (isBack) {
    return { kind: 'nothing', reason: `${target.root} does not have it: every file is as it was before the change.` }
  }
  const effect = {
    kind: 'patch-written',
    file: patchFile(`tunewright-rollback-${scope.name}`),
    sha256: sha256(content),
  } as const
  return {
    kind: 'planned',
    rollback: rollbackOf(scope, effect, files),
    means: { clone: null, patch: content },
    notes: [],
  }
}

const rollbackOf = (
  { id, session, target, optimizations, commits }: RollbackScope,
  effect: Rollback['effect'],
  files: Rollback['files'],
): Rollback => ({
  id,
  sessionId: session.id,
  targetId: target.id,
  optimizations,
  commits,
  at: new Date(),
  effect,
  files,
})
