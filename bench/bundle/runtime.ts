import path from 'node:path'
import { createClone } from '../../src/change/clone.js'
import { Journal } from '../../src/change/journal.js'
import { SESSION_ALPHA } from '../../src/experiment/index.js'
import type { Lab } from '../../src/instruments/lab/index.js'
import { ownArms } from '../../src/loop/own-arms.js'
import type { TargetRuntime } from '../../src/loop/runtime.js'
import { StrategyCatalogue } from '../../src/loop/strategy-catalogue.js'
import { DEFAULT_BUDGET } from '../../src/loop/target-runtime.js'
import { PROFILES } from '../../src/model/profile.js'
import type { Logger, MetricsService } from '../../src/model/services.js'
import type { TargetSystem } from '../../src/model/target.js'
import { STRATEGIES } from '../../src/strategies/registry.generated.js'
import type { BenchOptions } from '../row.js'

const nothing = (): void => undefined
export const quiet: Logger = { debug: nothing, info: nothing, warn: nothing, error: nothing }

/** There are no visits of other times: what they would be asked for is measured here. */
const noVisits: MetricsService = { query: async () => [], record: async () => undefined }

/**
 * What a session's stages work with, for one target: its private clone and journal, without a session around them.
 * @param folder an empty one, removed by the caller
 */
export const withRuntime = async <R>(
  target: TargetSystem,
  folder: string,
  lab: Lab,
  { signal, progress }: Pick<BenchOptions, 'signal' | 'progress'>,
  work: (runtime: TargetRuntime) => Promise<R>,
): Promise<R> => {
  const clone = await createClone(target, path.join(folder, 'clone'), { signal, logger: quiet })
  const journal = await Journal.open(path.join(folder, 'journal'))
  let told = ''
  try {
    return await work({
      sessionId: 'bench',
      target,
      profiles: [PROFILES.mobile],
      seed: 1,
      alpha: SESSION_ALPHA,
      timeBudget: DEFAULT_BUDGET,
      deadline: Number.POSITIVE_INFINITY,
      cacheFolder: path.join(folder, 'cache'),
      folder,
      clone,
      journal,
      lab,
      strategies: new StrategyCatalogue(STRATEGIES),
      metrics: noVisits,
      approve: undefined,
      logger: quiet,
      signal,
      ...ownArms({ target, clone, logger: quiet, signal }),
      steps: { run: (_, stage) => stage() },
      step: (_, message) => {
        if (message !== told) progress(`${target.name}: ${message}`)
        told = message
      },
    })
  } finally {
    await journal.close()
  }
}
