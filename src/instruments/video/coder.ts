import { TunewrightError } from '../../model/errors.js'
import type { Logger } from '../../model/services.js'
import { type LabBrowser, startBrowser } from '../lab/browser.js'
import { findBrowser } from '../lab/find-browser.js'
import { callInPage } from '../lab/page/in-page.js'
import type { Film } from './film.js'
import { decodeKept, type Encoded, encodeKept, keepPlanes, openVideo } from './in-page.js'
import { toPlanes } from './planes.js'

/** A browser that encodes: the one that measures has encoders for what browsers play. It reaches nothing. */
export interface VideoCoder {
  /** Hands the frames over that the next encodings are of. */
  keep(film: Film): Promise<void>
  /** @returns null where the browser has no such encoder */
  encode(...what: Parameters<typeof encodeKept>): Promise<Encoded | null>
  /** Frames, by their numbers, of what was encoded last: 8-bit RGBA. */
  decoded(frames: readonly number[]): Promise<readonly Buffer[]>
  /** How a page that is given the file plays it; null where it cannot. */
  play(file: Buffer, type: string): ReturnType<typeof openVideo>
  close(): Promise<void>
}

/** A secure origin, which encoders want, that nobody serves: the browser is answered here. */
const ORIGIN = 'https://127.0.0.1/'
const PAGE = Buffer.from('<!doctype html><title>Encoder</title>').toString('base64')

/** @throws TunewrightError BROWSER_MISSING, BROWSER_FAILED */
export const openCoder = async (logger: Logger): Promise<VideoCoder> => {
  const browser = await startBrowser(await findBrowser(), { logger })
  try {
    return await coderIn(browser)
  } catch (error) {
    await browser.close()
    throw error
  }
}

const coderIn = async (browser: LabBrowser): Promise<VideoCoder> => {
  const { targetId } = await browser.root.send('Target.createTarget', { url: 'about:blank' })
  const { sessionId } = await browser.root.send('Target.attachToTarget', { targetId, flatten: true })
  const session = browser.root.connection()?.session(sessionId)
  if (!session)
    throw new TunewrightError('BROWSER_FAILED', 'A new page could not be reached.', { remedy: 'Try again.' })
  await session.send('Page.enable')
  await session.send('Fetch.enable', { patterns: [{ urlPattern: '*' }] })
  session.on('Fetch.requestPaused', ({ requestId }) => {
    const responseHeaders = [{ name: 'content-type', value: 'text/html' }]
    void session
      .send('Fetch.fulfillRequest', { requestId, responseCode: 200, responseHeaders, body: PAGE })
      .catch(() => undefined)
  })
  const loaded = new Promise(resolve => session.once('Page.loadEventFired', resolve))
  await session.send('Page.navigate', { url: ORIGIN })
  await loaded
  const run = async <A extends readonly unknown[], R>(call: (...args: A) => R, ...args: A): Promise<Awaited<R>> => {
    const expression = callInPage(call, ...args)
    const { result, exceptionDetails } = await session.send('Runtime.evaluate', {
      expression,
      awaitPromise: true,
      returnByValue: true,
    })
    if (exceptionDetails)
      throw new TunewrightError(
        'BROWSER_FAILED',
        `The browser did not encode: ${exceptionDetails.exception?.description ?? exceptionDetails.text}`,
        { remedy: 'Try again, or set `animated: "webp"` for image-optimization.' },
      )
    return result.value as Awaited<R>
  }
  return {
    keep: async ({ frames, width, height }) => {
      for (const [index, frame] of frames.entries())
        await run(keepPlanes, toPlanes(frame, width, height).toString('base64'), index === 0)
    },
    encode: (...what) => run(encodeKept, ...what),
    decoded: async frames => (await run(decodeKept, frames)).map(frame => Buffer.from(frame, 'base64')),
    play: (file, type) => run(openVideo, file.toString('base64'), type),
    close: () => browser.close(),
  }
}
