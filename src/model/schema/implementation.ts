import { z } from 'zod'
import type { ImplementationLogic } from '../strategy.js'

/** What a strategy module gives for its `implementation.type`: strict schemas of the two records below it. */
export interface ImplementationSchema {
  readonly type: string
  readonly configuration: z.ZodType
  readonly automation: z.ZodType
}

/** The `implementation` of a manifest: one strict object per registered type. The first registration of a type counts. */
export function implementationSchema(implementations: readonly ImplementationSchema[]): z.ZodType<ImplementationLogic> {
  const byType = new Map<string, z.ZodObject>()
  for (const { type, configuration, automation } of implementations) {
    if (!byType.has(type)) byType.set(type, z.strictObject({ type: z.literal(type), configuration, automation }))
  }
  const [first, ...others] = byType.values()
  const schema =
    first === undefined
      ? z.never({ error: 'an implementation type that is registered (none is)' })
      : z.discriminatedUnion('type', [first, ...others])
  // The options are known at run time only; each strategy's own types tie its schemas to the interface.
  return schema as unknown as z.ZodType<ImplementationLogic>
}
