import { rm } from 'node:fs/promises'
import { TunewrightError } from '../model/errors.js'
import type { RolledBackFile } from '../model/history.js'
import { changedFiles, compareWithBefore } from './changed-files.js'
import { cloneAt } from './clone-repository.js'
import { git, tryGit, zeroSeparated } from './git.js'
import { authorOf } from './identity.js'

export interface RevertOptions {
  /** The user's checkout: read only. */
  readonly repository: string
  /** Where the private clone is made; what is there is replaced. */
  readonly folder: string
  /** The commit that the reverts are made on. */
  readonly base: string
  /** Oldest first. */
  readonly commits: readonly string[]
  /** Other repositories that may still hold a commit that the user's does not have any more. */
  readonly spares: readonly string[]
  message(commit: { readonly sha: string; readonly subject: string }): string
}

export interface Reverted {
  /** `base` where nothing of the commits is in it. */
  readonly head: string
  readonly files: readonly RolledBackFile[]
}

/**
 * Reverts commits in a private clone, each by a commit of its own, and holds the result byte for byte against what was there before them.
 *
 * @throws TunewrightError CHANGE_REFUSED for a conflict, which names the files; TARGET_NOT_FOUND for a commit that is nowhere any more;
 *   CLONE_FAILED
 */
export async function revertCommits(o: RevertOptions): Promise<Reverted> {
  const { folder, base, commits } = o
  await rm(folder, { recursive: true, force: true })
  await cloneAt(o.repository, folder, base)
  for (const commit of commits) await provideCommit(folder, commit, [o.repository, ...o.spares])
  const changed = await changedFiles(folder, commits)
  const author = await authorOf(o.repository)
  const environment = {
    GIT_AUTHOR_NAME: author.name,
    GIT_AUTHOR_EMAIL: author.email,
    GIT_COMMITTER_NAME: author.name,
    GIT_COMMITTER_EMAIL: author.email,
  }
  for (const sha of commits.toReversed()) {
    const subject = await git(folder, ['show', '--no-patch', '--format=%s', sha])
    const reverted = await tryGit(folder, ['revert', '--no-commit', sha], { environment })
    if (reverted.exitCode !== 0) throw await conflict(folder, subject, reverted.stderr)
    const isEmpty = (await tryGit(folder, ['diff', '--cached', '--quiet', 'HEAD'])).exitCode === 0
    // Taken back already, by the user or by an earlier rollback.
    if (isEmpty) await git(folder, ['reset', '--quiet', '--hard', 'HEAD'])
    else
      await git(folder, ['commit', '--quiet', '--no-verify', '--cleanup=verbatim', '--file=-'], {
        input: o.message({ sha, subject }),
        environment,
      })
  }
  const head = await git(folder, ['rev-parse', 'HEAD'])
  const { files, wrong } = await compareWithBefore(folder, changed, base, head)
  if (wrong.length === 0) return { head, files }
  throw new TunewrightError('CHANGE_REFUSED', `Reverted, ${wrong.join(', ')} would not be as before the change.`, {
    remedy: 'This is a fault of ours: please report it. `git revert` in your repository does it meanwhile.',
    details: { files: wrong },
  })
}

async function provideCommit(folder: string, sha: string, sources: readonly string[]): Promise<void> {
  const isThere = async () => (await tryGit(folder, ['cat-file', '-e', `${sha}^{commit}`])).exitCode === 0
  for (const source of sources) {
    if (await isThere()) return
    // A commit that no branch holds any more is handed out as well.
    const pack = 'git -c uploadpack.allowAnySHA1InWant=true upload-pack'
    await tryGit(folder, ['fetch', '--quiet', '--no-tags', `--upload-pack=${pack}`, source, sha])
  }
  if (await isThere()) return
  throw new TunewrightError('TARGET_NOT_FOUND', `The commit ${sha.slice(0, 12)} is nowhere any more.`, {
    remedy: 'Its branch was deleted and its private copy cleaned away; there is nothing of it left to take back.',
  })
}

async function conflict(folder: string, subject: string, said: string): Promise<TunewrightError> {
  const unmerged = await git(folder, ['diff', '--name-only', '-z', '--diff-filter=U'])
  const files = [...new Set(zeroSeparated(unmerged))]
  return new TunewrightError(
    'CHANGE_REFUSED',
    files.length === 0
      ? `"${subject}" cannot be taken back: ${said.trim().slice(-500)}`
      : `"${subject}" cannot be taken back by itself: these files were changed since in the same places: ${files.join(', ')}.`,
    {
      remedy: `Run \`git revert\` for it in your repository and settle these files by hand.`,
      details: { files },
    },
  )
}
