import type { StrategyModule } from '../../strategy-module.js'
import { actuator } from './actuator.js'
import { automationSchema, configurationSchema } from './configuration.js'
import { manifest } from './manifest.js'

export const strategy: StrategyModule<'tree-shaking'> = {
  manifest,
  optimizerType: 'frontend',
  actuator,
  targets: ['webpack', 'vite'],
  addresses: ['unused-script', 'script-weight', 'package-weight'],
  configurationSchema,
  automationSchema,
}
