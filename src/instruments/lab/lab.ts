import { availableParallelism } from 'node:os'
import { messageOf, TunewrightError } from '../../model/errors.js'
import type { Flow, FlowRun } from '../../model/flow.js'
import type { PageLoad, PageSurvey } from '../../model/observation.js'
import type { LookKind, PageLook } from '../../model/page-look.js'
import type { Profile } from '../../model/profile.js'
import { PROFILES } from '../../model/profile.js'
import type { LoadRecording } from '../../model/recording.js'
import type { Logger } from '../../model/services.js'
import type { PageTarget } from '../../model/target.js'
import { allSettled } from '../../system/all-settled.js'
import { Alone } from '../../system/alone.js'
import { heardByMany } from '../../system/heard-by-many.js'
import { Slots } from '../../system/slots.js'
import { type Link, type ServedArm, shapeLink } from '../serving/index.js'
import { type LabBrowser, startBrowser } from './browser.js'
import { type Context, openContext } from './context.js'
import { type FoundBrowser, findBrowser } from './find-browser.js'
import { runFlow } from './flow/run-flow.js'
import { Gate } from './look/gate.js'
import { lookAtPage } from './look/look-at-page.js'
import { workersReady } from './page/service-workers.js'
import { readStorage } from './page/storage.js'
import { type PageVisit, plainVisit } from './plain-visit.js'
import { recordLoad } from './recording/record-load.js'
import { type BrowserState, stateOf } from './sign-in/browser-state.js'
import { followLogin } from './sign-in/login-flow.js'
import { SignIns } from './sign-in/sign-ins.js'
import { STOP_RULE } from './stop-rule.js'
import { type SurveyOptions, surveyPage } from './survey.js'
import { type LoadOptions, timedLoad } from './timed-load.js'
import { Visit } from './visit.js'

export interface LabOptions {
  readonly logger: Logger
  readonly signal?: AbortSignal
  /** Hosts besides loopback that pages may reach: the same for every load of a lab. */
  readonly allowHosts?: readonly string[]
  /** When a load that has not come to rest counts as broken, ms; one value for all loads of a lab (default `STOP_RULE.cap`). */
  readonly cap?: number
}

const NOBODY: BrowserState = { cookies: [], storage: { local: {}, session: {} } }

/** How long a page must be quiet in the unmeasured view before its first timed load, ms. */
const WARM_QUIET = 250

/** How long is waited for a first view's service worker to be installed, ms. */
const WORKERS_PATIENCE = 5_000
/** A load in which the browser does not say when content was painted is taken again, so often. */
const MOST_LOADS = 5

/**
 * Pages that are at work at once where nothing is timed. More of them than a machine draws keep each other from coming to rest: what turns by itself is then
 * drawn for so much longer, and found at another point of its course in each.
 */
const PAGES_AT_ONCE = Math.min(8, 2 * availableParallelism())
/** Of those whose rest is to be seen, fewer: beside others a page rests for longer before it paints, and each timed load of it would wait for as much. */
const COUNTED_AT_ONCE = Math.max(2, availableParallelism())

/** A browser that measures pages of served arms, one load at a time. */
export class Lab {
  readonly browserSource: FoundBrowser['source']
  readonly #found: FoundBrowser
  readonly #o: LabOptions
  readonly #cap: number
  #browser: LabBrowser
  /** What this browser has already seen, or is being shown, of each arm or of a target's files: pages by profile. */
  #seen = new WeakMap<ServedArm, Map<string, Promise<void>>>()
  #seenFiles = new Map<string, Promise<void>>()
  /** Instances whose files are compressed. */
  readonly #compressed = new WeakMap<ServedArm, Promise<void>>()
  /** Paths that led to a page to sign in on, of which people were told. */
  readonly #toLogin = new Set<string>()
  readonly #untimed = new Slots(PAGES_AT_ONCE)
  readonly #counted = new Slots(COUNTED_AT_ONCE)
  /** A timed load has the browser for itself. */
  readonly #order = new Alone()
  readonly #signIns = new SignIns(served => this.#signIn(served))

