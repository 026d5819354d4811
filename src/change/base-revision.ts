import path from 'node:path'
import { escapePattern } from '../system/escape-pattern.js'
import { tryGit } from './git.js'
import { findRevision } from './revision.js'

/** What a checkout is held against, or why there is nothing. */
export type BaseRevision =
  | { readonly name: string; readonly commit: string }
  | { readonly missing: string; readonly inOrder: boolean }

const lines = (stdout: Buffer): string[] => stdout.toString().split('\n').filter(Boolean)

/** The branch that the folder's work is meant for: what CI says, else the remote's default, else one that is called so. */
async function targetBranch(folder: string, environment: Readonly<Record<string, string | undefined>>) {
  const said =
    environment.GITHUB_BASE_REF ||
    environment.CI_MERGE_REQUEST_TARGET_BRANCH_NAME ||
    environment.BITBUCKET_PR_DESTINATION_BRANCH
  const remote = await tryGit(folder, ['symbolic-ref', '--quiet', 'refs/remotes/origin/HEAD'])
  const byRemote = remote.exitCode === 0 ? lines(remote.stdout)[0]?.replace('refs/remotes/', '') : undefined
  const names = said ? [`origin/${said}`, said] : [byRemote, 'origin/main', 'origin/master', 'main', 'master']
  for (const name of names) {
    const commit = name === undefined ? null : await findRevision(folder, name)
    if (name !== undefined && commit !== null) return { name, commit }
  }
  return { missing: said ? `there is no branch ${said} here` : 'no default branch was found' }
}

const SHALLOW =
  'the checkout is shallow: its history does not reach the base (in GitHub Actions, `fetch-depth: 0` for actions/checkout)'

const isShallow = async (folder: string): Promise<boolean> =>
  lines((await tryGit(folder, ['rev-parse', '--is-shallow-repository'])).stdout)[0] === 'true'

/**
 * Where the checkout of a folder left the branch that it is meant for: the merge base of HEAD with it.
 * @param dirty whether uncommitted work is looked at too: then the branch's own head is something to compare with
 */
export async function mergeBase(
  folder: string,
  {
    dirty,
    environment,
  }: { readonly dirty: boolean; readonly environment: Readonly<Record<string, string | undefined>> },
): Promise<BaseRevision> {
  const head = await findRevision(folder, 'HEAD')
  if (head === null) return { missing: 'the folder is in no git repository', inOrder: false }
  const branch = await targetBranch(folder, environment)
  if ('missing' in branch) return { missing: (await isShallow(folder)) ? SHALLOW : branch.missing, inOrder: false }
  const asked = await tryGit(folder, ['merge-base', head, branch.commit])
  const commit = lines(asked.stdout)[0]
  if (commit === undefined) {
    const apart = `HEAD and ${branch.name} have no commit in common`
    return { missing: (await isShallow(folder)) ? SHALLOW : apart, inOrder: false }
  }
  if (commit === head && !dirty) return { missing: `HEAD has nothing that ${branch.name} lacks`, inOrder: true }
  const name = commit === branch.commit ? branch.name : `where it left ${branch.name}`
  return { name, commit }
}

export interface PathCommits {
  readonly id: string
  readonly subject: string
  /** Relative to the repository's root. */
  readonly paths: ReadonlySet<string>
}

/** So many commits are looked at: beyond that, none is named for older ones. */
const MOST = 1_000

/** The commits of a range with the files that each changes, the latest first; merges change nothing by themselves. */
export async function commitsBetween(
  repository: string,
  base: string,
  head: string,
  signal?: AbortSignal,
): Promise<readonly PathCommits[]> {
  const asked = await tryGit(
    repository,
    [
      'log',
      `--max-count=${MOST}`,
      '--no-renames',
      '--name-only',
      '-z',
      '--format=%x01%h%x02%s%x02',
      `${base}..${head}`,
    ],
    signal ? { signal } : {},
  )
  if (asked.exitCode !== 0) return []
  return asked.stdout
    .toString()
    .split('\u0001')
    .slice(1)
    .map(entry => {
      const [id = '', subject = '', rest = ''] = entry.split('\u0002')
      return {
        id,
        subject,
        paths: new Set(
          rest
            .split('\0')
            .map(name => name.trim())
            .filter(Boolean),
        ),
      }
    })
}

/**
 * The commits of a range in whose changes to some files a word stands, the latest first: those that brought, changed or took away the lines with it.
 * @param paths relative to the repository's root
 */
export async function commitsMentioning(
  repository: string,
  range: { readonly base: string; readonly head: string },
  word: string,
  paths: readonly string[],
  signal?: AbortSignal,
): Promise<readonly Omit<PathCommits, 'paths'>[]> {
  const asked = await tryGit(
    repository,
    [
      'log',
      `--max-count=${MOST}`,
      '--extended-regexp',
      `-G${escapePattern(word)}`,
      '-z',
      '--format=%h%x02%s',
      `${range.base}..${range.head}`,
      '--',
      ...paths.map(file => path.join(repository, file)),
    ],
    signal ? { signal } : {},
  )
  if (asked.exitCode !== 0) return []
  return asked.stdout
    .toString()
    .split('\0')
    .filter(Boolean)
    .map(entry => {
      const [id = '', subject = ''] = entry.split('\u0002')
      return { id: id.trim(), subject }
    })
}
