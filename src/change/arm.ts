import { existsSync } from 'node:fs'
import { lstat, mkdir, readdir, readFile, realpath, rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import type { BuiltArm } from '../model/change.js'
import { TunewrightError } from '../model/errors.js'
import type { Logger } from '../model/services.js'
import type { TargetSystem } from '../model/target.js'
import { diskFull, outputSaysDiskIsFull } from '../system/disk-full.js'
import { targetEnvironment } from '../system/environment.js'
import { escapePattern } from '../system/escape-pattern.js'
import { notBuilt } from '../system/local-build.js'
import { type CommandResult, runCommand } from '../system/process.js'
import { type Adaptations, adapt, adaptationsOf, adapted } from './adaptations.js'
import { buildRemedy } from './build-remedies.js'
import { onCleanSources } from './build-state.js'
import type { Clone } from './clone.js'
import { remedyFor } from './command-hints.js'
import { DEPENDENCIES, filesBelow } from './folders.js'
import { git, zeroSeparated } from './git.js'
import { noteHandmade } from './handmade-output.js'
import { copiedCaveat, provideMissing } from './missing-files.js'
import { isOwnFolder, ownFolder } from './own-folder.js'
import { snapshotTree } from './snapshot.js'

/** The variable that tells an instrument's hook in the build where to leave the bundler's statistics. */
export const BUNDLE_STATISTICS_VARIABLE = 'TUNEWRIGHT_BUNDLE_STATISTICS'

const BUILD_TIMEOUT = 10 * 60_000

export interface BuildOptions {
  /** Arms are put below this folder, numbered; best on the clone's file system. */
  readonly armsFolder: string
  /** For instruments: `NODE_OPTIONS`, and the file named by `TUNEWRIGHT_BUNDLE_STATISTICS` is kept beside the arm. */
  readonly extraEnvironment?: Readonly<Record<string, string>>
  readonly signal?: AbortSignal
  readonly logger: Logger
  readonly onOutput?: (text: string) => void
}

const FRESH_CHECKOUT =
  'Run it in a fresh checkout of the project; what it needs from its environment belongs in the target’s `environment`.'

const failed = (command: string, why: string, result: CommandResult, remedy?: string): TunewrightError =>
  new TunewrightError('BUILD_FAILED', `The build \`${command}\` ${why}.`, {
    remedy: remedy ?? remedyFor(result.output) ?? FRESH_CHECKOUT,
    details: { exitCode: result.exitCode, output: result.output },
  })

const MORE_TIME =
  'See whether it ends in a fresh checkout (a watcher never does); one that needs longer gets it by `build.timeout` in the configuration file, in ms.'

/** What tells a file that was written from one that was there: no copy can preserve the change time. */
async function changeTimes(folder: string): Promise<Map<string, string>> {
  const times = new Map<string, string>()
  for (const file of await filesBelow(folder, name => name === DEPENDENCIES || name === '.git').catch(() => [])) {
    const { ctimeNs, ino } = await lstat(path.join(folder, file), { bigint: true })
    times.set(file, `${ino}:${ctimeNs}`)
  }
  return times
}

interface CommittedFile {
  /** Relative to the package, with forward slashes. */
  readonly name: string
  readonly content: Buffer
  readonly mode: number
}

/**
 * Empties an output folder, so that nothing of an earlier build is left for this one. Files under version control are returned: those
 * that the build does not make again (a page written by hand beside the bundle it loads) belong to the site as well.
 */
async function setAside(clone: Clone, output: string): Promise<CommittedFile[]> {
  const folder = path.join(clone.root, output)
  // Behind a link lies what is not ours to empty.
  if (!(await isOwnFolder(clone.root, path.posix.dirname(output)))) return []
  // What a change has added there is not under version control yet.
  const listed = await git(clone.root, ['ls-files', '-z', '--cached', '--others', '--exclude-standard', '--', folder])
  const names = zeroSeparated(listed)
  const files: CommittedFile[] = []
  for (const name of names) {
    const at = path.join(clone.root, name)
    const found = await lstat(at).catch(() => null)
    if (found?.isFile()) files.push({ name, content: await readFile(at), mode: found.mode & 0o7777 })
  }
  await rm(folder, { recursive: true, force: true })
  return files
}

/** @returns whether the build had not made it again */
async function putBack(clone: Clone, file: CommittedFile): Promise<boolean> {
  const at = path.join(clone.root, file.name)
  if (existsSync(at)) return false
  await ownFolder(clone.root, path.posix.dirname(file.name))
  await writeFile(at, file.content, { mode: file.mode })
  return true
}

/** What a build that failed is given before it is run again: what its output asks for, or nothing. */
async function remedyOf(
  clone: Clone,
  target: TargetSystem,
  output: string,
  used: Adaptations,
): Promise<Remedies | null> {
  const option = buildRemedy(output)
  if (option && !used.nodeOptions.includes(option.nodeOption))
    return { nodeOptions: [option.nodeOption], caveats: [option.caveat] }
  const inputs = await provideMissing(clone, target, output)
  return inputs.length === 0 ? null : { inputs, caveats: [copiedCaveat(inputs)] }
}

type Remedies = Pick<Partial<Adaptations>, 'nodeOptions' | 'inputs'> & Pick<Adaptations, 'caveats'>

const notBuiltCaveats = (output: string): string[] =>
  notBuilt(output).map(
    name =>
      `\`${name}\`, of the same workspace, did not build. The project that depends on it was built all the same, in all versions.`,
  )

/** Bundlers name what they miss one after the other. */
const MOST_REMEDIES = 10

/** Runs the build as this clone's builds are run; the first may find out that it needs remedies, which all others then have as well. */
async function runBuild(
  clone: Clone,
  target: TargetSystem,
  command: string,
  timeout: number,
  o: BuildOptions,
): Promise<CommandResult> {
  const run = (adaptations: Adaptations) =>
    runCommand(command, {
      cwd: clone.root,
      environment: adapted(adaptations, targetEnvironment(target, o.extraEnvironment)),
      timeout,
      ...(o.signal ? { signal: o.signal } : {}),
      ...(o.onOutput ? { onOutput: o.onOutput } : {}),
    })
  const known = adaptationsOf(clone.folder)
  const remedies: Remedies[] = []
  const soFar = (): Adaptations => ({
    ...known,
    nodeOptions: [...known.nodeOptions, ...remedies.flatMap(remedy => remedy.nodeOptions ?? [])],
  })
  let result = await run(known)
  while (!known.settled && result.exitCode !== 0 && !result.timedOut && remedies.length < MOST_REMEDIES) {
    const remedy = await remedyOf(clone, target, result.output, soFar())
    if (remedy === null) break
    o.logger.info('The build failed for a known reason and is run again', { caveats: remedy.caveats })
    remedies.push(remedy)
    result = await run(soFar())
  }
  if (known.settled) return result
  if (result.exitCode === 0) {
    for (const remedy of remedies) await adapt(clone.folder, remedy)
    await adapt(clone.folder, { settled: true, caveats: notBuiltCaveats(result.output) })
  } else for (const input of remedies.flatMap(remedy => remedy.inputs ?? [])) await rm(path.join(clone.folder, input))
  return result
}

async function build(clone: Clone, target: TargetSystem, o: BuildOptions): Promise<number> {
  if (!target.build) return 0
  const { command, timeout = BUILD_TIMEOUT } = target.build
  const committed = clone.output === null ? [] : await setAside(clone, clone.output)
  const output = path.join(clone.root, target.build.output)
  const before = await changeTimes(output)
  const result = await runBuild(clone, target, command, timeout, o)
  if (result.timedOut) {
    const remedy = remedyFor(result.output) ?? MORE_TIME
    throw failed(command, `did not end within ${timeout / 1000} s and was stopped`, result, remedy)
  }
  if (!existsSync(path.join(clone.folder, '.git'))) {
    throw failed(command, 'deleted the repository it runs in', result, 'Let the build delete only what it makes.')
  }
  if (result.exitCode !== 0 && outputSaysDiskIsFull(result.output))
    throw diskFull(`the build says so: ${result.output.trim().slice(-300)}`)
  if (result.exitCode !== 0) throw failed(command, `failed with exit code ${result.exitCode ?? 'none'}`, result)
  const after = await changeTimes(output)
  if (![...after].some(([file, time]) => before.get(file) !== time)) {
    throw failed(
      command,
      `ended well but wrote nothing to ${target.build.output}`,
      result,
      'Say where it writes to in the configuration file: target: { build: { command, output } }.',
    )
  }
  const handmade: string[] = []
  for (const file of committed) if (await putBack(clone, file)) handmade.push(file.name)
  await noteHandmade(clone.folder, handmade)
  return result.milliseconds
}

/** A path as it stands within a JSON string. */
const inJson = (text: string): string => JSON.stringify(text).slice(1, -1)

/** Keeps a build's statistics beside its arm. They name files by the place of the build; here they name the arm's own. */
async function moveStatistics(from: string, to: string, clone: string, tree: string): Promise<void> {
  let text = await readFile(from, 'utf8')
  for (const place of new Set([await realpath(clone), clone])) {
    // Followed by a separator or the string's end, so that a neighbour whose name begins alike is left alone.
    const pattern = new RegExp(`${escapePattern(inJson(place))}(?=[/\\\\"?!])`, 'g')
    text = text.replace(pattern, () => inJson(tree))
  }
  await writeFile(to, text, { mode: 0o600 })
}

async function newArmFolder(armsFolder: string): Promise<string> {
  await mkdir(armsFolder, { recursive: true, mode: 0o700 })
  const numbers = (await readdir(armsFolder)).map(Number).filter(Number.isInteger)
  const folder = path.join(armsFolder, String(Math.max(0, ...numbers) + 1))
  await mkdir(folder)
  return folder
}

/**
 * Builds the clone as it is (its head, or with the edits of a change on top) and puts the result aside as an arm that can be
 * served beside others. All arms are built at the same path, from the same starting state, with the same environment and
 * dependencies; afterwards the clone's sources are what they were.
 *
 * @throws TunewrightError BUILD_FAILED with the output's tail where the build fails, hangs or writes nothing; DISK_FULL, CANCELLED
 */
export async function buildArm(clone: Clone, target: TargetSystem, o: BuildOptions): Promise<BuiltArm> {
  const statsFile = o.extraEnvironment?.[BUNDLE_STATISTICS_VARIABLE]
  if (statsFile) await rm(statsFile, { force: true })
  return onCleanSources(clone, async revision => {
    const buildMilliseconds = await build(clone, target, o)
    const folder = await newArmFolder(o.armsFolder)
    const tree = path.join(folder, 'tree')
    await snapshotTree(clone.folder, tree)
    const bundleStatistics = statsFile && existsSync(statsFile) ? path.join(folder, 'bundle-statistics.jsonl') : null
    if (bundleStatistics !== null && statsFile) await moveStatistics(statsFile, bundleStatistics, clone.folder, tree)
    o.logger.debug('Arm built', { revision, milliseconds: Math.round(buildMilliseconds) })
    return { revision, root: path.join(tree, clone.prefix), bundleStatistics, buildMilliseconds }
  })
}

/** The folder that holds an arm and what belongs to it. */
export const armFolder = (arm: Pick<BuiltArm, 'root'>, clone: Pick<Clone, 'prefix'>): string =>
  path.dirname(clone.prefix === '' ? arm.root : arm.root.slice(0, -clone.prefix.length - 1))

/** Deletes an arm that is not needed any more. */
export const removeArm = (arm: Pick<BuiltArm, 'root'>, clone: Pick<Clone, 'prefix'>): Promise<void> =>
  rm(armFolder(arm, clone), { recursive: true, force: true })
