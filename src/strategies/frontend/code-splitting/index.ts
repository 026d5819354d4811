import type { StrategyModule } from '../../strategy-module.js'
import { actuator } from './actuator.js'
import { automationSchema, configurationSchema } from './configuration.js'
import { manifest } from './manifest.js'

export const strategy: StrategyModule<'webpack-optimization'> = {
  manifest,
  optimizerType: 'frontend',
  actuator,
  targets: ['webpack', 'vite', 'rollup', 'rolldown', 'esbuild'],
  tools: { webpack: '^4.0.0 || ^5.0.0' },
  addresses: [
    'unused-script',
    'script-weight',
    'package-weight',
    'client-render',
    'main-thread-before-paint',
    'long-task',
  ],
  configurationSchema,
  automationSchema,
}
