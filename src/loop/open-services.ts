import { setTimeout as delay } from 'node:timers/promises'
import { z } from 'zod'
import { messageOf } from '../model/errors.js'
import type { ConfigurationManager, Logger, MetricsService } from '../model/services.js'
import { setting } from '../services/file-configuration.js'
import { storeFailure } from '../services/store-failure.js'
import { type DurableEngine, launchEngine } from '../store/engine.js'
import { failedStore } from '../store/failed-store.js'
import type { Store } from '../store/store.js'
import { ownIdentity } from '../system/process-identity.js'
import { stateFolder } from '../system/state-folder.js'
import { emptyTrash } from '../system/trash.js'
import { keepComparison } from './comparison-memory.js'
import { endAbandonedSessions, openRecords, storeUrl } from './open-records.js'
import { memoryIn } from './session-memory.js'
import type { SessionServices } from './session-services.js'
import { runDurably } from './session-workflow.js'
import type { StrategyCatalogue } from './strategy-catalogue.js'
import { summarizeSession } from './summary/session.js'

export interface Injected {
  readonly logger: Logger
  readonly configuration: ConfigurationManager
  readonly metrics: MetricsService
  readonly strategies: StrategyCatalogue
}

const NEVER = new Promise<never>(() => undefined)
/** For an engine whose database is gone, ms. */
const LAST_WAIT = 1_000

/** The engine logs what a session's work throws, of which whoever started the session is told already. */
function tellingOnce(logger: Logger) {
  const told = new Set<string>()
  return {
    logger: {
      debug: (message, context) => logger.debug(message, context),
      info: (message, context) => logger.info(message, context),
      warn: (message, context) =>
        told.delete(message) ? logger.debug(message, context) : logger.warn(message, context),
      error: (message, context) => logger.error(message, context),
    } satisfies Logger,
    watching:
      <Arguments extends unknown[]>(work: (...given: Arguments) => Promise<void>) =>
      (...given: Arguments) =>
        work(...given).catch((error: unknown) => {
          told.add(`Engine: ${messageOf(error)}`)
          throw error
        }),
  }
}

async function openEngine(store: Store, logger: Logger): Promise<DurableEngine> {
  const abandoned = await endAbandonedSessions(store)
  if (abandoned.length > 0) logger.info('Sessions of processes that were ended', { sessions: abandoned })
  const { pid, startTime } = ownIdentity()
  return launchEngine({
    connectionString: store.connectionString,
    executorId: `process-${pid}-${startTime}`,
    logger,
  })
}

/**
 * Opens what sessions share. What a killed run left is put back first, from its journal alone; then the store comes up, and
 * the engine on it. Where one of them does not open, the others are closed again.
 * @throws TunewrightError UNSAFE_ENVIRONMENT, STORE_FAILED, INPUT_INVALID
 */
export async function openServices(injected: Injected): Promise<SessionServices & { close(): Promise<void> }> {
  const { logger, configuration, metrics, strategies } = injected
  const url = storeUrl(configuration)
  const state = stateFolder()
  const waitForTargets = setting(configuration, 'wait', z.boolean(), false)
  const store = await openRecords(configuration, logger)
  const once = tellingOnce(logger)
  const opening = Promise.all([openEngine(store, once.logger), store.watch()])
  const [engine, storeLost] = await opening.catch(async (error: unknown) => {
    await store.close()
    throw storeFailure(error, url)
  })
  return {
    stateFolder: state,
    waitForTargets,
    logger,
    metrics,
    strategies,
    memory: memoryIn(store, state),
    storeLost,
    saveSession: session => store.sessions.save(session, summarizeSession(session)).catch(failedStore),
    keepComparison: (comparison, record) => keepComparison(store, state, comparison, record),
    runDurably: (sessionId, work) => runDurably(engine, sessionId, once.watching(work), storeLost),
    async close() {
      try {
        // With its database gone it would wait for ever.
        await Promise.race([engine.close(), storeLost.aborted ? delay(LAST_WAIT, undefined, { ref: false }) : NEVER])
      } finally {
        await store.close()
        await emptyTrash().catch(() => undefined) // the next start does it
      }
    },
  }
}
