import type { CDPSession } from 'puppeteer-core'

const READING = new Set(['GET', 'HEAD', 'OPTIONS'])

/** Lets a page of a flow ask, and send nothing, unless it may. */
export class WriteGuard {
  readonly #refused: string[] = []

  /**
   * @param rerouted the origin whose requests somebody else sees to
   */
  static async over(session: CDPSession, rerouted: string | null): Promise<WriteGuard> {
    const guard = new WriteGuard()
    session.on('Fetch.requestPaused', ({ requestId, request, resourceType }) => {
      const reads = READING.has(request.method)
      if (reads && rerouted !== null && request.url.startsWith(`${rerouted}/`)) return
      // Beacons are about visits: nobody sees that they are missing.
      if (!reads && resourceType !== 'Ping') guard.#refused.push(`${request.method} ${new URL(request.url).pathname}`)
      const answer = reads
        ? session.send('Fetch.continueRequest', { requestId })
        : session.send('Fetch.failRequest', { requestId, errorReason: 'Aborted' })
      // The page may be gone by now.
      void answer.catch(() => undefined)
    })
    await session.send('Fetch.enable', { patterns: [{ urlPattern: '*' }] })
    return guard
  }

  /** What was held back since the last call. */
  take(): string[] {
    return this.#refused.splice(0)
  }
}
