import type { StrategyModule } from '../../strategy-module.js'
import { actuator } from './actuator.js'
import { automationSchema, configurationSchema } from './configuration.js'
import { manifest } from './manifest.js'

export const strategy: StrategyModule<'minification'> = {
  manifest,
  optimizerType: 'frontend',
  actuator,
  targets: ['static'],
  configurationSchema,
  automationSchema,
}
