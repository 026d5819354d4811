import { realpath } from 'node:fs/promises'
import path from 'node:path'
import { TunewrightError } from '../model/errors.js'
import { tryGit } from './git.js'

/** What a target's folder is, before it is cloned. */
export type Source =
  | {
      readonly kind: 'repository'
      /** Root of the user's checkout. */
      readonly folder: string
      /** The package within it, `` for the root. */
      readonly prefix: string
      readonly commit: string
    }
  | { readonly kind: 'folder'; readonly folder: string; readonly prefix: '' }

/**
 * A folder that git does not know (outside a repository, or ignored in one) is taken as it is.
 *
 * @throws TunewrightError TARGET_NOT_FOUND, or TARGET_UNSUPPORTED for a repository without a commit or without files
 */
export async function findSource(root: string): Promise<Source> {
  const folder = await realpath(root).catch((cause: unknown) => {
    throw new TunewrightError('TARGET_NOT_FOUND', `There is no folder ${root}.`, {
      remedy: "Check the target's root.",
      cause,
    })
  })
  const plain: Source = { kind: 'folder', folder, prefix: '' }
  const asked = await tryGit(folder, ['rev-parse', '--show-toplevel', '--show-prefix'])
  if (asked.exitCode !== 0) {
    if (/not a git repository \(or any/i.test(asked.stderr)) return plain
    throw new TunewrightError(
      'TARGET_UNSUPPORTED',
      `Git cannot read the repository of ${root}: ${asked.stderr.trim()}`,
      {
        remedy: 'Optimize a checkout with files (not a bare repository), or a plain folder.',
      },
    )
  }
  const [toplevel = folder, shown = ''] = asked.stdout.toString().split('\n')
  const prefix = shown.replace(/\/$/, '')
  const head = await tryGit(folder, ['rev-parse', '--verify', '--quiet', 'HEAD^{commit}'])
  if (head.exitCode !== 0) {
    throw new TunewrightError('TARGET_UNSUPPORTED', `The repository of ${root} has no commit yet.`, {
      remedy: 'Commit the project first: what is optimized is HEAD.',
    })
  }
  const commit = head.stdout.toString().trim()
  if (prefix !== '') {
    const tracked = await tryGit(toplevel, ['ls-tree', '--name-only', commit, '--', prefix])
    if (tracked.stdout.length === 0) return plain
  }
  return { kind: 'repository', folder: path.resolve(toplevel), prefix, commit }
}
