import { closedJournals } from '../../change/pending.js'
import { putBack } from '../../loop/put-back.js'
import { cleanState } from '../../loop/retention/clean-state.js'
import { type Inventory, takeAbandoned, takeInventory } from '../../loop/retention/inventory.js'
import { planCleaning, type Removal } from '../../loop/retention/plan-cleaning.js'
import { TunewrightError } from '../../model/errors.js'
import type { Logger } from '../../model/services.js'
import { findConfigFile } from '../../services/config-file.js'
import { fileConfiguration } from '../../services/file-configuration.js'
import { provideStateFolder } from '../../services/provide-state-folder.js'
import { type StateLimits, stateLimits } from '../../services/state-settings.js'
import { findOrphans } from '../../system/process-records.js'
import { stateFolder } from '../../system/state-folder.js'

export interface CleanRequest {
  readonly config?: string
  /** Milliseconds; the setting `state.retention` where absent. */
  readonly olderThan?: number
  readonly all: boolean
  readonly dryRun: boolean
  /** Asked before everything goes. */
  confirm(inventory: Inventory): Promise<boolean>
}

export interface CleanDone {
  readonly inventory: Inventory
  readonly limits: StateLimits
  /** Ids of changes of killed sessions that were put back, or would be. */
  readonly putBack: readonly string[]
  /** Ids of orphaned processes that were ended, or would be. */
  readonly ended: readonly number[]
  readonly removed: readonly Removal[]
}

async function limitsOf({ config, olderThan }: CleanRequest): Promise<StateLimits> {
  const file = config ?? (await findConfigFile('.'))
  const limits = stateLimits(await fileConfiguration({ ...(file && { file }), environment: process.env }))
  return { ...limits, ...(olderThan !== undefined && { retention: olderThan }) }
}

/** What a start would put back and end, without doing it. */
async function leftOpen(state: string): Promise<Pick<CleanDone, 'putBack' | 'ended'>> {
  const journals = await closedJournals(state)
  return { putBack: journals.flatMap(({ pending }) => pending ?? []), ended: findOrphans().map(({ pid }) => pid) }
}

/** As a start does it. */
async function settled(state: string): Promise<Pick<CleanDone, 'putBack' | 'ended'>> {
  const { reverted, ended, deleted } = await putBack(state, SILENT)
  await deleted
  return { putBack: reverted, ended }
}

// What was done is in the result.
const nothing = (): void => undefined
const SILENT: Logger = { debug: nothing, info: nothing, warn: nothing, error: nothing }

/**
 * Puts back what killed sessions left open, ends their processes, and removes what is kept for longer than asked for.
 * @throws TunewrightError UNSAFE_ENVIRONMENT, JOURNAL_BROKEN, BUSY, CANCELLED where the user did not want it after all
 */
export async function cleanFolder(request: CleanRequest): Promise<CleanDone> {
  const state = stateFolder()
  const limits = await limitsOf(request)
  await provideStateFolder(state)
  if (request.all && !request.dryRun && !(await request.confirm(await takeInventory(state)))) {
    throw new TunewrightError('CANCELLED', 'Nothing was removed.', { remedy: 'Start again when ready.' })
  }
  // What killed runs left to be thrown away goes with the putting back.
  const abandoned = await takeAbandoned()
  const done = request.dryRun ? await leftOpen(state) : await settled(state)
  const inventory = { ...(await takeInventory(state)), abandoned }
  const planned = planCleaning(inventory, { ...limits, now: Date.now(), artifacts: true, all: request.all })
  return { inventory, limits, ...done, removed: request.dryRun ? planned : await cleanState(inventory, planned) }
}
