import { setTimeout as delay } from 'node:timers/promises'
import type { CDPSession, Protocol } from 'puppeteer-core'
import { messageOf, TunewrightError } from '../../model/errors.js'
import type { Flow } from '../../model/flow.js'
import type { TargetLogin } from '../../model/login.js'
import type { Profile } from '../../model/profile.js'
import type { Reroute } from '../serving/index.js'
import type { LabBrowser } from './browser.js'
import type { Context } from './context.js'
import { readCookies, watchCookies } from './cookie-watch.js'
import { toldToMachines } from './document-headers.js'
import { emulateDevice } from './emulation.js'
import { ErrorRecorder } from './error-recorder.js'
import { NetworkRecorder } from './network-recorder.js'
import { callInPage, functionInPage, WORLD } from './page/in-page.js'
import { restoreStorage } from './page/storage.js'
import { calm } from './page/timings.js'
import { installWorld } from './page/world.js'
import { rerouted, shorten } from './rerouted.js'
import type { StoredValues } from './sign-in/browser-state.js'
import { STOP_RULE, untilQuiet } from './stop-rule.js'
import { type TraceEvent, Tracing } from './tracing.js'
import { whyNotCome } from './why-not-come.js'

export interface VisitOptions {
  readonly profile: Profile
  /** The origin under which the browser reaches the arm. */
  readonly origin: string
  /** Path of the origin below which the arm's pages are: empty, or as `/shop`. Paths are told without it. */
  readonly base?: string
  /** How many times slower the main thread is made; 1 leaves it alone. */
  readonly cpuSlowdown: number
  readonly allowHosts?: readonly string[]
  readonly signal: AbortSignal | undefined
  /** When a load that has not come to rest counts as broken, ms. */
  readonly cap: number
  /** How the page is reached by somebody who is signed in. */
  readonly login: TargetLogin | undefined
  /** What visitors do on the target. */
  readonly flows?: readonly Flow[]
  /** Bodies of pictures are read afterwards. */
  readonly keepBodies?: boolean
  /** Requests to another origin that the arm answers; null: none. */
  readonly reroute?: Reroute | null
}

/** A page may send its visitor on once or twice; one that goes on and on is never there. */
const MOST_DOCUMENTS = 5
/** It may load itself once more, with a cookie set or a worker installed; what does so again never comes to rest. */
const MOST_OF_ONE = 2

/** How often the one that comes most often does. */
const mostOfOne = (documents: readonly string[]): number =>
  Math.max(0, ...documents.map(one => documents.filter(other => other === one).length))

/** One page in one tab: opened, sent somewhere, watched, read. */
export class Visit {
  readonly session: CDPSession
  readonly network: NetworkRecorder
  readonly errors: ErrorRecorder
  readonly #root: CDPSession
  readonly #o: VisitOptions
  #loadedAt: number | null = null
  #crashed = false
  /** Rejects once the page is gone: commands sent to a dead page are never answered. */
  readonly #gone: Promise<never>
  #world: number | null = null
  #mainFrame = ''
  /** Documents that the page has gone to, the first included. */
  #documents: string[] = []
  #path = ''
  #headers: readonly string[] = []
  #forget: () => void = () => {}

