import { mkdir } from 'node:fs/promises'
import path from 'node:path'
import { DBOS } from '@dbos-inc/dbos-sdk'
import { messageOf, TunewrightError } from '../model/errors.js'
import type { Logger } from '../model/services.js'
import { sha256 } from '../system/hash.js'
import { type Lock, tryLock } from '../system/lock.js'
import { stateFolder } from '../system/state-folder.js'
import { fromJson, type Json, toJson } from './json.js'

/** The schema of the engine's own tables, beside ours. */
const SYSTEM_SCHEMA = 'tunewright_engine'

/**
 * The version of the workflows' steps, not of the package: raised only where their order or names change, so that an upgrade
 * goes on with what an earlier version began.
 */
export const WORKFLOW_VERSION = '2'

/** A function whose steps survive the process. Made by `defineWorkflow`. */
export interface Workflow<Input, Output> {
  readonly name: string
  readonly start: (input: Input) => Promise<Output>
}

export interface DurableEngine {
  /**
   * Runs a workflow to its end, or joins it: by its id it runs once, ever. One that a killed process left goes on after its
   * last finished step; one that has ended gives its result again.
   *
   * @param id unique; e.g. the session's
   * @throws TunewrightError BUSY for an unfinished workflow of another executor; what the workflow throws
   * @param input JSON; what a target's `environment` holds is not stored, so it comes from the caller's memory or configuration
   */
  run<Input, Output>(workflow: Workflow<Input, Output>, id: string, input: Input): Promise<Output>
  /**
   * A stage of the workflow that calls it: its result is stored, and not worked out again. Steps come in the same order in every
   * run, and the one in flight when a process died runs again: it must be idempotent.
   */
  step<T>(name: string, work: () => Promise<T>): Promise<T>
  close(): Promise<void>
}

/** Defines a workflow. To be called when a module is loaded, before the engine is launched. */
export function defineWorkflow<Input, Output>(
  name: string,
  work: (input: Input) => Promise<Output>,
): Workflow<Input, Output> {
  return { name, start: DBOS.registerWorkflow(work, { name }) }
}

export interface EngineOptions {
  readonly connectionString: string
  /**
   * Whose workflows these are: what a dead process with the same id left is taken up at launch, and nothing else. One live
   * process has an id; a session's id is a good one.
   */
  readonly executorId: string
  readonly applicationVersion?: string
  readonly logger: Logger
}

/** DBOS logs each of its own steps: of use only to whoever looks for a fault. */
const quieted = (logger: Logger) => ({
  debug: () => undefined,
  info: (entry: unknown) => logger.debug(`Engine: ${String(entry)}`),
  warn: (entry: unknown) => logger.debug(`Engine: ${String(entry)}`),
  error: (entry: unknown) => logger.warn(`Engine: ${messageOf(entry)}`),
})

/** Stored inputs and results: our own JSON, which keeps dates and leaves secrets out. */
const serializer = {
  name: () => 'tunewright-json',
  stringify: (value: unknown) => JSON.stringify(toJson(value)),
  parse: (text: string | null | undefined) =>
    text === null || text === undefined ? null : fromJson(JSON.parse(text) as Json),
}

async function takeExecutor(executorId: string): Promise<Lock> {
  const folder = path.join(stateFolder(), 'engines')
  await mkdir(folder, { recursive: true, mode: 0o700 })
  const lock = await tryLock(path.join(folder, sha256(executorId).slice(0, 32)))
  if (lock) return lock
  throw new TunewrightError('BUSY', `Another process runs ${executorId}.`, { remedy: 'Wait for it, or end it.' })
}

/**
 * Launches the durable engine (DBOS Transact) on the store's PostgreSQL; there is one a process.
 *
 * @throws TunewrightError BUSY where another live process has the executor's id, or this one launched an engine already;
 *   STORE_FAILED
 */
export async function launchEngine(options: EngineOptions): Promise<DurableEngine> {
  if (DBOS.isInitialized()) {
    throw new TunewrightError('BUSY', 'The engine runs in this process already.', { remedy: 'Close it first.' })
  }
  const lock = await takeExecutor(options.executorId)
  try {
    DBOS.setConfig({
      // One name for all processes, as versions belong to a name; recovery is scoped by the executor's id.
      name: 'tunewright',
      systemDatabaseUrl: options.connectionString,
      systemDatabaseSchemaName: SYSTEM_SCHEMA,
      systemDatabasePoolSize: 5,
      // Its way of setting one makes `pg` print a deprecation warning into the user's terminal.
      systemDatabaseIdleTransactionTimeoutMs: 0,
      executorID: options.executorId,
      applicationVersion: options.applicationVersion ?? WORKFLOW_VERSION,
      logger: quieted(options.logger),
      serializer,
    })
    await DBOS.launch()
  } catch (cause) {
    await lock.release()
    throw new TunewrightError('STORE_FAILED', `The durable engine did not start: ${messageOf(cause)}`, {
      remedy: 'Check that the store runs and that its user may create schemas.',
      cause,
    })
  }
  return {
    async run(workflow, id, input) {
      const known = await DBOS.getWorkflowStatus(id)
      if (!known) return (await DBOS.startWorkflow(workflow.start, { workflowID: id })(input)).getResult()
      const ended = known.status === 'SUCCESS' || known.status === 'ERROR'
      if (!ended && known.executorId !== options.executorId) {
        throw new TunewrightError('BUSY', `The workflow ${id} belongs to ${known.executorId ?? 'another executor'}.`, {
          remedy: "Launch the engine with that executor's id to go on with it.",
        })
      }
      return DBOS.retrieveWorkflow<Awaited<ReturnType<typeof workflow.start>>>(id).getResult()
    },
    step: (name, work) => DBOS.runStep(work, { name }),
    async close() {
      await DBOS.shutdown()
      await lock.release()
    },
  }
}
