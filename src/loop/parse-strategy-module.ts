import { z } from 'zod'
import { SHIFT_CAUSES } from '../instruments/layout-shift/explain-shift.js'
import { DIAGNOSIS_KINDS } from '../model/diagnosis.js'
import { TunewrightError } from '../model/errors.js'
import { parseWith } from '../model/schema/parse.js'
import { optimizationStrategySchema } from '../model/schema/strategy.js'
import { identifier } from '../model/schema/vocabulary.js'
import type { ImplementationType } from '../model/strategy.js'
import { TARGET_KINDS } from '../model/target-kind.js'
import type { StrategyModule } from '../strategies/strategy-module.js'

const code = z.custom<(...values: never[]) => unknown>(value => typeof value === 'function', { error: 'a function' })

/** zod's own mark: a schema of another library, or of zod 3, cannot stand within ours. */
const schema = z.custom<z.ZodType>(value => typeof value === 'object' && value !== null && '_zod' in value, {
  error: "a schema of zod 4 (z of 'tunewright/strategy')",
})

const moduleSchema = z.strictObject({
  manifest: z.looseObject({ id: identifier, implementation: z.looseObject({ type: identifier }) }),
  optimizerType: z.literal('frontend', { error: '"frontend": other optimizers hold no strategies so far' }),
  targets: z.array(z.enum(TARGET_KINDS as [string, ...string[]])).min(1, { error: 'at least one kind of target' }),
  actuator: z.looseObject({ type: identifier, propose: code, apply: code, inspectBuilt: code.exactOptional() }),
  capabilities: z.record(z.string(), z.string()).exactOptional(),
  tools: z.record(z.string(), z.string()).exactOptional(),
  after: z.array(identifier).exactOptional(),
  looksAnew: z.literal(true).exactOptional(),
  readsServed: z.literal(true).exactOptional(),
  movesWith: z.array(z.enum(SHIFT_CAUSES)).exactOptional(),
  conflicts: z.array(z.strictObject({ with: identifier, reason: z.string().min(1) })).exactOptional(),
  addresses: z.array(z.enum(DIAGNOSIS_KINDS)).exactOptional(),
  orders: code.exactOptional(),
  configurationSchema: schema,
  automationSchema: schema,
})

/** What is there already: ids of strategies, and names of what implements them. */
export interface TakenNames {
  readonly ids: readonly string[]
  readonly types: readonly string[]
}

/**
 * Holds what a strategy's module exports against what the loop relies on.
 * @param source where it comes from, for messages
 * @throws TunewrightError INPUT_INVALID that names each path, value and what was expected; or the name that is taken
 */
export function parseStrategyModule(
  value: unknown,
  taken: TakenNames,
  source?: string,
): StrategyModule<ImplementationType> {
  const from = source === undefined ? '' : ` of ${source}`
  const given = parseWith(moduleSchema, value, `strategy${from}`)
  const { id, implementation } = given.manifest
  const { type } = given.actuator
  const refuse = (what: string, remedy: string): never => {
    throw new TunewrightError('INPUT_INVALID', `The strategy${from} cannot be used: ${what}.`, { remedy })
  }
  if (taken.ids.includes(id)) refuse(`there is a strategy "${id}" already`, 'Give it another id.')
  if (taken.types.includes(type)) refuse(`"${type}" is implemented already`, 'Give its actuator another type.')
  if (implementation.type !== type)
    refuse(
      `its manifest asks for "${implementation.type}", its actuator implements "${type}"`,
      'Let implementation.type and actuator.type be the same.',
    )
  const own = { type, configuration: given.configurationSchema, automation: given.automationSchema }
  parseWith(optimizationStrategySchema([own]), given.manifest, `manifest of the strategy${from}`)
  // As it was given: an actuator may be an object of a class.
  return value as StrategyModule<ImplementationType>
}
