import { serveArm } from '../instruments/serving/index.js'
import { bundleOf } from './build.js'
import type { LookingRuntime, ReadingRuntime } from './runtime.js'

/** How arms that were built here are served, and what their bundles are. */
export const ownArms = ({
  target,
  clone,
  logger,
  signal,
}: Pick<ReadingRuntime, 'target' | 'clone' | 'logger' | 'signal'>): Pick<LookingRuntime, 'serve' | 'bundle'> => ({
  serve: arm => serveArm(arm, target, { logger, signal }),
  bundle: arm => bundleOf({ clone, target }, arm),
})
