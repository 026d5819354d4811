import type { StrategyModule } from '../../strategy-module.js'
import { actuator } from './actuator.js'
import { automationSchema, configurationSchema } from './configuration.js'
import { manifest } from './manifest.js'

export const strategy: StrategyModule<'service-worker-precache'> = {
  manifest,
  optimizerType: 'frontend',
  actuator,
  // Plain files are served by the lab's edge, which lets browsers keep hashed ones: nothing could be shown.
  targets: ['vite', 'webpack'],
  // Last of all: what is kept are the files that are left.
  after: ['chunk-plan', 'webpack-optimization', 'font-files', 'stylesheet-loading', 'script-loading'],
  addresses: ['uncached'],
  configurationSchema,
  automationSchema,
}
