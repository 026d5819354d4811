import { existsSync } from 'node:fs'
import type { Clone } from './clone.js'
import { git, tryGit, zeroSeparated } from './git.js'

/** Where the branch was while it is put together anew; there only meanwhile. */
const WHOLE = 'refs/tunewright/whole'

/** Files in which a commit cannot be taken back, or made again, because others changed them in the same places. */
export interface InTheWay {
  readonly inTheWay: readonly string[]
}

const identityOf = ({ author }: Clone) => ({
  GIT_AUTHOR_NAME: author.name,
  GIT_AUTHOR_EMAIL: author.email,
  GIT_COMMITTER_NAME: author.name,
  GIT_COMMITTER_EMAIL: author.email,
})

const conflicting = async (folder: string): Promise<string[]> =>
  [...new Set(zeroSeparated(await git(folder, ['diff', '--name-only', '-z', '--diff-filter=U'])))].sort()

/**
 * Runs some work (a build) on a clone's sources as they would be without one of its commits, and puts them back. Nothing is committed and HEAD stays where it
 * is, so that a killed run loses none of the commits.
 * @throws whatever the work throws, once the sources are back
 */
export async function onSourcesWithout<T>(
  clone: Clone,
  commit: string,
  work: () => Promise<T>,
): Promise<{ readonly result: T } | InTheWay> {
  const { folder } = clone
  const reverted = await tryGit(folder, ['revert', '--no-commit', commit], { environment: identityOf(clone) })
  try {
    return reverted.exitCode === 0 ? { result: await work() } : { inTheWay: await conflicting(folder) }
  } finally {
    await git(folder, ['reset', '--quiet', '--hard', 'HEAD'])
  }
}

/**
 * Takes one commit out of a clone's branch: those before it stay as they are, those after it are made again, each with its message.
 * @returns what each later commit is now, by what it was; or the files in the way, with the branch as it was
 * @throws TunewrightError CLONE_FAILED
 */
export async function takeOutCommit(
  clone: Clone,
  commit: string,
): Promise<{ readonly renamed: ReadonlyMap<string, string> } | InTheWay> {
  const { folder } = clone
  const environment = identityOf(clone)
  const later = (await git(folder, ['rev-list', '--reverse', `${commit}..HEAD`])).split('\n').filter(sha => sha !== '')
  const renamed = new Map<string, string>()
  await git(folder, ['update-ref', WHOLE, 'HEAD'])
  await git(folder, ['reset', '--quiet', '--hard', `${commit}^`])
  for (const sha of later) {
    const picked = await tryGit(folder, ['cherry-pick', '--no-commit', sha], { environment })
    const isEmpty =
      picked.exitCode === 0 && (await tryGit(folder, ['diff', '--cached', '--quiet', 'HEAD'])).exitCode === 0
    if (picked.exitCode !== 0 || isEmpty) {
      const inTheWay = await conflicting(folder)
      await putBranchBack(folder)
      return { inTheWay }
    }
    const message = await git(folder, ['show', '--no-patch', '--format=%B', sha])
    await git(folder, ['-c', 'core.fsync=all', 'commit', '--quiet', '--no-verify', '--cleanup=verbatim', '--file=-'], {
      input: message,
      environment,
    })
    renamed.set(sha, await clone.head())
  }
  await git(folder, ['update-ref', '-d', WHOLE])
  return { renamed }
}

/**
 * Puts a clone's branch where it was before, with all of its commits.
 * @param at a commit that was made on top of its base, or what names one
 * @throws TunewrightError CLONE_FAILED
 */
export const restoreBranch = async ({ folder }: Pick<Clone, 'folder'>, at: string): Promise<void> => {
  await git(folder, ['reset', '--quiet', '--hard', at])
}

/** Where a run was killed while it put a branch together anew: the branch as it was before. */
export async function putBranchBack(folder: string): Promise<void> {
  if (!existsSync(folder)) return
  const whole = await tryGit(folder, ['rev-parse', '--verify', '--quiet', WHOLE])
  if (whole.exitCode !== 0) return
  await restoreBranch({ folder }, WHOLE)
  await git(folder, ['update-ref', '-d', WHOLE])
}
