import type { CDPSession } from 'puppeteer-core'

/** Frames are at least this far apart, ms. */
const INTERVAL = 200
const WIDTH = 200

/** Small pictures of a page while it loads. It costs the page some time: never where a verdict hangs on the load. */
export class Filmstrip {
  readonly #session: CDPSession
  readonly #frames: { readonly wallTime: number; readonly jpegBase64: string }[] = []

  private constructor(session: CDPSession) {
    this.#session = session
    session.on('Page.screencastFrame', ({ data, metadata, sessionId }) => {
      const wallTime = (metadata.timestamp ?? 0) * 1000
      const last = this.#frames.at(-1)
      if (!last || wallTime - last.wallTime >= INTERVAL) this.#frames.push({ wallTime, jpegBase64: data })
      else this.#frames[this.#frames.length - 1] = { wallTime: last.wallTime, jpegBase64: data }
      void session.send('Page.screencastFrameAck', { sessionId }).catch(() => undefined)
    })
  }

  static async start(session: CDPSession): Promise<Filmstrip> {
    const strip = new Filmstrip(session)
    await session.send('Page.startScreencast', { format: 'jpeg', quality: 50, maxWidth: WIDTH, maxHeight: 4 * WIDTH })
    return strip
  }

  /**
   * @param timeOrigin the page's navigation start, ms since the epoch
   * @returns frames with their time from navigation start, ms
   */
  async stop(timeOrigin: number): Promise<{ time: number; jpegBase64: string }[]> {
    await this.#session.send('Page.stopScreencast')
    return this.#frames.map(({ wallTime, jpegBase64 }) => ({ time: Math.max(0, wallTime - timeOrigin), jpegBase64 }))
  }
}
