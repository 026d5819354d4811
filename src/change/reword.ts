import type { Clone } from './clone.js'
import { git } from './git.js'

/**
 * Gives commits of a clone's branch other messages: the same trees, authors and times, so that doing it again makes the same commits. Files and index stay
 * as they are.
 * @param commits all since the base, oldest first, each with its new message, or with null to keep its own
 * @returns what each is now, by what it was
 */
export async function rewordCommits(
  clone: Clone,
  commits: readonly { readonly sha: string; readonly message: string | null }[],
): Promise<ReadonlyMap<string, string>> {
  const { folder, base } = clone
  const now = new Map<string, string>()
  let parent = base
  for (const { sha, message } of commits) {
    const show = (format: string) => git(folder, ['show', '--no-patch', `--format=${format}`, sha])
    const [name, email, authored, committed] = (await show('%an%n%ae%n%aI%n%cI')).split('\n')
    const made = await git(folder, ['-c', 'core.fsync=all', 'commit-tree', `${sha}^{tree}`, '-p', parent, '-F', '-'], {
      input: message ?? (await show('%B')),
      environment: {
        GIT_AUTHOR_NAME: name!,
        GIT_AUTHOR_EMAIL: email!,
        GIT_AUTHOR_DATE: authored!,
        GIT_COMMITTER_NAME: name!,
        GIT_COMMITTER_EMAIL: email!,
        GIT_COMMITTER_DATE: committed!,
      },
    })
    parent = made.trim()
    now.set(sha, parent)
  }
  if (commits.length > 0) await git(folder, ['update-ref', 'HEAD', parent])
  return now
}
