import type { StrategyModule } from '../../strategy-module.js'
import { actuator } from './actuator.js'
import { automationSchema, configurationSchema } from './configuration.js'
import { manifest } from './manifest.js'
import { FACADE_ORDER } from './plan-players.js'

export const strategy: StrategyModule<'third-party'> = {
  manifest,
  optimizerType: 'frontend',
  actuator,
  targets: ['static', 'webpack', 'vite', 'rollup', 'rolldown', 'esbuild'],
  addresses: ['render-blocking-script', 'main-thread-before-paint'],
  orders: ({ videos }) => (videos === 'facade' ? FACADE_ORDER : null),
  configurationSchema,
  automationSchema,
}
