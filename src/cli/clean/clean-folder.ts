import { closedJournals } from '../../change/pending.js'
import { recover } from '../../change/recover.js'
import { cleanState } from '../../loop/retention/clean-state.js'
import { type Inventory, takeInventory } from '../../loop/retention/inventory.js'
import { planCleaning, type Removal } from '../../loop/retention/plan-cleaning.js'
import { TunewrightError } from '../../model/errors.js'
import { findConfigFile } from '../../services/config-file.js'
import { fileConfiguration } from '../../services/file-configuration.js'
import { provideStateFolder } from '../../services/provide-state-folder.js'
import { type StateLimits, stateLimits } from '../../services/state-settings.js'
import { endOrphans } from '../../system/process.js'
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
  const done = request.dryRun
    ? await leftOpen(state)
    : { putBack: (await recover(state)).reverted, ended: endOrphans() }
  const inventory = await takeInventory(state)
  const planned = planCleaning(inventory, { ...limits, now: Date.now(), artifacts: true, all: request.all })
  return { inventory, limits, ...done, removed: request.dryRun ? planned : await cleanState(inventory, planned) }
}
