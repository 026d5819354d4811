import { copyFile, mkdir, mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { TunewrightError } from '../model/errors.js'
import type { RolledBackFile } from '../model/history.js'
import { changedFiles, type Entry } from './changed-files.js'
import { patchBetween } from './deliver.js'
import { git, tryGit } from './git.js'

export interface ReversePatch {
  readonly content: Buffer
  readonly files: readonly RolledBackFile[]
  /** Whether the folder is as it was before the change already, or was never changed. */
  readonly isBack: boolean
}

/**
 * The patch that takes commits of a private clone out of a folder that is no repository, tried on copies of its files.
 *
 * @param clone of the session that made the commits
 * @param source the user's folder: read only
 * @param commits one after the other, oldest first
 * @throws TunewrightError CHANGE_REFUSED where it does not fit, with the files; CLONE_FAILED
 */
export async function reversePatch(clone: string, source: string, commits: readonly string[]): Promise<ReversePatch> {
  const changed = await changedFiles(clone, commits)
  const content = await patchBetween(clone, commits.at(-1) ?? 'HEAD', `${commits[0]}^`)
  const copy = await mkdtemp(path.join(tmpdir(), 'tunewright-reverse-'))
  try {
    for (const file of changed) {
      await mkdir(path.dirname(path.join(copy, file.path)), { recursive: true })
      await copyFile(path.join(source, file.path), path.join(copy, file.path)).catch((error: NodeJS.ErrnoException) => {
        if (error.code !== 'ENOENT') throw error
      })
    }
    const isAt = async (at: string, wanted: Entry) => (await blobOf(copy, at)) === (wanted?.split(' ')[1] ?? null)
    const all = async (side: 'before' | 'after') =>
      Promise.all(changed.map(file => isAt(file.path, file[side]))).then(found => found.every(Boolean))
    if (await all('before')) {
      return { content, isBack: true, files: changed.map(({ path: at }) => ({ path: at, state: 'back' })) }
    }
    await apply(copy, content)
    const files = await Promise.all(
      changed.map(async ({ path: at, before }): Promise<RolledBackFile> => {
        return { path: at, state: (await isAt(at, before)) ? 'back' : 'changed-since' }
      }),
    )
    return { content, files, isBack: false }
  } finally {
    await rm(copy, { recursive: true, force: true })
  }
}

async function blobOf(folder: string, at: string): Promise<string | null> {
  const content = await readFile(path.join(folder, at)).catch(() => null)
  return content === null ? null : git(folder, ['hash-object', '--no-filters', '--stdin'], { input: content })
}

async function apply(folder: string, patch: Buffer): Promise<void> {
  const applied = await tryGit(folder, ['-c', 'core.autocrlf=false', 'apply', '--whitespace=nowarn', '-'], {
    input: patch,
    // The copies are in no repository, whatever the folder above them is.
    environment: { GIT_CEILING_DIRECTORIES: path.dirname(folder) },
  })
  if (applied.exitCode === 0) return
  const named = [...applied.stderr.matchAll(/^error: (?:patch failed: )?(.+?)(?::\d+$|: )/gm)].map(([, at]) => at ?? '')
  const files = [...new Set(named)]
  throw new TunewrightError(
    'CHANGE_REFUSED',
    `The patch that takes it back does not fit: ${files.join(', ') || applied.stderr.trim()} changed since.`,
    { remedy: 'Settle these files by hand, with the patch that was handed over beside you.', details: { files } },
  )
}