  private constructor(found: FoundBrowser, browser: LabBrowser, o: LabOptions) {
    this.#found = found
    this.browserSource = found.source
    this.#browser = browser
    // Each page that is open listens.
    this.#o = o.signal ? { ...o, signal: heardByMany(o.signal) } : o
    this.#cap = o.cap ?? STOP_RULE.cap
  }

  /** @throws TunewrightError BROWSER_MISSING, BROWSER_FAILED */
  static async open(o: LabOptions): Promise<Lab> {
    const found = await findBrowser()
    const browser = await startBrowser(found, o)
    o.logger.debug('The lab is open', { browser: found.source, version: browser.version })
    return new Lab(found, browser, o)
  }

  /** e.g. `147.0.7727.0` */
  get browserVersion(): string {
    return this.#browser.version
  }

  /** Of the present browser process. */
  get browserPid(): number {
    return this.#browser.pid
  }

  /** Replaces the browser by a fresh process with a fresh profile: another instance. */
  async renew(): Promise<void> {
    // The one ends while the other starts: the profiles are their own.
    const [fresh] = await allSettled([startBrowser(this.#found, this.#o), this.#browser.close()])
    this.#browser = fresh
    this.#seen = new WeakMap()
    this.#seenFiles = new Map()
  }

  /**
   * One load of a page, over a link of its own shaped as the profile says: in a cold cache, or (a page's `view`) with what an unmeasured first
   * view left.
   * It waits until nothing else is at work in this lab that is asked for by `survey`, `visit` or `look`, and those wait for it.
   * The first load of a page in an arm (per browser) is preceded by one that is not measured (`warm`), so that no arm pays for what a
   * service or the browser does only once.
   * @throws TunewrightError PAGE_BROKEN where the page crashes, never ends, answers with an error or paints nothing; CANCELLED; BROWSER_FAILED
   */
  load(served: ServedArm, page: PageTarget, profile: Profile, o: LoadOptions = {}): Promise<PageLoad> {
    return this.#order.alone(() => this.#load(served, page, profile, o))
  }

  async #load(served: ServedArm, page: PageTarget, profile: Profile, o: LoadOptions): Promise<PageLoad> {
    await this.warm(served, page, profile)
    for (let left = MOST_LOADS; left > 0; left--) {
      const load = await this.#timed(served, page, profile, o)
      if (load !== null) return load
    }
    const said = `${page.path} shows its first content without the browser saying when, in ${MOST_LOADS} loads of ${MOST_LOADS}.`
    throw new TunewrightError('PAGE_BROKEN', said, {
      remedy:
        'Show some of it at once: what is faded in from nothing (`opacity: 0`) may never count as painted. Or name other pages (`--pages`).',
    })
  }

  async #timed(served: ServedArm, page: PageTarget, profile: Profile, o: LoadOptions): Promise<PageLoad | null> {
    return this.#inContext(served, async context => {
      const repeat = page.view === 'repeat'
      let link = await shapeLink(served.attach, repeat ? null : profile.network)
      try {
        if (repeat) {
          await this.#visit(served, context, link, profile, 1, async visit => {
            await this.#look(visit, page)
            await visit.evaluate(workersReady, WORKERS_PATIENCE)
          })
          // The same port again, as the cache is the origin's; this time shaped.
          const { port } = link
          await link.close()
          link = await shapeLink(served.attach, profile.network, port)
        }
        return await this.#visit(served, context, link, profile, profile.cpuSlowdown, visit =>
          timedLoad(visit, page, profile, o),
        )
      } finally {
        await link.close()
      }
    })
  }

  /**
   * Everything that is counted rather than clocked, without shaping or slowdown.
   * @throws as `load`
   */
  async survey(served: ServedArm, page: PageTarget, profile: Profile, o: SurveyOptions = {}): Promise<PageSurvey> {
    const slots = o.later === undefined ? this.#counted : this.#untimed
    return this.#inTurn(slots, served, async context => {
      const link = await shapeLink(served.attach, null)
      try {
        const survey = await surveyPage(
          page,
          profile,
          (run, keepBodies) => this.#visit(served, context, link, profile, 1, run, keepBodies),
          wait => slots.aside(wait),
          o,
        )
        this.#noteLogin(served, page, survey)
        return survey
      } finally {
        await link.close()
      }
    })
  }

  /**
   * Whether a page works: loaded without shaping or slowdown. Neither timed nor counted, so several may run at once.
   * @throws as `load`
   */
  async visit(served: ServedArm, page: PageTarget, profile: Profile): Promise<PageVisit> {
    return this.#inTurn(this.#untimed, served, async context => {
      const link = await shapeLink(served.attach, null)
      try {
        return await this.#visit(served, context, link, profile, 1, visit => plainVisit(visit, page))
      } finally {
        await link.close()
      }
    })
  }

  /**
   * Another look at a page than a survey's. Neither timed nor counted, so several may run at once. Nothing that writes reaches the arm from what
   * is tried on the page.
   * @throws as `load`
   */
  async look(
    served: ServedArm,
    page: PageTarget,
    profile: Profile,
    kind: LookKind,
    { later = 0 }: { readonly later?: number } = {},
  ): Promise<PageLook> {
    return this.#inTurn(this.#untimed, served, async context => {
      const gate = new Gate()
      const link = await shapeLink(connection => served.attach(connection, gate.refuses), null)
      try {
        const states = await this.#visit(served, context, link, profile, 1, visit =>
          lookAtPage(kind, visit, page.path, { gate, later }),
        )
        return { kind, page: page.id, profile: profile.id, states }
      } finally {
        await link.close()
      }
    })
  }

  /**
   * Takes the steps of a flow, in a cold cache. A step that cannot be taken is a result and no error.
   * @param o.shaped over the profile's link and at its speed, so that the interactions' latencies are a visitor's; else as quickly as it goes,
   * and several may run at once
   * @throws TunewrightError INPUT_INVALID for a password that stands in the flow; CANCELLED; BROWSER_FAILED
   */
  async follow(
    served: ServedArm,
    flow: Flow,
    profile: Profile,
    { shaped = false }: { readonly shaped?: boolean } = {},
  ): Promise<FlowRun> {
    const take = () =>
      this.#inContext(served, async context => {
        const link = await shapeLink(served.attach, shaped ? profile.network : null)
        try {
          return await this.#visit(served, context, link, profile, shaped ? profile.cpuSlowdown : 1, visit =>
            runFlow(visit, flow),
          )
        } finally {
          await link.close()
        }
      })
    return shaped ? this.#order.alone(take) : take()
  }

  /**
   * Records a load without shaping or slowdown, for an estimate of others; alone, since the browser has one tracer.
   * @throws as `load`
   */
  async record(served: ServedArm, page: PageTarget, profile: Profile): Promise<LoadRecording> {
    return this.#order.alone(() =>
      recordLoad(page, profile, run =>
        this.#inContext(served, async context => {
          const link = await shapeLink(served.attach, null)
          try {
            return await this.#visit(served, context, link, profile, 1, run)
          } finally {
            await link.close()
          }
        }),
      ),
    )
  }

  /**
   * Shows an arm's page to this browser once, unmeasured; later calls do nothing, nor do those for other arms where all that an arm answers is files in memory.
   * `load` does it by itself; before, several may be shown at once.
   */
  async warm(served: ServedArm, page: PageTarget, profile: Profile): Promise<void> {
    const compressed = this.#compressed.get(served) ?? served.warm()
    this.#compressed.set(served, compressed)
    await compressed
    const { filesOf } = served
    const seen = filesOf === undefined ? this.#seenOf(served) : this.#seenFiles
    const key = `${filesOf ?? ''} ${page.id} ${page.path} ${profile.id}`
    const known = seen.get(key)
    // That it fails in another arm says nothing of this one.
    if (known && (await known.then(isDone, isNot))) return
    const showing = this.#show(served, page, profile)
    seen.set(key, showing)
    try {
      await showing
    } catch (error) {
      if (seen.get(key) === showing) seen.delete(key)
      throw error
    }
  }

  #seenOf(served: ServedArm): Map<string, Promise<void>> {
    const seen = this.#seen.get(served) ?? new Map<string, Promise<void>>()
    this.#seen.set(served, seen)
    return seen
  }

  #show(served: ServedArm, page: PageTarget, profile: Profile): Promise<void> {
    return this.#inContext(served, async context => {
      const link = await shapeLink(served.attach, null)
      try {
        await this.#visit(served, context, link, profile, 1, visit => this.#look(visit, page))
      } finally {
        await link.close()
      }
    })
  }

  async close(): Promise<void> {
    await this.#browser.close()
  }

  async #look(visit: Visit, page: PageTarget): Promise<void> {
    await visit.go(page.path)
    await visit.untilOver(WARM_QUIET)
  }

  async #visit<R>(
    served: ServedArm,
    context: Context,
    link: Link,
    profile: Profile,
    cpuSlowdown: number,
    run: (visit: Visit) => Promise<R>,
    keepBodies = false,
  ): Promise<R> {
    const visit = await Visit.open(this.#browser, context, {
      profile,
      origin: `https://127.0.0.1:${link.port}`,
      base: served.base ?? '',
      cpuSlowdown,
      allowHosts: this.#o.allowHosts ?? [],
      signal: this.#o.signal,
      cap: this.#cap,
      login: served.login,
      flows: served.flows ?? [],
      keepBodies,
      reroute: served.reroute ?? null,
    })
    try {
      return await run(visit)
    } catch (error) {
      throw visit.explained(error)
    } finally {
      await visit.end()
    }
  }

  #noteLogin(served: ServedArm, page: PageTarget, { redirectedTo }: PageSurvey): void {
    if (served.login || redirectedTo === undefined || !/log-?in|sign-?in|auth/i.test(redirectedTo)) return
    if (this.#toLogin.has(page.path)) return
    this.#toLogin.add(page.path)
    this.#o.logger.warn(
      `${page.path} leads to ${redirectedTo}: what is measured is that page. Say how to sign in by \`login\``,
      {
        page: page.path,
      },
    )
  }

  /** Signs in with a link and a context of their own; what makes the visitor known is taken from there. */
  async #signIn(served: ServedArm): Promise<BrowserState> {
    const { login } = served
    const said = login ? stateOf(login) : NOBODY
    const flow = login?.flow
    if (!login || !flow) return said
    return this.#fresh(said, async context => {
      const link = await shapeLink(served.attach, null)
      try {
        return await this.#visit(served, context, link, PROFILES.desktop, 1, async visit => {
          await followLogin(visit, flow, login)
          return { cookies: await context.cookies(), storage: await visit.evaluate(readStorage) }
        })
      } finally {
        await link.close()
      }
    })
  }

  /** Of what is not timed, once few enough others are at work. */
  #inTurn<R>(slots: Slots, served: ServedArm, run: (context: Context) => Promise<R>): Promise<R> {
    return this.#order.beside(() => slots.use(() => this.#inContext(served, run)))
  }

  /** In a context of its own, signed in where the arm has a login. */
  #inContext<R>(served: ServedArm, run: (context: Context) => Promise<R>): Promise<R> {
    return this.#signIns.use(served, state => this.#fresh(state, run))
  }

  async #fresh<R>(state: BrowserState | null, run: (context: Context) => Promise<R>): Promise<R> {
    if (this.#o.signal?.aborted) throw cancelled()
    let context: Context | undefined
    try {
      context = await openContext(this.#browser, state)
      return await run(context)
    } catch (error) {
      if (error instanceof TunewrightError) throw error
      if (this.#o.signal?.aborted) throw cancelled()
      throw new TunewrightError('BROWSER_FAILED', `The browser did not do what it was asked: ${messageOf(error)}`, {
        remedy: 'Try again; if it stays so, set CHROME_PATH to another browser.',
        cause: error,
      })
    } finally {
      await context?.close()
    }
  }
}

const isDone = (): boolean => true
const isNot = (): boolean => false

const cancelled = (): TunewrightError =>
  new TunewrightError('CANCELLED', 'The measurement was cancelled.', { remedy: 'Start again when ready.' })
