import { z } from 'zod'
import type { OptimizationAutomationConfig, SessionBudget } from '../session.js'
import type { ImplementationSchema } from './implementation.js'
import { automatedOptimizerSchema } from './optimizer.js'
import { targetSystemSchema } from './target.js'
import { profileList, seed, uniqueIds } from './vocabulary.js'

export const sessionBudget = z.strictObject({
  milliseconds: z.number().positive().exactOptional(),
  alpha: z.number().gt(0).lt(0.5, { error: 'an error probability between 0 and 0.5, e.g. 0.005' }).exactOptional(),
}) satisfies z.ZodType<Partial<SessionBudget>>

const optimizerIds = uniqueIds('optimizers')
const targetIds = uniqueIds('targets')

export const approval = z.custom<NonNullable<OptimizationAutomationConfig['approve']>>(
  value => typeof value === 'function',
  { error: 'a function that answers approval requests' },
)

/** What `startOptimizationAutomation` takes. */
export const optimizationAutomationConfigSchema = (implementations: readonly ImplementationSchema[]) =>
  z.strictObject({
    optimizers: z
      .array(automatedOptimizerSchema(implementations))
      .min(1, { error: 'at least one optimizer' })
      .refine(optimizerIds.check, { error: optimizerIds.error }),
    targets: z
      .array(targetSystemSchema)
      .min(1, { error: 'at least one target' })
      .refine(targetIds.check, { error: targetIds.error }),
    profiles: profileList.exactOptional(),
    budget: sessionBudget.exactOptional(),
    seed: seed.exactOptional(),
    includeDirty: z.boolean().exactOptional(),
    approve: approval.exactOptional(),
  }) satisfies z.ZodType<OptimizationAutomationConfig>
