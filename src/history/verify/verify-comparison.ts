import { headlineEffects } from '../../experiment/index.js'
import { comparisonExperiment } from '../../loop/comparison-memory.js'
import { provingOutcome } from '../../loop/prove-sides.js'
import type { ExperimentSettings } from '../../loop/session-memory.js'
import { headlineOf } from '../../loop/summary/headline.js'
import type { Comparison } from '../../model/proving.js'
import type { Store } from '../../store/store.js'
import { countNumbers, differences } from './differences.js'
import { type Check, compared, recomputed, withSamples } from './verify-verdict.js'

/** Holds a comparison against its record: verdict, effects and the table of before and after made once more from the raw samples. */
export async function verifyComparison(store: Store, { proving }: Comparison): Promise<Check[]> {
  const { proof, aim, outcome } = proving
  const experiment = comparisonExperiment(proving.id)
  const settings = await store.experiments.find<ExperimentSettings>(experiment)
  const record = settings && withSamples(settings, await store.samples.ofExperiment(experiment))
  const judged = recomputed(record, { subject: 'The verdict', verdict: proof.verdict, samples: proof.samples })
  if (!record) return [judged]
  const headline = headlineEffects({ record })
  const changes = headlineOf({ ...proof, headline })
  const said = { aim: record.input.aim ?? 'better', outcome: provingOutcome(proof.verdict, aim) }
  return [
    judged,
    compared('What it comes to', differences({ aim, outcome }, said), () => outcome),
    compared(
      'Before and after',
      [...differences(proof.headline, headline, 'headline'), ...differences(proving.changes, changes, 'changes')],
      () => `${countNumbers(headline) + countNumbers(changes)} numbers`,
    ),
  ]
}
