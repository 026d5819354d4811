import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { git, tryGit } from './git.js'

/** What became of a branch that was handed over; nothing is written to find out. */
export interface BranchFacts {
  /** The commit it is at; null: there is no such branch (any more). */
  readonly at: string | null
  /** Whether it still contains the commit that was handed over. */
  readonly holdsIt: boolean
  /** Whether HEAD of the checkout contains the commit that was handed over. */
  readonly inHead: boolean
  /** Other branches that contain it, ours and pushed copies of it left out. */
  readonly mergedInto: readonly string[]
  /** Remote-tracking branches of its name: it was pushed. */
  readonly pushedTo: readonly string[]
}

const isOurs = (ref: string): boolean => /(^|\/)tunewright\//.test(ref)

/** @param sha the last commit that was handed over */
export async function branchFacts(repository: string, branch: string, sha: string): Promise<BranchFacts> {
  const [at, ancestor, contained, own] = await Promise.all([
    tryGit(repository, ['rev-parse', '--verify', '--quiet', `refs/heads/${branch}^{commit}`]),
    tryGit(repository, ['merge-base', '--is-ancestor', sha, 'HEAD']),
    // Fails where the commit itself is gone: then nothing contains it.
    tryGit(repository, ['for-each-ref', '--format=%(refname:short)', '--contains', sha, 'refs/heads', 'refs/remotes']),
    git(repository, ['for-each-ref', '--format=%(refname:short)', `refs/remotes/*/${branch}`]),
  ])
  const lines = (text: string) => text.split('\n').filter(line => line !== '')
  const containing = contained.exitCode === 0 ? lines(contained.stdout.toString()) : []
  return {
    at: at.exitCode === 0 ? at.stdout.toString().trim() : null,
    holdsIt: containing.includes(branch),
    inHead: ancestor.exitCode === 0,
    mergedInto: containing.filter(ref => ref !== branch && !isOurs(ref)),
    pushedTo: lines(own),
  }
}

/** Worktrees that have a branch checked out, or are in the middle of a rebase or a bisection of it. */
export async function worktreesOf(repository: string, branch: string): Promise<string[]> {
  const listed = await git(repository, ['worktree', 'list', '--porcelain'])
  const trees = listed.split('\n\n').map(block => ({
    folder: /^worktree (.*)$/m.exec(block)?.[1] ?? '',
    checkedOut: /^branch refs\/heads\/(.*)$/m.exec(block)?.[1],
  }))
  const busy = await Promise.all(
    trees.map(async ({ folder, checkedOut }) => checkedOut === branch || (await underWay(folder)).includes(branch)),
  )
  return trees.filter((_, index) => busy[index]).map(({ folder }) => folder)
}

/** Branches that a rebase or a bisection in a worktree will come back to. */
async function underWay(folder: string): Promise<string[]> {
  const names = ['rebase-merge/head-name', 'rebase-apply/head-name', 'BISECT_START']
  const asked = await tryGit(folder, ['rev-parse', ...names.flatMap(name => ['--git-path', name])]).catch(() => null)
  if (asked?.exitCode !== 0) return [] // a worktree whose folder is gone
  const files = asked.stdout.toString().trim().split('\n')
  const heads = await Promise.all(files.map(file => readFile(path.resolve(folder, file), 'utf8').catch(() => '')))
  return heads.map(head => head.trim().replace(/^refs\/heads\//, ''))
}

/**
 * Takes a branch away that is exactly at a commit; git itself compares and deletes in one step.
 * @throws TunewrightError CLONE_FAILED where it is at another one, or is not there
 */
export async function deleteBranch(repository: string, branch: string, sha: string): Promise<void> {
  await git(repository, ['update-ref', '-d', `refs/heads/${branch}`, sha])
}
