import type { Clone } from './clone.js'
import { git } from './git.js'

/** The subject lines of commits of a clone, in the order given. */
export const commitSubjects = (
  clone: Pick<Clone, 'folder'>,
  shas: readonly string[],
): Promise<{ sha: string; subject: string }[]> =>
  Promise.all(
    shas.map(async sha => ({ sha, subject: await git(clone.folder, ['show', '--no-patch', '--format=%s', sha]) })),
  )
