import type { StrategyModule } from '../../strategy-module.js'
import { actuator } from './actuator.js'
import { automationSchema, configurationSchema } from './configuration.js'
import { manifest } from './manifest.js'

export const strategy: StrategyModule<'build-target'> = {
  manifest,
  optimizerType: 'frontend',
  actuator,
  targets: ['webpack', 'vite'],
  addresses: ['polyfill', 'script-weight'],
  configurationSchema,
  automationSchema,
}
