import type { Clone } from './clone.js'
import { git } from './git.js'

/** The subject lines and trees of commits of a clone, in the order given. */
export const describeCommits = (
  clone: Pick<Clone, 'folder'>,
  shas: readonly string[],
): Promise<{ sha: string; subject: string; tree: string }[]> =>
  Promise.all(
    shas.map(async sha => {
      const [tree = '', ...subject] = (await git(clone.folder, ['show', '--no-patch', '--format=%T %s', sha])).split(
        ' ',
      )
      return { sha, subject: subject.join(' '), tree }
    }),
  )
