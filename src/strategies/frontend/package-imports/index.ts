import type { StrategyModule } from '../../strategy-module.js'
import { actuator } from './actuator.js'
import { automationSchema, configurationSchema } from './configuration.js'
import { manifest } from './manifest.js'

export const strategy: StrategyModule<'package-imports'> = {
  manifest,
  optimizerType: 'frontend',
  actuator,
  targets: ['webpack', 'vite'],
  addresses: ['package-weight', 'unused-script', 'script-weight'],
  configurationSchema,
  automationSchema,
}
