import { text } from '../model/schema/vocabulary.js'
import type { ConfigurationManager, Logger } from '../model/services.js'
import { setting } from '../services/file-configuration.js'
import { provideStateFolder } from '../services/provide-state-folder.js'
import { storeFailure } from '../services/store-failure.js'
import { openStore, type Store } from '../store/store.js'
import { stateFolder } from '../system/state-folder.js'
import { putBack } from './put-back.js'

/** The database of the user's that the store is in; undefined: the one that comes along. @throws TunewrightError INPUT_INVALID */
export const storeUrl = (configuration: ConfigurationManager): string | undefined =>
  setting<string | undefined>(configuration, 'database.url', text, undefined) ??
  (process.env.TUNEWRIGHT_DATABASE_URL || undefined)

/** Why a session ended that was still active when its process died. */
const ABANDONED = 'Its process was ended before it could finish. What was not kept was put back; start it again.'

/**
 * Writes down the end of sessions whose process was killed: they are not active, whoever asks. A store that came along belongs to this machine
 * alone, whatever name it had when they ran.
 * @returns their ids
 */
export const endAbandonedSessions = (store: Store): Promise<string[]> =>
  store.sessions.endAbandoned(ABANDONED, { ofAnyHost: store.isEmbedded })

/**
 * Puts back what a killed run left, from its journal alone, then opens what is remembered, and nothing else: no engine, no browser. Sessions of
 * other processes go on beside it.
 * @throws TunewrightError UNSAFE_ENVIRONMENT, STORE_FAILED, INPUT_INVALID
 */
export async function openRecords(configuration: ConfigurationManager, logger: Logger): Promise<Store> {
  const url = storeUrl(configuration)
  const state = stateFolder()
  await provideStateFolder(state)
  const { deleted } = await putBack(state, logger)
  const store = await openStore(url === undefined ? {} : { databaseUrl: url }).catch((error: unknown) => {
    throw storeFailure(error, url)
  })
  return { ...store, close: () => Promise.all([store.close(), deleted]).then(() => undefined) }
}
