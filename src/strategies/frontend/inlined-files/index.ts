import type { StrategyModule } from '../../strategy-module.js'
import { actuator } from './actuator.js'
import { automationSchema, configurationSchema } from './configuration.js'
import { manifest } from './manifest.js'

export const strategy: StrategyModule<'inlined-files'> = {
  manifest,
  optimizerType: 'frontend',
  actuator,
  targets: ['vite', 'webpack', 'rollup', 'rolldown', 'esbuild'],
  configurationSchema,
  automationSchema,
}
