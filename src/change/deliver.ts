import { mkdir, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { TunewrightError } from '../model/errors.js'
import { stateFolder } from '../system/state-folder.js'
import { git, tryGit, zeroSeparated } from './git.js'

export type Delivery =
  | { readonly branch: string /** Shas, oldest first. */; readonly commits: readonly string[] }
  /** Absolute path of a patch that `git apply` takes, for a project without a repository. */
  | { readonly patch: string; readonly commits: readonly string[] }

/** A branch name that is free: git keeps refs like paths, so `a` and `a/b` exclude each other. */
async function freeBranch(repository: string, wanted: string): Promise<string> {
  const listed = await git(repository, ['for-each-ref', '--format=%(refname:short)%00', 'refs/heads/'])
  const taken = zeroSeparated(listed.replaceAll('\n', '')).map(name => name.toLowerCase())
  const collides = (name: string) =>
    taken.some(other => other === name || other.startsWith(`${name}/`) || name.startsWith(`${other}/`))
  const parents = wanted.split('/').slice(0, -1)
  const blocked = parents.some((_, i) =>
    taken.includes(
      parents
        .slice(0, i + 1)
        .join('/')
        .toLowerCase(),
    ),
  )
  const base = blocked ? wanted.replaceAll('/', '-') : wanted
  let name = base
  for (let n = 2; collides(name.toLowerCase()); n++) name = `${base}-${n}`
  return name
}

/**
 * Brings the clone's head into the user's repository as a new branch, by one fetch: only objects and that branch are added.
 * No hook, tag, remote, `FETCH_HEAD`, index or file of theirs is touched.
 *
 * @throws TunewrightError CLONE_FAILED
 */
export async function deliverBranch(clone: string, repository: string, wanted: string): Promise<string> {
  const valid = await tryGit(repository, ['check-ref-format', `refs/heads/${wanted}`])
  if (valid.exitCode !== 0) {
    throw new TunewrightError('INPUT_INVALID', `\`${wanted}\` cannot be the name of a branch.`, {
      remedy: 'Use letters, digits, dashes and single slashes.',
    })
  }
  const branch = await freeBranch(repository, wanted)
  const quiet = ['--quiet', '--no-tags', '--no-write-fetch-head', '--no-prune', '--no-recurse-submodules']
  await git(repository, ['fetch', ...quiet, clone, `HEAD:refs/heads/${branch}`])
  return branch
}

/** Writes what the clone's commits change, binary files included, as a patch into the state folder. */
export async function deliverPatch(clone: string, base: string, wanted: string): Promise<string> {
  const diff = await tryGit(clone, [
    'diff',
    '--binary',
    '--full-index',
    '--no-color',
    '--no-ext-diff',
    '--no-textconv',
    base,
    'HEAD',
  ])
  if (diff.exitCode !== 0) {
    throw new TunewrightError('CLONE_FAILED', `The patch could not be made: ${diff.stderr.trim()}`, {
      remedy: 'Try again.',
    })
  }
  const file = path.join(stateFolder(), 'patches', `${wanted.replaceAll(/[^\w.-]+/g, '-')}.patch`)
  await mkdir(path.dirname(file), { recursive: true, mode: 0o700 })
  await writeFile(file, diff.stdout, { mode: 0o600 })
  return file
}
