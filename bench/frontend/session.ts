import { rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { git } from '../../src/change/git.js'
import type { OptimizeOutcome } from '../../src/cli/outcome.js'
import { parseDuration } from '../../src/model/duration.js'
import { TunewrightError } from '../../src/model/errors.js'
import type { TargetSystem } from '../../src/model/target.js'
import { runCommand } from '../../src/system/process.js'
import type { BenchOptions } from '../row.js'
import type { LentProject } from './project.js'

/** A session's time, unless `--session` says otherwise. */
export const USUAL_SESSION = '5m'
/** It ends by itself: this is for one that hangs, ms. */
const GRACE = 5 * 60_000

const OWN_ROOT = fileURLToPath(new URL('../..', import.meta.url))
const COMMAND_LINE = path.join(OWN_ROOT, 'dist/cli/main.js')

let compiled: Promise<string> | null = null

/**
 * The command line as its users have it, compiled from the sources of now, once in a run: sources that are compiled while they are loaded would take of a
 * session's time.
 */
const commandLine = ({ signal, progress }: Pick<BenchOptions, 'signal' | 'progress'>): Promise<string> => {
  compiled ??= (async () => {
    progress('compiling Tunewright (npm run build)')
    const environment = ownEnvironment()
    const { exitCode, output } = await runCommand('npm run build', {
      cwd: OWN_ROOT,
      environment,
      timeout: GRACE,
      signal,
    })
    if (exitCode === 0) return COMMAND_LINE
    throw new TunewrightError('BUILD_FAILED', `Tunewright could not be compiled: ${lastOf(output)}`, {
      remedy: 'Run `npm run build`, and mend what it says.',
      state: 'Nothing was measured.',
    })
  })()
  return compiled
}

/** What a session came to. */
export interface SessionResult {
  readonly failed: boolean
  /** null: nothing was kept, or it failed. */
  readonly branch: string | null
  /** The subjects of its commits, oldest first. */
  readonly kept: readonly string[]
  /** In one line. */
  readonly summary: string
  readonly seconds: number
}

const quote = (text: string): string => `'${text.replaceAll("'", "'\\''")}'`

/**
 * `tunewright optimize` on the project, as its users run it: the command line with its stock strategies, in a process and with a state
 * folder of its own, so that nothing is known from other projects. One that fails is begun once more, and is then a result: nothing was kept.
 * @param folder an empty one: configuration, state, report
 * @param budget as `--budget` takes it
 */
export const runSession = async (
  lent: Pick<LentProject, 'target' | 'detected'>,
  folder: string,
  budget: string,
  options: Pick<BenchOptions, 'signal' | 'progress'>,
): Promise<SessionResult> => {
  const command = await commandOf(await commandLine(options), lent, folder, budget)
  const { target } = lent
  options.progress(`${target.name}: a session of ${budget}`)
  const first = await runOnce(command, target, folder, budget, options)
  if (!first.failed) return first
  options.progress(`${target.name}: the session ${first.summary}. Once more`)
  return runOnce(command, target, folder, budget, options)
}

const commandOf = async (
  main: string,
  { target, detected }: Pick<LentProject, 'target' | 'detected'>,
  folder: string,
  budget: string,
): Promise<string> =>
  [
    `${quote(process.execPath)} ${quote(main)} optimize ${quote(target.root)}`,
    `--profiles mobile --report ${quote(path.join(folder, 'report.html'))} --budget ${budget} --json --quiet`,
    ...(detected ? [] : [`--config ${quote(await writeSettings(folder, target))}`]),
    ...Object.keys(target.environment).map(variable => `--env ${variable}`),
  ].join(' ')

const runOnce = async (
  command: string,
  target: TargetSystem,
  folder: string,
  budget: string,
  { signal }: Pick<BenchOptions, 'signal'>,
): Promise<SessionResult> => {
  const home = path.join(folder, 'home')
  try {
    const { exitCode, output, milliseconds } = await runCommand(command, {
      cwd: OWN_ROOT,
      environment: { ...ownEnvironment(), ...target.environment, TUNEWRIGHT_HOME: home },
      timeout: parseDuration(budget) + GRACE,
      signal,
    })
    signal.throwIfAborted()
    const seconds = Math.round(milliseconds / 1000)
    const outcome = exitCode === 0 ? outcomeIn(output) : null
    if (outcome === null) return { failed: true, branch: null, kept: [], summary: `failed: ${lastOf(output)}`, seconds }
    const { branch, kept, rejected, inconclusive } = outcome
    const summary = `${kept} kept, ${rejected} rejected, ${inconclusive} undecided in ${seconds} s`
    const subjects = branch === null ? [] : await subjectsOf(target.root, branch)
    return { failed: false, branch, kept: subjects, summary, seconds }
  } finally {
    // The clone, its arms and a database: much of it, and nobody looks at it again.
    await rm(home, { recursive: true, force: true })
  }
}

const lastOf = (output: string): string => output.trim().slice(-600)

/** What is known of the target need not be detected; a project of somebody's has settings of its own. */
const writeSettings = async (folder: string, target: TargetSystem): Promise<string> => {
  const { name, pages, build, serve, test } = target
  const file = path.join(folder, 'tunewright.config.json')
  await writeFile(file, JSON.stringify({ target: { name, pages, serve, build: build ?? false, test: test ?? false } }))
  return file
}

/** Ours, without what would set the session otherwise than it comes. */
const ownEnvironment = (): Record<string, string> =>
  Object.fromEntries(
    Object.entries(process.env).flatMap(([name, value]) =>
      value === undefined || name.startsWith('TUNEWRIGHT_') ? [] : [[name, value] as const],
    ),
  )

/** The line that `--json` ends with. */
const outcomeIn = (output: string): OptimizeOutcome | null => {
  const line = output.trim().split('\n').at(-1) ?? ''
  try {
    return JSON.parse(line) as OptimizeOutcome
  } catch {
    return null
  }
}

const subjectsOf = async (repository: string, branch: string): Promise<string[]> =>
  (await git(repository, ['log', '--reverse', '--format=%s', `HEAD..${branch}`])).split('\n').filter(Boolean)
