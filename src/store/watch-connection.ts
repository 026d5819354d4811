import { setTimeout as delay } from 'node:timers/promises'
import pg from 'pg'
import { messageOf, TunewrightError } from '../model/errors.js'

export interface WatchedConnection {
  /** Fires, with a STORE_FAILED as its reason, once the database has been away for longer than is waited for. */
  readonly lost: AbortSignal
  close(): Promise<void>
}

export interface WatchOptions {
  /** How long a database may be away (a restart, a network that is mended), ms. */
  readonly patience: number
  /** How often it is asked whether it is there, ms: a network that just ends says nothing. */
  readonly every?: number
}

const RETRY_EVERY = 250
const ANSWER_WITHIN = 10_000

export const lostStore = (cause: unknown): TunewrightError =>
  new TunewrightError('STORE_FAILED', `The store's database went away: ${messageOf(cause)}`, {
    remedy:
      'Start again: the database that comes along is started anew; see that one of your own runs and can be reached.',
    state: 'What was not kept was put back, from the journal. Your project was not changed.',
    cause,
  })

const GONE = /^(?:ECONNREFUSED|ECONNRESET|EPIPE|ETIMEDOUT|57P0[1-3]|08\w{3})$/
const GONE_TEXT = /connection terminated|connection ended|not queryable|connect ENOENT/i

/** Whether something failed for want of the database: it is told before the watch is sure that it does not come back. */
export const isLostStore = (error: unknown): boolean =>
  GONE.test(String((error as { code?: unknown } | null)?.code)) || GONE_TEXT.test(messageOf(error))

/**
 * Watches a database by a connection of its own. Whoever asks the database something may wait for it for ever; whoever is told here need not.
 */
export async function watchConnection(
  connectionString: string,
  { patience, every = 15_000 }: WatchOptions,
): Promise<WatchedConnection> {
  const lost = new AbortController()
  let closed = false
  let client: pg.Client | null = null

  /** `ended` resolves once the connection has ended, with the reason. */
  const connect = async (): Promise<{ readonly ended: Promise<unknown> }> => {
    const next = new pg.Client({
      connectionString,
      keepAlive: true,
      connectionTimeoutMillis: ANSWER_WITHIN,
      query_timeout: ANSWER_WITHIN,
    })
    const ended = new Promise<unknown>(resolve => {
      next.once('error', resolve)
      next.once('end', () => resolve(new Error('its connection was closed')))
    })
    next.on('error', () => undefined) // what comes after the first
    await next.connect()
    client = next
    return { ended }
  }

  let { ended } = await connect()
  const timer = setInterval(
    () => void client?.query('select 1').catch(() => client?.end().catch(() => undefined)),
    every,
  )
  timer.unref()
  const watch = async (): Promise<void> => {
    while (!closed) {
      let reason = await ended
      const deadline = Date.now() + patience
      for (;;) {
        if (closed) return
        try {
          ended = (await connect()).ended
          break
        } catch (error) {
          reason = error
        }
        if (Date.now() > deadline) {
          clearInterval(timer)
          return lost.abort(lostStore(reason))
        }
        await delay(RETRY_EVERY, undefined, { ref: false })
      }
    }
  }
  void watch()
  return {
    lost: lost.signal,
    async close() {
      closed = true
      clearInterval(timer)
      await client?.end().catch(() => undefined)
    },
  }
}
