import { readFile } from 'node:fs/promises'
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

/** What of a project says how its sources are to be written: a package, and the program that runs it. */
interface Formatter {
  readonly package: 'prettier' | 'eslint'
  readonly program: string
  /** What package.json holds where it is asked; absent: always. */
  readonly where?: RegExp
}

/** ESLint takes seconds to begin: it is asked where builds fail for what it finds. The last word is its own, as in those builds. */
const FORMATTERS: readonly Formatter[] = [
  { package: 'prettier', program: './prettier.mjs' },
  {
    package: 'eslint',
    program: './eslint.mjs',
    where:
      /"(?:@vue\/cli-plugin-eslint|eslint-webpack-plugin|eslint-loader|vite-plugin-eslint\d?|vite-plugin-checker|@rollup\/plugin-eslint|@nuxt\/eslint)"/,
  },
]

const hasPackage = (root: string, name: string): boolean => {
  try {
    createRequire(path.join(root, 'package.json')).resolve(name)
    return true
  } catch {
    return false
  }
}

const textOf = async (journal: Journal, side: FileEdit['before']): Promise<string | null> =>
  side === null ? null : (await journal.blobs.get(side.hash)).toString()

const isWritten = (text: string): boolean => !text.split('\n').some(line => line.length > LONGEST_LINE)

interface EditedFile {
  readonly path: string
  /** null: it is new. */
  readonly before: string | null
  readonly after: string
}

/** @returns by path, the texts that are to be other than they are; none where the program fails */
async function asked(
  program: string,
  root: string,
  files: readonly EditedFile[],
  { environment, signal, timeout = TIMEOUT }: FormatOptions,
): Promise<Readonly<Record<string, string>>> {
  const { exitCode, stdout } = await runTool(process.execPath, [fileURLToPath(new URL(program, import.meta.url))], {
    cwd: root,
    environment,
    input: JSON.stringify(files),
    signal: AbortSignal.any([signal, AbortSignal.timeout(timeout)]),
  }).catch(error => {
    if (signal.aborted) throw error
    return { exitCode: null, stdout: Buffer.alloc(0) }
  })
  const written = z.record(z.string(), z.string()).safeParse(exitCode === 0 ? parsed(stdout.toString()) : null)
  return written.success ? written.data : {}
}

/** A configuration of the project's may print what it likes before. */
const parsed = (output: string): unknown => {
  try {
    return JSON.parse(output.trim().split('\n').at(-1) ?? '')
  } catch {
    return null
  }
}

/**
 * Has the edits of a change written as the project has its sources written: by its Prettier and, where its builds fail for what ESLint finds, by
 * what that mends itself; in sources that were so before and in new ones. Builds that check form would fail otherwise, and people would see two styles.
 * Whatever goes wrong, an edit stays as it was made.
 * @returns the files that were written anew, sorted
 */
export async function formatEdits(
  clone: Pick<Clone, 'root'>,
  journal: Journal,
  changeId: string,
  workspace: Workspace,
  o: FormatOptions,
): Promise<string[]> {
  const edits = journal.changeOf(changeId).edits.filter(edit => edit.after !== null && SOURCE.test(edit.path))
  if (edits.length === 0) return []
  const manifest = await readFile(path.join(clone.root, 'package.json'), 'utf8').catch(() => '')
  const formatters = FORMATTERS.filter(({ package: name, where }) => {
    return (where === undefined || where.test(manifest)) && hasPackage(clone.root, name)
  })
  if (formatters.length === 0) return []
  let files: EditedFile[] = []
  for (const { path: file, before, after } of edits) {
    const text = await textOf(journal, after)
    if (text !== null && isWritten(text)) files.push({ path: file, before: await textOf(journal, before), after: text })
  }
  const given = files
  for (const { program } of formatters) {
    const written = await asked(program, clone.root, files, o)
    files = files.map(file => ({ ...file, after: written[file.path] ?? file.after }))
  }
  const anew = files.filter(({ after }, index) => after !== given[index]!.after)
  for (const { path: file, after } of anew) await workspace.write(file, after)
  return anew.map(({ path: file }) => file).sort()
}
