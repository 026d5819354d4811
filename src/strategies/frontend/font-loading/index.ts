import type { StrategyModule } from '../../strategy-module.js'
import { actuator } from './actuator.js'
import { automationSchema, configurationSchema } from './configuration.js'
import { manifest } from './manifest.js'

export const strategy: StrategyModule<'font-loading'> = {
  manifest,
  optimizerType: 'frontend',
  actuator,
  targets: ['static', 'webpack', 'vite', 'rollup', 'rolldown', 'esbuild'],
  // A font that stands in the code is not waited for until it is a file.
  after: ['inlined-files'],
  // What stands in for a font has its measures on the mean only: here and there a line breaks elsewhere.
  movesWith: ['font'],
  addresses: ['font-wait'],
  configurationSchema,
  automationSchema,
}
