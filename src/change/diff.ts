import { rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { scratchFolder } from '../system/runs.js'
import { tryGit } from './git.js'
import type { Journal } from './journal.js'

export interface FileDiff {
  readonly path: string
  readonly status: 'added' | 'changed' | 'removed'
  readonly bytesBefore: number
  readonly bytesAfter: number
  /** The hunks of a unified diff; null for a binary file. */
  readonly hunks: string | null
}

const isBinary = (content: Buffer): boolean => content.subarray(0, 8_000).includes(0)

async function hunksOf(folder: string, before: Buffer, after: Buffer): Promise<string | null> {
  if (isBinary(before) || isBinary(after)) return null
  await writeFile(path.join(folder, 'before'), before)
  await writeFile(path.join(folder, 'after'), after)
  const { stdout } = await tryGit(folder, [
    'diff',
    '--no-index',
    '--no-color',
    '--no-ext-diff',
    '--no-textconv',
    'before',
    'after',
  ])
  const text = stdout.toString()
  return text.slice(Math.max(0, text.indexOf('\n@@') + 1))
}

/** What a change did, file by file, for reports; also after it was put back. */
export async function diffOfChange(journal: Journal, change: string): Promise<FileDiff[]> {
  const folder = scratchFolder('diff')
  try {
    const diffs: FileDiff[] = []
    for (const edit of journal.changeOf(change).edits) {
      const [before, after] = await Promise.all(
        [edit.before, edit.after].map(side => (side ? journal.blobs.get(side.hash) : Promise.resolve(Buffer.alloc(0)))),
      )
      if (!before || !after) continue
      diffs.push({
        path: edit.path,
        status: edit.before === null ? 'added' : edit.after === null ? 'removed' : 'changed',
        bytesBefore: before.length,
        bytesAfter: after.length,
        hunks: await hunksOf(folder, before, after),
      })
    }
    return diffs
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}
