import { lstat, mkdir, rm } from 'node:fs/promises'
import path from 'node:path'
import { TunewrightError } from '../model/errors.js'
import { copyTree } from './copy.js'
import { excludeInstalled } from './exclude-installed.js'
import { git, tryGit, zeroSeparated } from './git.js'
import type { Source } from './source.js'
import { type DirtyFile, dirtyFiles } from './working-tree.js'

/** Settings of a repository that decide what its files look like once checked out. */
const CHECKOUT_SETTINGS = [
  'core.autocrlf',
  'core.eol',
  'core.filemode',
  'core.symlinks',
  'core.ignorecase',
  'core.precomposeunicode',
]

/** Git does not hand our settings on to the process that reads the other repository, which may be of another owner. */
const UPLOAD = "git -c 'safe.directory=*' upload-pack"

/** Clones a repository without remotes, with a commit checked out. */
export async function cloneAt(source: string, folder: string, commit: string, signal?: AbortSignal): Promise<void> {
  const o = signal ? { signal } : {}
  await mkdir(path.dirname(folder), { recursive: true, mode: 0o700 })
  // Not `--local`: where hard links to the (immutable) objects cannot be made, git then copies instead of failing.
  await git(
    path.dirname(folder),
    ['clone', '--quiet', '--no-checkout', '--template=', '--origin', 'origin', '--upload-pack', UPLOAD, source, folder],
    o,
  )
  await git(folder, ['remote', 'remove', 'origin'])
  await excludeInstalled(folder)
  for (const name of CHECKOUT_SETTINGS) {
    const own = await tryGit(source, ['config', '--local', '--get', name])
    if (own.exitCode === 0) await git(folder, ['config', name, own.stdout.toString().trim()])
  }
  await git(folder, ['checkout', '--quiet', '--detach', commit], o)
}

/** Submodules as they are recorded in the commit, from the user's own checkouts of them; those not checked out stay empty. */
async function cloneSubmodules(source: string, folder: string, signal?: AbortSignal): Promise<void> {
  for (const entry of zeroSeparated(await git(folder, ['ls-tree', '-r', '-z', 'HEAD']))) {
    const [, commit, at] = /^160000 commit (\w+)\t(.*)$/s.exec(entry) ?? []
    if (!commit || !at) continue
    const checkedOut = await lstat(path.join(source, at, '.git')).catch(() => null)
    if (!checkedOut) continue
    await rm(path.join(folder, at), { recursive: true, force: true })
    await cloneAt(path.join(source, at), path.join(folder, at), commit, signal)
    await cloneSubmodules(path.join(source, at), path.join(folder, at), signal)
  }
}

/** A commit of the user's repository with its submodules, without remotes. */
export async function cloneRevision(
  source: Extract<Source, { kind: 'repository' }>,
  folder: string,
  signal?: AbortSignal,
): Promise<void> {
  await cloneAt(source.folder, folder, source.commit, signal)
  await cloneSubmodules(source.folder, folder, signal)
}

/** Filters that exist only in the user's setup (LFS, git-crypt) would make another project of the clone: compare sizes. */
async function requireSameFiles(source: string, folder: string, dirty: readonly DirtyFile[]): Promise<void> {
  const differs = new Set(dirty.map(file => file.path))
  for (const entry of zeroSeparated(await git(source, ['ls-files', '-z', '-v']))) {
    const at = entry.slice(2)
    if (!entry.startsWith('H ') || differs.has(at)) continue
    const [theirs, ours] = await Promise.all([source, folder].map(root => lstat(path.join(root, at)).catch(() => null)))
    if (!theirs?.isFile() || theirs.size === ours?.size) continue
    throw new TunewrightError('TARGET_UNSUPPORTED', `${at} is not the same in a private clone as in the checkout.`, {
      remedy:
        'Files that pass through a filter (Git LFS, git-crypt) are not handled: optimize a plain copy of the folder.',
      details: { path: at, bytes: theirs.size, inClone: ours?.size ?? null },
    })
  }
}

async function takeDirty(source: string, folder: string, dirty: readonly DirtyFile[]): Promise<void> {
  for (const file of dirty) {
    const to = path.join(folder, file.path)
    await rm(to, { recursive: true, force: true })
    if (file.state !== 'deleted') await copyTree(path.join(source, file.path), to)
  }
  await git(folder, ['add', '--all'])
}

/**
 * Clones the user's repository at HEAD, without remotes. Reads their checkout only: objects are shared as hard links at most.
 *
 * @returns what differs from HEAD in the user's tree; with `includeDirty` it is staged in the clone
 */
export async function cloneRepository(
  source: Extract<Source, { kind: 'repository' }>,
  folder: string,
  o: { includeDirty: boolean; signal?: AbortSignal },
): Promise<DirtyFile[]> {
  const dirty = await dirtyFiles(source.folder)
  await cloneRevision(source, folder, o.signal)
  await requireSameFiles(source.folder, folder, dirty)
  if (o.includeDirty && dirty.length > 0) await takeDirty(source.folder, folder, dirty)
  return dirty
}
