import { existsSync } from 'node:fs'
import { readdir, rm } from 'node:fs/promises'
import path from 'node:path'
import { messageOf, TunewrightError } from '../model/errors.js'
import { diskFull, saysDiskIsFull } from '../system/disk-full.js'
import { allowedEnvironment } from '../system/environment.js'
import { stateFolder } from '../system/state-folder.js'
import { runTool } from '../system/tool.js'

export interface GitOptions {
  readonly input?: string | Uint8Array
  /** Variables added for this call. */
  readonly environment?: Readonly<Record<string, string>>
  readonly signal?: AbortSignal
}

export interface GitResult {
  readonly exitCode: number
  readonly stdout: Buffer
  readonly stderr: string
}

/**
 * Settings that win over the user's for every call: no hook, file monitor, signature or maintenance of theirs runs, and a
 * repository of another owner can be read (its build is run anyway).
 */
const SETTINGS = [
  'core.hooksPath=/dev/null',
  'core.fsmonitor=false',
  'core.quotePath=false',
  'commit.gpgSign=false',
  'tag.gpgSign=false',
  'gc.auto=0',
  'maintenance.auto=false',
  'fetch.writeCommitGraph=false',
  'submodule.recurse=false',
  'protocol.file.allow=always',
  'advice.detachedHead=false',
  'safe.directory=*',
].flatMap(setting => ['-c', setting])

const ENVIRONMENT = {
  // `git status` would otherwise refresh, and so write, the user's index.
  GIT_OPTIONAL_LOCKS: '0',
  GIT_TERMINAL_PROMPT: '0',
  // Names are names: a file called `:(glob)` or `*` is not a pattern.
  GIT_LITERAL_PATHSPECS: '1',
  GIT_LFS_SKIP_SMUDGE: '1',
  LC_ALL: 'C',
}

/**
 * A clone that has lost its `.git` (a build may do anything in it) is no repository: git must not go on looking above the state folder,
 * which may lie within a repository of the user's.
 */
const ceiling = () => ({ GIT_CEILING_DIRECTORIES: stateFolder() })

/** What git is started with, whoever starts it. Variables like `GIT_DIR` are not inherited. */
export const gitCommand = (
  args: readonly string[],
  added: GitOptions['environment'] = {},
): { readonly args: readonly string[]; readonly environment: Readonly<Record<string, string>> } => ({
  args: [...SETTINGS, ...args],
  environment: { ...allowedEnvironment(), ...ENVIRONMENT, ...ceiling(), ...added },
})

/**
 * Runs git in a folder and returns whatever it says, also where it fails.
 *
 * @throws TunewrightError CLONE_FAILED where it cannot be run or was killed, DISK_FULL, CANCELLED
 */
export async function tryGit(folder: string, args: readonly string[], options: GitOptions = {}): Promise<GitResult> {
  try {
    const command = gitCommand(args, options.environment)
    const result = await runTool('git', command.args, {
      cwd: folder,
      environment: command.environment,
      ...(options.input === undefined ? {} : { input: options.input }),
      ...(options.signal ? { signal: options.signal } : {}),
    })
    if (result.exitCode !== 0 && saysDiskIsFull(result)) throw diskFull(result.stderr.trim().slice(-2_000))
    if (result.exitCode === null) throw new Error(`it was ended by ${result.endedBy}`)
    return { ...result, exitCode: result.exitCode }
  } catch (cause) {
    if (cause instanceof TunewrightError) throw cause
    if (options.signal?.aborted)
      throw new TunewrightError('CANCELLED', 'A git command was cancelled.', { remedy: 'Start again when ready.' })
    throw new TunewrightError('CLONE_FAILED', `Git could not be run in ${folder}: ${messageOf(cause)}`, {
      remedy: 'Install git 2.25 or newer (`git --version` must run in this shell), and check that the folder exists.',
      cause,
    })
  }
}

/**
 * Runs git in a folder.
 *
 * @returns standard output without its last line break
 * @throws TunewrightError CLONE_FAILED with what git said
 */
export async function git(folder: string, args: readonly string[], options: GitOptions = {}): Promise<string> {
  const result = await tryGit(folder, args, options)
  if (result.exitCode === 0) return result.stdout.toString().replace(/\n$/, '')
  throw new TunewrightError('CLONE_FAILED', `git ${args[0]} failed: ${result.stderr.trim().slice(-2_000)}`, {
    remedy: `Look at the repository with git itself; the command ran in ${folder}.`,
    details: { arguments: args },
  })
}

/** Parts of a `-z` output. */
export const zeroSeparated = (output: string): string[] => output.split('\0').filter(part => part !== '')

/** What is known of a private clone, within its git data: also what tells one from a repository of the user's around it. */
export const CLONE_DESCRIPTION = 'tunewright.json'

/** A git command that was killed leaves its locks, and every later one would fail. Done to private clones alone; no git may be running. */
export async function removeGitLocks(folder: string): Promise<void> {
  const asked = await tryGit(folder, ['rev-parse', '--absolute-git-dir'])
  if (asked.exitCode !== 0) return
  const at = asked.stdout.toString().trim()
  if (!existsSync(path.join(at, CLONE_DESCRIPTION))) return
  for (const name of await readdir(at)) if (name.endsWith('.lock')) await rm(path.join(at, name), { force: true })
}
