import { TunewrightError } from '../model/errors.js'
import type { Logger } from '../model/services.js'

/**
 * Does work, then closes what it opened, all of it, whatever fails.
 *
 * @throws what the work throws; what closing throws where the work did well or was cancelled: not all is put back then
 */
export async function closingAfter<T>(
  logger: Logger,
  opened: () => readonly { close(): Promise<void> }[],
  work: () => Promise<T>,
): Promise<T> {
  const [done] = await Promise.allSettled([work()])
  const failures: unknown[] = []
  for (const one of opened()) await one.close().catch((error: unknown) => failures.push(error))
  const told =
    done.status === 'rejected' && !(done.reason instanceof TunewrightError && done.reason.code === 'CANCELLED')
  for (const error of told ? failures : failures.slice(1))
    logger.warn('Not all could be closed or put back: the next start does it', { error })
  if (!told && failures.length > 0) throw failures[0]
  if (done.status === 'rejected') throw done.reason
  return done.value
}
