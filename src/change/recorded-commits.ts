import { tryGit } from './git.js'

/** What a commit is in a repository: whether its content has the id it goes by, and which tree and parent it has. */
export interface CommitFacts {
  readonly isThere: boolean
  /** Whether hashing it again gives its id. */
  readonly isIntact: boolean
  readonly tree: string
  readonly parent: string
}

/** Reads a commit as it is, whatever the repository would have it replaced by. */
export async function commitFacts(repository: string, sha: string): Promise<CommitFacts> {
  const raw = await tryGit(repository, ['--no-replace-objects', 'cat-file', 'commit', sha])
  if (raw.exitCode !== 0) return { isThere: false, isIntact: false, tree: '', parent: '' }
  const hashed = await tryGit(repository, ['hash-object', '-t', 'commit', '--stdin'], { input: raw.stdout })
  const field = (name: string) => new RegExp(`^${name} (\\w+)$`, 'm').exec(raw.stdout.toString())?.[1] ?? ''
  return {
    isThere: true,
    isIntact: hashed.stdout.toString().trim() === sha,
    tree: field('tree'),
    parent: field('parent'),
  }
}
