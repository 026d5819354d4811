import { randomUUID } from 'node:crypto'
import { setTimeout as delay } from 'node:timers/promises'
import { z } from 'zod'
import { messageOf, TunewrightError } from '../model/errors.js'
import { text } from '../model/schema/vocabulary.js'
import type { ConfigurationManager, Logger, MetricsService } from '../model/services.js'
import { setting } from '../services/file-configuration.js'
import { provideStateFolder } from '../services/provide-state-folder.js'
import { storeFailure } from '../services/store-failure.js'
import { type DurableEngine, launchEngine } from '../store/engine.js'
import { openStore, type Store } from '../store/store.js'
import { lostStore } from '../store/watch-connection.js'
import { tellingDiskFull } from '../system/disk-full.js'
import { ownIdentity } from '../system/process-identity.js'
import { stateFolder } from '../system/state-folder.js'
import { emptyTrash } from '../system/trash.js'
import type { Memory } from './optimize-target.js'
import { putBack } from './put-back.js'
import type { SessionServices } from './session-services.js'
import { runDurably } from './session-workflow.js'
import type { StrategyCatalogue } from './strategy-catalogue.js'

export interface Injected {
  readonly logger: Logger
  readonly configuration: ConfigurationManager
  readonly metrics: MetricsService
  readonly strategies: StrategyCatalogue
}

const NEVER = new Promise<never>(() => undefined)
/** For an engine whose database is gone, ms. */
const LAST_WAIT = 1_000

/** The store failed while a session went on. */
function failedStore(error: unknown): never {
  const told = tellingDiskFull(error)
  throw told instanceof TunewrightError ? told : lostStore(error)
}

const memoryIn = (store: Store): Memory => ({
  outcomes: () => store.outcomes.list().catch(failedStore),
  async remember(sessionId, outcome, trial) {
    await store.outcomes
      .add({
        ...outcome,
        id: randomUUID(),
        sessionId,
        candidateId: trial.candidate.id,
        verdict: trial.verdict.outcome,
        at: new Date(),
      })
      .catch(failedStore)
  },
  async keepResult(sessionId, result) {
    await store.optimizations.save(sessionId, result).catch(failedStore)
    for (const trial of result.execution.trials) {
      await store.samples
        .add(`${sessionId}/${result.strategy.id}.${trial.candidate.id}`, trial.samples)
        .catch(failedStore)
    }
  },
})

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
  const abandoned = await store.sessions.endAbandoned(
    'Its process was ended before it could finish. What was not kept was put back; start it again.',
    { ofAnyHost: store.isEmbedded },
  )
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
  const databaseUrl = setting<string | undefined>(configuration, 'database.url', text, undefined)
  const state = stateFolder()
  await provideStateFolder(state)
  const waitForTargets = setting(configuration, 'wait', z.boolean(), false)
  const { deleted } = await putBack(state, logger)
  const url = databaseUrl ?? (process.env.TUNEWRIGHT_DATABASE_URL || undefined)
  const store = await openStore(url === undefined ? {} : { databaseUrl: url }).catch((error: unknown) => {
    throw storeFailure(error, url)
  })
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
    memory: memoryIn(store),
    storeLost,
    saveSession: session => store.sessions.save(session).catch(failedStore),
    loadSession: id => store.sessions.find(id).catch(failedStore),
    runDurably: (sessionId, work) => runDurably(engine, sessionId, once.watching(work), storeLost),
    async close() {
      try {
        // With its database gone it would wait for ever.
        await Promise.race([engine.close(), storeLost.aborted ? delay(LAST_WAIT, undefined, { ref: false }) : NEVER])
      } finally {
        await store.close()
        await deleted
        await emptyTrash().catch(() => undefined) // the next start does it
      }
    },
  }
}
