import { randomBytes } from 'node:crypto'
import path from 'node:path'
import { automationEngine } from '../frameworks/automation-engine.js'
import type { OptimizationAutomationConfig, OptimizationAutomationSession } from '../model/session.js'
import { drawnSeed } from '../system/drawn-seed.js'

/** e.g. `20261123-1f9c2a`: sorts by day, short enough for a branch. */
export const newSessionId = (): string =>
  `${new Date().toISOString().slice(0, 10).replaceAll('-', '')}-${randomBytes(3).toString('hex')}`

/** A session's document before anything was measured. */
export const newSession = (
  id: string,
  config: OptimizationAutomationConfig,
  stateFolder: string,
): OptimizationAutomationSession => ({
  id,
  config: { ...config, seed: config.seed ?? drawnSeed() },
  status: 'active',
  startTime: new Date(),
  baseline: {},
  optimizers: config.optimizers,
  strategies: config.optimizers.flatMap(optimizer => optimizer.strategies),
  automationEngine: automationEngine(config.optimizers),
  statistics: emptyStatistics(),
  results: [],
  alerts: [],
  learningInsights: [],
  decisions: [],
  diagnoses: {},
  analyses: {},
  finalProof: {},
  delivery: {},
  systemActs: [],
  stateFolder: path.join(stateFolder, 'sessions', id),
})

export const emptyStatistics = (): OptimizationAutomationSession['statistics'] => ({
  optimizationsAttempted: 0,
  optimizationsSuccessful: 0,
  optimizationsFailed: 0,
  rollbacksPerformed: 0,
  performanceGain: 0,
  downtime: 0,
})
