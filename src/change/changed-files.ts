import type { RolledBackFile } from '../model/history.js'
import { git, zeroSeparated } from './git.js'

/** A file in a commit: mode and blob, e.g. `100644 ce01362…`; null where it is not there. */
export type Entry = string | null

export interface ChangedFile {
  readonly path: string
  /** As it was before the first of the commits that change it, in that commit's parent. */
  readonly before: Entry
  /** As it is after the last of them. */
  readonly after: Entry
  /** Whether nothing else changed it between them. */
  readonly unbroken: boolean
}

/** The files that commits change, each commit held against its parent. @param commits oldest first */
export async function changedFiles(repository: string, commits: readonly string[]): Promise<ChangedFile[]> {
  const files = new Map<string, ChangedFile>()
  for (const commit of commits) {
    const raw = await git(repository, ['diff-tree', '-r', '-z', '--raw', '--no-renames', `${commit}^`, commit])
    const parts = zeroSeparated(raw)
    for (let i = 0; i + 1 < parts.length; i += 2) {
      const [modeBefore = '', modeAfter = '', blobBefore = '', blobAfter = ''] = (parts[i] ?? '').slice(1).split(' ')
      const path = parts[i + 1] ?? ''
      const before = entry(modeBefore, blobBefore)
      const earlier = files.get(path)
      files.set(path, {
        path,
        before: earlier ? earlier.before : before,
        after: entry(modeAfter, blobAfter),
        unbroken: earlier ? earlier.unbroken && earlier.after === before : true,
      })
    }
  }
  return [...files.values()]
}

const entry = (mode: string, blob: string): Entry => (mode === '000000' ? null : `${mode} ${blob}`)

async function entriesOf(repository: string, commit: string): Promise<Map<string, string>> {
  const listed = zeroSeparated(await git(repository, ['ls-tree', '-r', '-z', '--full-tree', commit]))
  return new Map(
    listed.map(line => {
      const [, mode = '', blob = '', path = ''] = /^(\d+) \w+ (\w+)\t(.*)$/s.exec(line) ?? []
      return [path, `${mode} ${blob}`]
    }),
  )
}

export interface Comparison {
  readonly files: readonly RolledBackFile[]
  /** Files that only the commits changed, and that are nevertheless not as before. */
  readonly wrong: readonly string[]
}

/**
 * Holds each file that commits changed, once they were reverted, against what it was before them.
 * @param base what the reverts were made on; @param head what came out
 */
export async function compareWithBefore(
  repository: string,
  changed: readonly ChangedFile[],
  base: string,
  head: string,
): Promise<Comparison> {
  const [was, is] = await Promise.all([entriesOf(repository, base), entriesOf(repository, head)])
  const isBack = (file: ChangedFile) => (is.get(file.path) ?? null) === file.before
  const onlyOurs = (file: ChangedFile) => file.unbroken && (was.get(file.path) ?? null) === file.after
  return {
    files: changed.map(file => ({ path: file.path, state: isBack(file) ? 'back' : 'changed-since' })),
    wrong: changed.filter(file => onlyOurs(file) && !isBack(file)).map(({ path }) => path),
  }
}
