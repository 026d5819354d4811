import type { ConfigurationManager, Logger, MetricsService } from '../model/services.js'
import { OptimizationAutomationOrchestrator } from '../orchestrator.js'
import { storeMetrics } from '../services/metrics.js'
import { openStore, type Store } from '../store/store.js'

export interface OpenOrchestrator {
  readonly orchestrator: OptimizationAutomationOrchestrator
  /** Ends what is running, puts back what is not kept, and frees everything. */
  close(): Promise<void>
}

/** The orchestrator as the command line uses it: metrics go to our own store, which is opened when there are any. */
export function openOrchestrator(configuration: ConfigurationManager, logger: Logger): OpenOrchestrator {
  let store: Promise<Store> | null = null
  const opened = () => {
    const url = configuration.get('database.url')
    store ??= openStore(typeof url === 'string' ? { databaseUrl: url } : {})
    return store.then(({ metricPoints }) => storeMetrics(metricPoints))
  }
  const metrics: MetricsService = {
    record: async points => (await opened()).record(points),
    query: async query => (await opened()).query(query),
  }
  const orchestrator = new OptimizationAutomationOrchestrator(logger, configuration, metrics)
  const closeStore = async () => (await store)?.close()
  return { orchestrator, close: () => orchestrator.close().finally(closeStore) }
}
