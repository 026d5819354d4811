import { randomUUID } from 'node:crypto'
import { mkdir } from 'node:fs/promises'
import path from 'node:path'
import { recover } from '../change/recover.js'
import type { ConfigurationManager, Logger, MetricsService } from '../model/services.js'
import { launchEngine } from '../store/engine.js'
import { openStore, type Store } from '../store/store.js'
import { endOrphans } from '../system/process.js'
import { ownIdentity } from '../system/process-identity.js'
import { stateFolder } from '../system/state-folder.js'
import type { Memory } from './optimize-target.js'
import type { SessionServices } from './session-services.js'
import { runDurably } from './session-workflow.js'
import type { StrategyCatalogue } from './strategy-catalogue.js'

export interface Injected {
  readonly logger: Logger
  readonly configuration: ConfigurationManager
  readonly metrics: MetricsService
  readonly strategies: StrategyCatalogue
}

const memoryIn = (store: Store): Memory => ({
  outcomes: () => store.outcomes.list(),
  async remember(sessionId, outcome, trial) {
    await store.outcomes.add({
      ...outcome,
      id: randomUUID(),
      sessionId,
      candidateId: trial.candidate.id,
      verdict: trial.verdict.outcome,
      at: new Date(),
    })
  },
  async keepResult(sessionId, result) {
    await store.optimizations.save(sessionId, result)
    for (const trial of result.execution.trials) {
      await store.samples.add(`${sessionId}/${result.strategy.id}.${trial.candidate.id}`, trial.samples)
    }
  },
})

/**
 * Opens what sessions share. What a killed run left is put back first, from its journal alone; then the store comes up, and
 * the engine on it.
 * @throws TunewrightError STORE_FAILED, JOURNAL_BROKEN
 */
export async function openServices(injected: Injected): Promise<SessionServices & { close(): Promise<void> }> {
  const { logger, configuration, metrics, strategies } = injected
  const state = stateFolder()
  const recovery = await recover(state)
  const ended = await endOrphans()
  if (recovery.reverted.length > 0) logger.info('Put back what a killed run left', { changes: recovery.reverted })
  if (ended.length > 0) logger.info('Ended processes that a killed run left', { pids: ended })
  const url = configuration.get('database.url')
  const store = await openStore(typeof url === 'string' ? { databaseUrl: url } : {})
  const abandoned = await store.sessions.endAbandoned(
    'Its process was ended before it could finish. What was not kept was put back; start it again.',
  )
  if (abandoned.length > 0) logger.info('Sessions of processes that were ended', { sessions: abandoned })
  const { pid, startTime } = ownIdentity()
  const engine = await launchEngine({
    connectionString: store.connectionString,
    executorId: `process-${pid}-${startTime}`,
    logger,
  }).catch(async (error: unknown) => {
    await store.close()
    throw error
  })
  return {
    stateFolder: state,
    async workFolder() {
      const folder = path.join(state, 'work')
      await mkdir(folder, { recursive: true, mode: 0o700 })
      return folder
    },
    logger,
    metrics,
    strategies,
    memory: memoryIn(store),
    saveSession: session => store.sessions.save(session),
    loadSession: id => store.sessions.find(id),
    runDurably: (sessionId, work) => runDurably(engine, sessionId, work),
    async close() {
      await engine.close()
      await store.close()
    },
  }
}
