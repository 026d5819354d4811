import { startBrowser } from '../../src/instruments/lab/browser.js'
import { openContext } from '../../src/instruments/lab/context.js'
import { findBrowser } from '../../src/instruments/lab/index.js'
import { readTimings } from '../../src/instruments/lab/page/timings.js'
import { STOP_RULE } from '../../src/instruments/lab/stop-rule.js'
import { Visit } from '../../src/instruments/lab/visit.js'
import { type ServedArm, shapeLink } from '../../src/instruments/serving/index.js'
import type { RequestRecord } from '../../src/model/observation.js'
import { PROFILES } from '../../src/model/profile.js'
import { quiet } from './runtime.js'

/** What was loaded, in bytes. */
export interface Loaded {
  /** Documents, scripts and styles that came over the wire, not out of the browser's cache. */
  readonly requests: number
  /** Documents, scripts and styles as they came over the wire. */
  readonly wire: number
  /** Scripts, unpacked. */
  readonly scripts: number
  /** Everything as it came over the wire, pictures and fonts included. */
  readonly all: number
}

export interface RoutesVisit {
  /** A line for each route. */
  readonly routes: readonly Loaded[]
  readonly initial: Loaded
  readonly total: Loaded
  /** Requests that failed or were answered with an error. */
  readonly failed: readonly string[]
}

const KINDS: readonly RequestRecord['kind'][] = ['document', 'script', 'stylesheet']

const add = (loads: readonly Loaded[]): Loaded => ({
  requests: loads.reduce((sum, one) => sum + one.requests, 0),
  wire: loads.reduce((sum, one) => sum + one.wire, 0),
  scripts: loads.reduce((sum, one) => sum + one.scripts, 0),
  all: loads.reduce((sum, one) => sum + one.all, 0),
})

/** Opens routes one after another in a real browser whose cache is empty at first and then kept, as a visitor's is. */
export const visitRoutes = async (
  served: ServedArm,
  routes: readonly string[],
  signal: AbortSignal,
): Promise<RoutesVisit> => (await visitDeploys([served], routes, signal))[0]!

/**
 * The same visit of one and the same browser again and again, with what is served at the site's address replaced between the visits: as
 * somebody comes back after a deploy.
 */
export const visitDeploys = async (
  deploys: readonly ServedArm[],
  routes: readonly string[],
  signal: AbortSignal,
): Promise<readonly RoutesVisit[]> => {
  const browser = await startBrowser(await findBrowser(), { logger: quiet })
  try {
    const context = await openContext(browser)
    const visits: RoutesVisit[] = []
    let port = 0
    for (const served of deploys) {
      const link = await shapeLink(served.attach, null, port)
      port = link.port
      try {
        visits.push(await visitOnce(browser, context, port, routes, signal))
      } finally {
        await link.close()
      }
    }
    return visits
  } finally {
    await browser.close()
  }
}

const visitOnce = async (
  browser: Awaited<ReturnType<typeof startBrowser>>,
  context: Awaited<ReturnType<typeof openContext>>,
  port: number,
  routes: readonly string[],
  signal: AbortSignal,
): Promise<RoutesVisit> => {
  const loads: Loaded[] = []
  const failed: string[] = []
  for (const route of routes) {
    const visit = await Visit.open(browser, context, {
      profile: PROFILES.mobile,
      origin: `https://127.0.0.1:${port}`,
      cpuSlowdown: 1,
      signal,
      cap: STOP_RULE.cap,
      login: undefined,
    })
    try {
      await visit.go(route)
      await visit.untilOver()
      const records = visit.network.records((await visit.evaluate(readTimings)).timeOrigin)
      failed.push(
        ...records.filter(({ status, failure }) => failure !== undefined || status >= 400).map(({ url }) => url),
      )
      const all = records.filter(({ fromCache }) => !fromCache)
      const fetched = all.filter(({ kind }) => KINDS.includes(kind))
      loads.push({
        all: all.reduce((sum, one) => sum + one.transferSize, 0),
        requests: fetched.length,
        wire: fetched.reduce((sum, one) => sum + one.transferSize, 0),
        scripts: fetched.reduce((sum, one) => sum + (one.kind === 'script' ? one.decodedSize : 0), 0),
      })
    } finally {
      await visit.end()
    }
  }
  return { routes: loads, initial: loads[0]!, total: add(loads), failed }
}
