import { adaptationsOf, adapted } from '../change/adaptations.js'
import { serveArm } from '../instruments/serving/index.js'
import { bundleOf } from './build.js'
import type { LookingRuntime, ReadingRuntime } from './runtime.js'

/** How arms that were built here are served, and what their bundles are. */
export const ownArms = ({
  target,
  clone,
  logger,
  signal,
}: Pick<ReadingRuntime, 'target' | 'clone' | 'logger' | 'signal'>): Pick<
  LookingRuntime,
  'serve' | 'bundle' | 'preparation'
> => ({
  serve: arm =>
    serveArm(arm, target, { logger, signal, adapt: environment => adapted(adaptationsOf(clone.folder), environment) }),
  bundle: arm => bundleOf({ clone, target }, arm),
  preparation: () => adaptationsOf(clone.folder).caveats,
})
