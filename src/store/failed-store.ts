import { TunewrightError } from '../model/errors.js'
import { tellingDiskFull } from '../system/disk-full.js'
import { lostStore } from './watch-connection.js'

/** For what was asked of the store while a session went on, and failed. @throws TunewrightError DISK_FULL, STORE_FAILED, or as it is */
export function failedStore(error: unknown): never {
  const told = tellingDiskFull(error)
  throw told instanceof TunewrightError ? told : lostStore(error)
}
