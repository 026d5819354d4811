import path from 'node:path'
import { TunewrightError } from '../model/errors.js'
import { cloneRevision } from './clone-repository.js'
import { tryGit } from './git.js'
import { findSource } from './source.js'

/** A revision of the user's repository, checked out in a place of ours. */
export interface CheckedOutRevision {
  /** Full id of the commit. */
  readonly commit: string
  /** The package in our checkout, absolute. */
  readonly root: string
  /** The user's own checkout. */
  readonly surroundings: string
}

/**
 * The commit that a name stands for in the repository of a folder.
 * @param revision as git understands it: a branch, a tag, a commit, `HEAD~2` …
 * @returns null where there is none of that name, or the folder is in no repository
 */
export async function findRevision(folder: string, revision: string): Promise<string | null> {
  const asked = await tryGit(folder, ['rev-parse', '--verify', '--quiet', '--end-of-options', `${revision}^{commit}`])
  return asked.exitCode === 0 ? asked.stdout.toString().trim() : null
}

/**
 * Checks a commit of the user's repository out into an empty folder. Their own checkout is read at most.
 * @param folder in the user's checkout: the package
 * @throws TunewrightError TARGET_UNSUPPORTED where it is in no repository, CANCELLED
 */
export async function checkOutRevision(
  folder: string,
  commit: string,
  to: string,
  signal?: AbortSignal,
): Promise<CheckedOutRevision> {
  const source = await findSource(folder)
  if (source.kind === 'folder')
    throw new TunewrightError('TARGET_UNSUPPORTED', `${folder} is in no git repository, so it has no revisions.`, {
      remedy: 'Name two folders instead.',
    })
  await cloneRevision({ ...source, commit }, to, signal)
  return { commit, root: path.join(to, source.prefix), surroundings: source.folder }
}
