import { createRequire } from 'node:module'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { z } from 'zod'
import type { FileEdit, Workspace } from '../../model/change.js'
import { runTool } from '../../system/tool.js'
import type { Clone } from '../clone.js'
import type { Journal } from '../journal.js'

export interface FormatOptions {
  /** The environment of the target's build. */
  readonly environment: Readonly<Record<string, string>>
  readonly signal: AbortSignal
  /** Ms; then the edits stay as they are. */
  readonly timeout?: number
}

/** Sources that builds read, and that rules of form are kept in. What browsers load as it is may be small on purpose. */
const SOURCE = /\.(?:[cm]?[jt]sx?|vue)$/
/** Characters. What has longer lines is no text that people write. */
const LONGEST_LINE = 1_000
const TIMEOUT = 60_000

const hasPrettier = (root: string): boolean => {
  try {
    createRequire(path.join(root, 'package.json')).resolve('prettier')
    return true
  } catch {
    return false
  }
}

const textOf = async (journal: Journal, side: FileEdit['before']): Promise<string | null> =>
  side === null ? null : (await journal.blobs.get(side.hash)).toString()

const isWritten = (text: string): boolean => !text.split('\n').some(line => line.length > LONGEST_LINE)

/**
 * Has the edits of a change written as the project's own Prettier writes them, in sources that it had written before and in new ones: builds
 * that check form would fail for them, and people would see two styles. Whatever goes wrong, an edit stays as it was made.
 * @returns the files that were written anew, sorted
 */
export async function formatEdits(
  clone: Pick<Clone, 'root'>,
  journal: Journal,
  changeId: string,
  workspace: Workspace,
  { environment, signal, timeout = TIMEOUT }: FormatOptions,
): Promise<string[]> {
  const edits = journal.changeOf(changeId).edits.filter(edit => edit.after !== null && SOURCE.test(edit.path))
  if (edits.length === 0 || !hasPrettier(clone.root)) return []
  const files: { path: string; before: string | null; after: string }[] = []
  for (const { path: file, before, after } of edits) {
    const text = await textOf(journal, after)
    if (text !== null && isWritten(text)) files.push({ path: file, before: await textOf(journal, before), after: text })
  }
  const worker = fileURLToPath(new URL('./prettier.mjs', import.meta.url))
  const { exitCode, stdout } = await runTool(process.execPath, [worker], {
    cwd: clone.root,
    environment,
    input: JSON.stringify(files),
    signal: AbortSignal.any([signal, AbortSignal.timeout(timeout)]),
  }).catch(error => {
    if (signal.aborted) throw error
    return { exitCode: null, stdout: Buffer.alloc(0) }
  })
  if (exitCode !== 0) return []
  const written = z.record(z.string(), z.string()).safeParse(parsed(stdout.toString()))
  if (!written.success) return []
  const names = files.map(file => file.path).filter(name => written.data[name] !== undefined)
  for (const name of names) await workspace.write(name, written.data[name]!)
  return names.sort()
}

/** A configuration of the project's may print what it likes before. */
const parsed = (output: string): unknown => {
  try {
    return JSON.parse(output.trim().split('\n').at(-1) ?? '')
  } catch {
    return null
  }
}
