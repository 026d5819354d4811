import type { BundleSummary, Waterfall } from '../model/load-summary.js'
import type { OptimizationAutomationReport } from '../model/session.js'
import type { TargetSystem } from '../model/target.js'
import { bundleParts } from './bundle-parts.js'
import { countTries, triesOf } from './tries.js'
import { waterfallsOf } from './waterfalls-of.js'

/** What is known of a target before and after. `after` is missing where nothing was kept, or was not recorded. */
export interface ArmsShown {
  readonly target: Pick<TargetSystem, 'name'>
  readonly bundle: { readonly before: BundleSummary | null; readonly after: BundleSummary | null }
  readonly waterfalls: readonly Waterfall[]
  /** Why there is no after, in a sentence; null where there is one. */
  readonly missing: string | null
}

/** Both arms of each target: from the final run where something was kept, else what the unchanged target was measured to be. */
export function armsShown(report: OptimizationAutomationReport): readonly ArmsShown[] {
  const { session } = report
  const isKept = countTries(triesOf(report)).kept > 0
  return session.config.targets.map(target => {
    const proof = isKept ? session.finalProof[target.id] : undefined
    if (proof?.bundles && proof.waterfalls) {
      const { baseline: before, candidate: after } = proof.bundles
      return { target, bundle: { before, after }, waterfalls: proof.waterfalls, missing: null }
    }
    const observation = session.baseline[target.id]
    const loads = observation?.pages.flatMap(page => page.loads) ?? []
    return {
      target,
      bundle: { before: observation?.bundle ? bundleParts(observation.bundle) : null, after: null },
      waterfalls: waterfallsOf(loads, 'baseline'),
      missing: proof
        ? 'What came after was not recorded by the version of Tunewright that ran this session.'
        : 'Nothing was kept, so there is no after.',
    }
  })
}
