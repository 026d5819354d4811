import { randomUUID } from 'node:crypto'
import { rm } from 'node:fs/promises'
import path from 'node:path'
import { glob } from 'tinyglobby'
import { armFolder, removeArm } from '../../change/arm.js'
import { commitsBetween, commitsMentioning } from '../../change/base-revision.js'
import { type Clone, createClone } from '../../change/clone.js'
import { git } from '../../change/git.js'
import { bundleMetrics } from '../../instruments/bundle/bundle-metrics.js'
import type { BuiltArm } from '../../model/change.js'
import type { BuildCheck, BuildCheckRequest, CheckedVersion, GrowthCause, MissingBase } from '../../model/check.js'
import { type ErrorCode, messageOf, TunewrightError } from '../../model/errors.js'
import type { AutomatedOptimizer } from '../../model/optimizer.js'
import type { ProgressListener } from '../../model/progress.js'
import type { ProjectSide } from '../../model/proving.js'
import type { TargetSystem } from '../../model/target.js'
import { mapBounded } from '../../system/map-bounded.js'
import { buildCurrent, bundleOf } from '../build.js'
import { throwIfCancelled } from '../cancelled.js'
import type { SessionServices } from '../session-services.js'
import { inPlace, type WorkPlace } from '../workroom.js'
import { checkBudgets, type GlobbedBuild } from './budgets.js'
import { COMMITS, growthCauses } from './causes.js'
import { type BundleReading, copyVersions } from './package-copies.js'
import { readOutput } from './read-output.js'
import { type BuildMetrics, checkTriggers } from './triggers.js'
import { entryWeights, fileWeights, kindWeights, partWeights } from './weights.js'

export type CheckServices = Pick<SessionServices, 'logger' | 'stateFolder' | 'waitForTargets'>

export interface CheckWork {
  readonly listener: ProgressListener
  readonly signal: AbortSignal
}

interface BuiltSide {
  readonly version: CheckedVersion
  readonly build: GlobbedBuild
  readonly clone: Clone
}

interface SideOptions {
  readonly globs: readonly string[]
  readonly includeDirty: boolean
}

/** The folder that visitors are sent files from: what is served, but for a root in which the sources lie too. */
function outputOf(target: TargetSystem): string {
  const { build, serve } = target
  const isOwn = serve.kind === 'static' && path.posix.normalize(serve.folder).replace(/\/$/, '') !== '.'
  if (isOwn) return serve.folder
  if (build) return build.output
  if (serve.kind === 'static') return serve.folder
  throw new TunewrightError('TARGET_UNSUPPORTED', `${target.name} is not built, so there is no output to weigh.`, {
    remedy: 'Say what is built and where to in the configuration file: target: { build: { command, output } }.',
  })
}

async function readingOf(clone: Clone, target: TargetSystem, arm: BuiltArm): Promise<BundleReading | null> {
  const read = await bundleOf({ clone, target }, arm)
  if (read === null || !target.build) return null
  // Files are listed by their place in what is served, which may hold more than the build's own folder.
  const outputPath = path.posix.relative(outputOf(target), path.posix.join(target.build.output, read.outputPath)) || '.'
  const bundle = { ...read, outputPath }
  const top = path.join(armFolder(arm, clone), 'tree')
  return { bundle, versions: await copyVersions(bundle, arm.root, top) }
}

/** Builds a version in a private clone, weighs it, and clears away what it took. */
async function buildSide(
  { folder, step }: WorkPlace,
  { name, target, surroundings }: ProjectSide,
  { globs, includeDirty }: SideOptions,
  { logger, signal }: Pick<CheckWork, 'signal'> & Pick<CheckServices, 'logger'>,
): Promise<BuiltSide> {
  const output = outputOf(target)
  step('prepare', `building ${name}`)
  // Both at one path: some builds write it into what they make.
  const at = path.join(folder, 'clone')
  await rm(at, { recursive: true, force: true })
  const clone = await createClone(target, at, {
    includeDirty,
    ...(surroundings !== undefined && { surroundings }),
    signal,
    logger,
  })
  const arm = await buildCurrent({ clone, target, folder, signal, logger })
  step('prepare', `weighing ${name}`)
  const root = path.join(arm.root, output)
  const globbed = new Map<string, ReadonlySet<string>>()
  for (const pattern of globs)
    globbed.set(
      pattern,
      new Set(await glob(pattern, { cwd: root, expandDirectories: false, followSymbolicLinks: false })),
    )
  const build = { files: await readOutput(root), reading: await readingOf(clone, target, arm), globbed }
  await removeArm(arm, clone)
  throwIfCancelled(signal)
  return { version: { name, revision: arm.revision, buildMilliseconds: arm.buildMilliseconds }, build, clone }
}

/** What may be wrong with a base alone: its dependencies, its build. */
const OF_THE_BASE: ReadonlySet<ErrorCode> = new Set([
  'BUILD_FAILED',
  'CLONE_FAILED',
  'PREREQUISITE_UNMET',
  'TARGET_UNSUPPORTED',
])

