import path from 'node:path'
import { buildArm } from '../change/arm.js'
import type { Clone } from '../change/clone.js'
import { bundleMetrics } from '../instruments/bundle/bundle-metrics.js'
import { watchEsbuild } from '../instruments/bundle/commands/watch-esbuild.js'
import { readBundle } from '../instruments/bundle/read-bundle.js'
import { statsEnvironment } from '../instruments/bundle/stats-environment.js'
import { withChangeChances } from '../instruments/deploys/change-chances.js'
import { type DeployHistory, readDeployHistory } from '../instruments/deploys/history.js'
import { namedFiles } from '../instruments/deploys/named-files.js'
import type { BuiltArm } from '../model/change.js'
import { TunewrightError } from '../model/errors.js'
import type { MetricValues } from '../model/metrics.js'
import type { BundleObservation } from '../model/observation.js'
import type { ReadingRuntime } from './runtime.js'

/** Builds the clone as it is, with the bundler's statistics, where there is one. */
export const buildCurrent = async (
  runtime: Pick<ReadingRuntime, 'clone' | 'target' | 'folder' | 'signal' | 'logger'>,
): Promise<BuiltArm> => {
  if (runtime.target.build) await watchEsbuild(runtime.clone.folder)
  return buildArm(runtime.clone, runtime.target, {
    armsFolder: path.join(runtime.folder, 'arms'),
    extraEnvironment: statsEnvironment(
      path.join(runtime.folder, 'bundle-statistics.jsonl'),
      runtime.target.environment,
    ),
    signal: runtime.signal,
    logger: runtime.logger,
  })
}

/**
 * Bundles that were read, by arm: a built arm does not change, and reading takes a second or more. Its place alone does not tell it: the arm of
 * the next candidate is put where that of a rejected one was.
 */
const bundles = new WeakMap<Clone, Map<string, Promise<BundleObservation | null>>>()

/** What changed in the repository before anything of ours did, by clone. */
const histories = new WeakMap<Clone, Promise<DeployHistory | null>>()

function historyOf(clone: Clone): Promise<DeployHistory | null> {
  const reading = histories.get(clone) ?? readDeployHistory(clone.root, clone.base)
  histories.set(clone, reading)
  return reading
}

/** The bundle of a built arm, or null where nothing that browsers load was built. */
export function bundleOf(
  { clone, target }: Pick<ReadingRuntime, 'clone' | 'target'>,
  arm: BuiltArm,
): Promise<BundleObservation | null> {
  if (!target.build) return Promise.resolve(null)
  const ofClone = bundles.get(clone) ?? new Map<string, Promise<BundleObservation | null>>()
  bundles.set(clone, ofClone)
  const key = `${arm.revision} ${arm.root}`
  const reading = ofClone.get(key) ?? readArm(clone, arm.bundleStatistics, arm.root, target.build.output)
  ofClone.set(key, reading)
  return reading
}

async function readArm(
  clone: Clone,
  statistics: string | null,
  root: string,
  output: string,
): Promise<BundleObservation | null> {
  try {
    const bundle = await readBundle(statistics, path.join(root, output), root)
    const names = await namedFiles(path.join(root, output, bundle.outputPath), bundle)
    return withChangeChances(bundle, names, await historyOf(clone))
  } catch (error) {
    if (error instanceof TunewrightError && error.code === 'TARGET_UNSUPPORTED') return null
    throw error
  }
}

/** What the bundle says of the target as a whole; the browser's `bundle-size` is left to the browser. */
export function bundleTargetMetrics(bundle: BundleObservation | null): MetricValues {
  const initial = bundle === null ? undefined : bundleMetrics(bundle)['initial-bundle-size']
  return initial === undefined ? {} : { 'initial-bundle-size': initial }
}
