import { fileConfiguration } from '../services/file-configuration.js'
import type { Store } from '../store/store.js'
import type { CommandContext } from './run.js'

/**
 * Opens what is remembered, without the engine and the browser, and closes it at the end. What a killed run left is put back first; sessions of
 * other processes go on beside it.
 * @param config configuration file; the one in this folder where absent
 * @throws TunewrightError STORE_FAILED, INPUT_INVALID; else what the work throws
 */
export async function withRecords<T>(
  { logger }: Pick<CommandContext, 'logger'>,
  config: string | undefined,
  work: (store: Store) => Promise<T>,
): Promise<T> {
  const configuration = await fileConfiguration({ file: config ?? '.', environment: process.env })
  // The database is loaded only once the input is known to be good.
  const { openRecords } = await import('../loop/open-records.js')
  const store = await openRecords(configuration, logger)
  try {
    return await work(store)
  } finally {
    await store.close()
  }
}
