import type { StrategyModule } from '../../strategy-module.js'
import { actuator } from './actuator.js'
import { automationSchema, configurationSchema } from './configuration.js'
import { manifest } from './manifest.js'

export const strategy: StrategyModule<'prerendering'> = {
  manifest,
  optimizerType: 'frontend',
  actuator,
  targets: ['vite'],
  tools: { vite: '>=4' },
  addresses: ['client-render', 'lcp-load-delay'],
  configurationSchema,
  automationSchema,
}
