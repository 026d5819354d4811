import { mkdir } from 'node:fs/promises'
import path from 'node:path'
import { TunewrightError } from '../model/errors.js'
import { stateFolder } from '../system/state-folder.js'
import { writeDurably } from './durable.js'
import { git, tryGit, zeroSeparated } from './git.js'

export type Delivery =
  | { readonly branch: string /** Shas, oldest first. */; readonly commits: readonly string[] }
  /** Absolute path of a patch that `git apply` takes, for a project without a repository. */
  | { readonly patch: string; readonly commits: readonly string[] }

/** What is about to be handed over. */
export interface IntendedDelivery {
  /** null: a patch in the state folder. */
  readonly repository: string | null
  readonly name: string
  /** The last of the commits. */
  readonly commit: string
}

/**
 * A branch name that is free: git keeps refs like paths, so `a` and `a/b` exclude each other.
 *
 * @throws TunewrightError INPUT_INVALID
 */
export async function freeBranch(repository: string, wanted: string): Promise<string> {
  const valid = await tryGit(repository, ['check-ref-format', `refs/heads/${wanted}`])
  if (valid.exitCode !== 0) {
    throw new TunewrightError('INPUT_INVALID', `\`${wanted}\` cannot be the name of a branch.`, {
      remedy: 'Use letters, digits, dashes and single slashes.',
    })
  }
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
export async function deliverBranch(clone: string, repository: string, branch: string): Promise<void> {
  const quiet = ['--quiet', '--no-tags', '--no-write-fetch-head', '--no-prune', '--no-recurse-submodules']
  await git(repository, ['fetch', ...quiet, clone, `HEAD:refs/heads/${branch}`])
}

/** What lies between two commits, binary files included, as a patch that `git apply` takes. @throws TunewrightError CLONE_FAILED */
export async function patchBetween(clone: string, from: string, to: string): Promise<Buffer> {
  const diff = await tryGit(clone, [
    'diff',
    '--binary',
    '--full-index',
    '--no-color',
    '--no-ext-diff',
    '--no-textconv',
    from,
    to,
  ])
  if (diff.exitCode === 0) return diff.stdout
  throw new TunewrightError('CLONE_FAILED', `The patch could not be made: ${diff.stderr.trim()}`, {
    remedy: 'Try again.',
  })
}

/** Where a patch is handed over. @param name letters, digits and the like; what cannot be in a file's name becomes a hyphen */
export const patchFile = (name: string): string =>
  path.join(stateFolder(), 'patches', `${name.replaceAll(/[^\w.-]+/g, '-')}.patch`)

/** Writes what the clone's commits change, binary files included, as a patch into the state folder. */
export async function deliverPatch(clone: string, base: string, wanted: string): Promise<string> {
  const patch = await patchBetween(clone, base, 'HEAD')
  const file = patchFile(wanted)
  await mkdir(path.dirname(file), { recursive: true, mode: 0o700 })
  await writeDurably(file, patch, 0o600)
  return file
}
