import type { StrategyModule } from '../../strategy-module.js'
import { actuator } from './actuator.js'
import { automationSchema, configurationSchema } from './configuration.js'
import { manifest } from './manifest.js'

/** The registry is generated from folders that export this. */
export const strategy: StrategyModule<'example-strategy'> = {
  manifest,
  optimizerType: 'frontend',
  actuator,
  // Kinds of target that it is asked for, each with a case in fixtures/contract-case.ts.
  targets: ['static', 'webpack'],
  // What of a diagnosis it is for (`DIAGNOSIS_KINDS`).
  addresses: ['font-wait'],
  configurationSchema,
  automationSchema,
}
