import type { StrategyModule } from '../../strategy-module.js'
import { actuator } from './actuator.js'
import { automationSchema, configurationSchema } from './configuration.js'
import { manifest } from './manifest.js'

export const strategy: StrategyModule<'chunk-plan'> = {
  manifest,
  optimizerType: 'frontend',
  actuator,
  targets: ['webpack', 'vite'],
  // It cuts what routes that are loaded later share.
  after: ['webpack-optimization'],
  configurationSchema,
  automationSchema,
}
