import type { StrategyModule } from '../../strategy-module.js'
import { actuator } from './actuator.js'
import { automationSchema, configurationSchema } from './configuration.js'
import { manifest } from './manifest.js'

export const strategy: StrategyModule<'unused-styles'> = {
  manifest,
  optimizerType: 'frontend',
  actuator,
  targets: ['static', 'webpack', 'vite', 'rollup', 'rolldown', 'esbuild'],
  // It leads pages to minified twins, which are such no more once one of the two has lost rules: what pages name by then is what is cut.
  after: ['minification'],
  addresses: ['unused-style'],
  configurationSchema,
  automationSchema,
}