/** A base that does not build is no fault of what is checked; that nothing was compared is said. */
async function buildBase(
  place: WorkPlace,
  base: BuildCheckRequest['base'],
  o: SideOptions,
  work: Parameters<typeof buildSide>[3],
): Promise<BuiltSide | MissingBase> {
  if ('missing' in base) return base
  try {
    return await buildSide(place, base, { ...o, includeDirty: true }, work)
  } catch (error) {
    if (!(error instanceof TunewrightError) || !OF_THE_BASE.has(error.code) || work.signal.aborted) throw error
    return { missing: `${base.name} could not be built: ${messageOf(error)}`, inOrder: false }
  }
}

/** So many causes, the largest, are looked for in the history one by one. */
const LOOKED_FOR = 12

async function growthOf(before: BuiltSide, after: BuiltSide, signal: AbortSignal): Promise<GrowthCause[]> {
  const { kind, source: repository, prefix, dirty, includesDirty, base: built } = after.clone
  if (kind === 'folder') {
    const nothing = { commits: [], uncommitted: [], prefix }
    return growthCauses(before.build, after.build, nothing).map(({ cause }) => cause)
  }
  const base = before.version.revision
  const head = includesDirty ? await git(repository, ['rev-parse', 'HEAD']) : built
  const found = growthCauses(before.build, after.build, {
    commits: await commitsBetween(repository, base, head, signal),
    uncommitted: includesDirty ? dirty.map(file => file.path) : [],
    prefix,
  })
  return mapBounded(found, 2, async ({ cause, mention }, index) => {
    if (mention === null || index >= LOOKED_FOR) return cause
    const commits = await commitsMentioning(repository, { base, head }, mention.word, mention.paths, signal)
    return commits.length === 0 ? cause : { ...cause, commits: commits.slice(0, COMMITS) }
  })
}

const metricsOf = ({ reading }: GlobbedBuild): BuildMetrics =>
  reading === null
    ? { values: {}, unknown: 'no bundler that is read made this build' }
    : { values: bundleMetrics(reading.bundle), unknown: 'the bundler made no entry point' }

/**
 * Builds a target and its base in private clones, and says what the build weighs, which build-time triggers it sets off, which budgets it keeps,
 * and by what it grew. Nothing is timed, no browser is started, nothing is changed.
 * @throws TunewrightError for a target that cannot be built, BUSY, CANCELLED
 */
export async function checkTarget(
  services: CheckServices,
  request: BuildCheckRequest,
  optimizers: readonly AutomatedOptimizer[],
  { listener, signal }: CheckWork,
): Promise<BuildCheck> {
  const { candidate, base, budgets, includeDirty = false } = request
  const startedAt = new Date()
  const place = {
    id: `check-${randomUUID().slice(0, 8)}`,
    name: 'check',
    places: [candidate.target.root],
    listener,
    signal,
  }
  return inPlace(services, place, async taken => {
    const work = { signal, logger: services.logger }
    const o = { globs: [...new Set(budgets.flatMap(({ files }) => files ?? []))], includeDirty }
    const after = await buildSide(taken, candidate, o, work)
    const before = await buildBase(taken, base, o, work)
    const isCompared = 'build' in before
    const was = isCompared ? before.build : null
    const { build } = after
    const bundle = build.reading?.bundle
    return {
      targetId: candidate.target.id,
      startedAt,
      milliseconds: Date.now() - startedAt.getTime(),
      candidate: after.version,
      base: isCompared ? before.version : before,
      bundler: bundle ? `${bundle.bundler} ${bundle.bundlerVersion}`.trim() : null,
      entries: entryWeights(build, was),
      kinds: kindWeights(build, was),
      parts: partWeights(build, was),
      files: fileWeights(build, was),
      triggers: checkTriggers(optimizers, metricsOf(build)),
      budgets: checkBudgets(budgets, build, was, isCompared ? null : before),
      growth: isCompared ? await growthOf(before, after, signal) : [],
      caveats: caveatsOf(after, isCompared ? before : null),
    }
  })
}

function caveatsOf({ build, clone }: BuiltSide, before: BuiltSide | null): string[] {
  const isUnlike = before !== null && (before.build.reading === null) !== (build.reading === null)
  return [
    ...(bundleModeOf(build) === 'development'
      ? ['The bundle is a development build: what is shipped weighs something else.']
      : []),
    ...(isUnlike
      ? ['Only one of the two builds was made by a bundler that is read, so growth is told file by file.']
      : []),
    ...(clone.kind === 'repository' && before !== null && before.version.revision === clone.base
      ? ['Base and what is checked are the same commit: no difference is to be expected.']
      : []),
  ]
}

const bundleModeOf = ({ reading }: GlobbedBuild): string | null => reading?.bundle.mode ?? null
