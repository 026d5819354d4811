import type { ConfigurationManager, Logger } from '../model/services.js'
import { OptimizationAutomationOrchestrator } from '../orchestrator.js'
import { storeMetrics } from '../services/metrics.js'
import { openStore } from '../store/store.js'

export interface OpenOrchestrator {
  readonly orchestrator: OptimizationAutomationOrchestrator
  /** Ends what is running, puts back what is not kept, and frees everything. */
  close(): Promise<void>
}

/** The orchestrator as the command line uses it: metrics go to our own store, which is opened when there are any. */
export function openOrchestrator(configuration: ConfigurationManager, logger: Logger): OpenOrchestrator {
  const metrics = storeMetrics(() => {
    const url = configuration.get('database.url')
    return openStore(typeof url === 'string' ? { databaseUrl: url } : {})
  })
  const orchestrator = new OptimizationAutomationOrchestrator(logger, configuration, metrics)
  return { orchestrator, close: () => orchestrator.close().finally(() => metrics.close()) }
}