  private constructor(root: CDPSession, session: CDPSession, o: VisitOptions) {
    this.#root = root
    this.session = session
    this.#o = o
    this.network = new NetworkRecorder(session, o.origin, {
      base: o.base,
      reroute: o.reroute,
      allowHosts: o.allowHosts,
    })
    this.errors = new ErrorRecorder(session)
    watchCookies(session)
    session.on('Page.loadEventFired', () => {
      this.#loadedAt ??= performance.now()
    })
    this.#gone = new Promise((_, reject) => {
      const gone = (): void => reject(new Error('the page is gone'))
      session.on('Inspector.targetCrashed', () => {
        this.#crashed = true
        gone()
      })
      o.signal?.addEventListener('abort', gone, { once: true })
      this.#forget = () => o.signal?.removeEventListener('abort', gone)
    })
    this.#gone.catch(() => undefined)
    session.on('Page.javascriptDialogOpening', () => {
      // A dialog would hold the page for ever; a visitor closes it.
      void session.send('Page.handleJavaScriptDialog', { accept: false }).catch(() => undefined)
    })
    session.on('Page.frameNavigated', ({ frame }) => {
      if (frame.parentId === undefined && this.#path !== '') this.#documents.push(frame.url)
    })
    session.on('Network.responseReceived', ({ type, frameId, response }) => {
      if (type === 'Document' && frameId === this.#mainFrame) this.#headers = toldToMachines(response.headers)
    })
    session.on('Runtime.executionContextCreated', ({ context }) => {
      const { frameId } = (context.auxData ?? {}) as { frameId?: string }
      if (context.name === WORLD && frameId === this.#mainFrame) this.#world = context.id
    })
  }

  static async open(browser: LabBrowser, context: Context, o: VisitOptions): Promise<Visit> {
    const { targetId } = await browser.root.send('Target.createTarget', {
      url: 'about:blank',
      browserContextId: context.id,
    })
    const { sessionId } = await browser.root.send('Target.attachToTarget', { targetId, flatten: true })
    const session = browser.root.connection()?.session(sessionId)
    if (!session)
      throw new TunewrightError('BROWSER_FAILED', 'A new page could not be reached.', { remedy: 'Try again.' })
    const visit = new Visit(browser.root, session, o)
    await visit.#prepare(targetId, browser.version, context.storage)
    return visit
  }

  async #prepare(targetId: string, version: string, storage: StoredValues | null): Promise<void> {
    const { session } = this
    const buffers = this.#o.keepBodies ? 256 * 1024 * 1024 : 1
    this.#mainFrame = targetId // a page's main frame has its target's id
    await Promise.all([
      session.send('Page.enable'),
      session.send('Network.enable', { maxTotalBufferSize: buffers, maxResourceBufferSize: buffers }),
      session.send('Runtime.enable'),
      session.send('Log.enable'),
      session.send('Performance.enable', { timeDomain: 'timeTicks' }),
      session.send('Inspector.enable'),
      session.send('Page.addScriptToEvaluateOnNewDocument', { source: callInPage(installWorld), worldName: WORLD }),
      emulateDevice(session, this.#o.profile, version),
      this.#o.reroute ? rerouted(session, this.#o.origin, this.#o.reroute) : undefined,
    ])
    if (storage) {
      const source = callInPage(restoreStorage, this.#o.origin, storage.local, storage.session)
      await session.send('Page.addScriptToEvaluateOnNewDocument', { source, worldName: WORLD })
    }
    await session.send('Emulation.setCPUThrottlingRate', { rate: this.#o.cpuSlowdown })
  }

  /** @throws TunewrightError PAGE_BROKEN where the document does not come */
  async go(path: string): Promise<void> {
    this.#path = path
    this.#loadedAt = null
    const { errorText } = await this.#send(() => this.session.send('Page.navigate', { url: this.urlOf(path) }))
    if (errorText) throw this.broken(whyNotCome(errorText))
  }

  /**
   * Waits until the load is over by the stop rule.
   * @throws TunewrightError PAGE_BROKEN where it never is, or where the page crashes
   */
  async untilOver(quiet: number = STOP_RULE.quiet): Promise<void> {
    const over = await untilQuiet(
      {
        loadedAt: () => this.#loadedAt,
        inFlight: () => this.network.inFlight,
        lastRequestActivity: () => this.network.lastActivity,
        calm: () => this.evaluate(calm),
        check: () => this.check(),
      },
      quiet,
      this.#o.cap,
    )
    if (!over) {
      const waiting = this.network.waitingFor.slice(0, 3).join(', ')
      const why = this.#loadedAt === null ? 'its load event did not fire' : 'requests or long tasks went on'
      throw this.broken(
        `never ends: within ${this.#o.cap / 1000} s ${why}${waiting === '' ? '' : ` (waiting for ${waiting})`}`,
      )
    }
  }

  /**
   * Waits for the load event and then for a fixed time.
   * @throws TunewrightError PAGE_BROKEN where the event does not come, or where the page crashes
   */
  async untilLoadedFor(milliseconds: number): Promise<void> {
    const giveUpAt = performance.now() + this.#o.cap
    while (this.#loadedAt === null) {
      if (performance.now() > giveUpAt) {
        throw this.broken(`never ends: its load event did not fire within ${this.#o.cap / 1000} s`)
      }
      await this.rest(20)
    }
    await this.rest(Math.max(0, this.#loadedAt + milliseconds - performance.now()))
  }

  /** Calls a function in the page's isolated world of ours. The result must be JSON. */
  async evaluate<A extends readonly unknown[], R>(run: (...args: A) => R | Promise<R>, ...args: A): Promise<R> {
    const { result, exceptionDetails } = await this.#send(() =>
      this.session.send('Runtime.evaluate', {
        expression: callInPage(run, ...args),
        returnByValue: true,
        awaitPromise: true,
        ...(this.#world === null ? {} : { contextId: this.#world }),
      }),
    )
    if (exceptionDetails) {
      throw new TunewrightError(
        'BROWSER_FAILED',
        `Reading the page failed: ${exceptionDetails.exception?.description ?? exceptionDetails.text}`,
        { remedy: 'This is a fault of ours: please report it with the page.' },
      )
    }
    return result.value as R
  }

  /**
   * Calls a function in our world of the page on a value that stays there.
   * @param on the value's id, or null
   * @returns the id of what it gives
   * @throws where the page has gone on to another document meanwhile
   */
  async hold<A extends readonly unknown[]>(
    run: (...args: A) => unknown,
    on: string | null,
    ...args: A
  ): Promise<string> {
    const { objectId } = await this.#call(run, on, args, false)
    return objectId!
  }

  /** As `hold`, for what can be read as JSON. */
  async evaluateOn<A extends readonly unknown[], R>(
    run: (...args: A) => R | Promise<R>,
    on: string | null,
    ...args: A
  ): Promise<R> {
    return (await this.#call(run, on, args, true)).value as R
  }

  async #call(
    run: (...args: never) => unknown,
    on: string | null,
    args: readonly unknown[],
    returnByValue: boolean,
  ): Promise<Protocol.Runtime.RemoteObject> {
    const { result, exceptionDetails } = await this.#send(() =>
      this.session.send('Runtime.callFunctionOn', {
        functionDeclaration: functionInPage(run),
        arguments: args.map(value => ({ value })),
        awaitPromise: true,
        returnByValue,
        ...(on === null ? { executionContextId: this.#world ?? 0 } : { objectId: on }),
      }),
    )
    if (exceptionDetails) {
      const { exception, text } = exceptionDetails
      throw new Error(exception?.description?.split('\n')[0] ?? text)
    }
    return result
  }

  /** The page's main frame. */
  get frame(): string {
    return this.#mainFrame
  }

  /** The context of our own world in the page's document, for the browser's commands; null where there is none yet. */
  get world(): number | null {
    return this.#world
  }

  /** A visitor's own step follows: to which documents the page goes is counted anew. */
  goOn(): void {
    this.#documents = this.#documents.slice(-1)
  }

  /** How long the main thread has been busy so far, by the browser's own account, ms. */
  async mainThreadTime(): Promise<number> {
    const { metrics } = await this.#send(() => this.session.send('Performance.getMetrics'))
    return (metrics.find(metric => metric.name === 'TaskDuration')?.value ?? 0) * 1000
  }

  /** Traces the browser meanwhile. */
  async traced(categories: readonly string[], run: () => Promise<void>): Promise<readonly TraceEvent[]> {
    const trace = await this.#send(() => Tracing.start(this.#root, categories))
    try {
      await run()
    } catch (error) {
      // The next load needs the browser's one tracer.
      await trace.stop().catch(() => undefined)
      throw error
    }
    return this.#send(() => trace.stop())
  }

  get origin(): string {
    return this.#o.origin
  }

  /** Where the browser finds a path of the arm's. */
  urlOf(path: string): string {
    return `${this.#o.origin}${this.#o.base ?? ''}${path}`
  }

  get profile(): Profile {
    return this.#o.profile
  }

  /** The origin besides its own that the arm answers for; null: none. */
  get reroutedFrom(): string | null {
    return this.#o.reroute?.from ?? null
  }

  /** What the arm's pages may call their own origin: the browser's word for it, and that of whoever started it. */
  get ownOrigins(): readonly string[] {
    const { reroute } = this.#o
    return reroute?.to === '' ? [this.urlOf(''), reroute.from] : [this.urlOf('')]
  }

  get login(): TargetLogin | undefined {
    return this.#o.login
  }

  get flows(): readonly Flow[] {
    return this.#o.flows ?? []
  }

  /** A URL of the arm's (or of what it answers for) as a path; others as they are. */
  shorten(url: string): string {
    return shorten(url, this.#o.origin, this.#o)
  }

  /** What the document's headers say to machines, as lines. */
  get documentHeaders(): readonly string[] {
    return this.#headers
  }

  get cap(): number {
    return this.#o.cap
  }

  /** Waits while the page goes on. */
  async rest(milliseconds: number): Promise<void> {
    await this.#send(() => delay(milliseconds))
  }

  /** Closes the tab. */
  async end(): Promise<void> {
    this.#forget()
    if (!this.#crashed && !this.#o.signal?.aborted) await Promise.race([readCookies(this.session), delay(1_000)])
    // Gone already, where it crashed or its browser did.
    await this.#root.send('Target.closeTarget', { targetId: this.#mainFrame }).catch(() => undefined)
  }

  /** @throws TunewrightError where the page crashed or the work was cancelled */
  check(): void {
    if (this.#o.signal?.aborted) {
      throw new TunewrightError('CANCELLED', 'A page load was cancelled.', { remedy: 'Start again when ready.' })
    }
    if (this.#crashed) throw this.broken('crashed')
    if (this.#documents.length > MOST_DOCUMENTS || mostOfOne(this.#documents) > MOST_OF_ONE)
      throw this.broken('goes on to another document again and again')
    const last = this.#documents.at(-1)
    if (last !== undefined && !last.startsWith(`${this.#o.origin}/`)) {
      throw this.broken(
        `leads away from the target, to ${/^https?:/.test(last) ? new URL(last).origin : last.slice(0, 60)}`,
      )
    }
  }

  /** What an error of the browser's means for the page, where it is the page that caused it. */
  explained(error: unknown): unknown {
    const cause = error instanceof TunewrightError && error.code === 'BROWSER_FAILED' ? (error.cause ?? error) : error
    if (cause instanceof TunewrightError) return error
    try {
      this.check()
    } catch (told) {
      return told
    }
    const said = messageOf(cause)
    if (/\btimed out\b/i.test(said)) return this.broken('stopped answering: a script may run without end')
    const wentOn = /Cannot find context|context was destroyed|navigated or closed/i.test(said)
    return wentOn && this.#documents.length > 1
      ? this.broken('goes on to another document while it is looked at')
      : error
  }

  broken(what: string, more: { readonly remedy?: string; readonly cause?: unknown } = {}): TunewrightError {
    return new TunewrightError('PAGE_BROKEN', `${this.#path} ${what}.`, {
      remedy:
        more.remedy ??
        'Open the page in a browser and mend it, or name other pages (`--pages`): a page that does not work is not measured.',
      details: { path: this.#path, profile: this.#o.profile.id, errors: this.errors.errors().slice(0, 10) },
      cause: more.cause,
    })
  }

  async #send<R>(send: () => Promise<R>): Promise<R> {
    this.check()
    try {
      return await Promise.race([send(), this.#gone])
    } catch (error) {
      this.check()
      throw new TunewrightError('BROWSER_FAILED', `The browser did not do what it was asked: ${messageOf(error)}`, {
        remedy: 'Try again; if it stays so, set CHROME_PATH to another browser.',
        cause: error,
      })
    }
  }
}
