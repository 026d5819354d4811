import type { StrategyModule } from '../../strategy-module.js'
import { actuator } from './actuator.js'
import { automationSchema, configurationSchema } from './configuration.js'
import { manifest } from './manifest.js'

export const strategy: StrategyModule<'script-loading'> = {
  manifest,
  optimizerType: 'frontend',
  actuator,
  targets: ['static', 'webpack', 'vite', 'rollup', 'rolldown', 'esbuild'],
  addresses: ['render-blocking-script', 'lcp-render-delay'],
  // A tag of another host that may come whenever it likes holds no script back any more.
  after: ['third-party'],
  configurationSchema,
  automationSchema,
}
