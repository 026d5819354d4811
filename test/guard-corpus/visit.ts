import { setTimeout } from 'node:timers/promises'
import type { Browser, Page } from 'puppeteer-core'
import type { Action, Case } from './site.js'

/** How long a person is given to see something happen, in milliseconds. */
const PATIENCE = 2000

/** One person's visit to one side of a case. */
export class Visit {
  readonly page: Page
  readonly origin: string
  /** Errors that nobody caught. */
  readonly errors: string[] = []
  /** What a developer would see in red: answers of 400 and more, requests that failed, refusals. */
  readonly complaints: string[] = []
  /** `GET /path`, in the order asked. */
  readonly asked: string[] = []
  readonly #case: Case

  private constructor(page: Page, origin: string, subject: Case) {
    this.page = page
    this.origin = origin
    this.#case = subject
    page.on('pageerror', error => {
      this.errors.push(String(error))
      this.complaints.push(String(error))
    })
    page.on('console', message => message.type() === 'error' && this.complaints.push(message.text()))
    page.on('response', answer => answer.status() >= 400 && this.complaints.push(`${answer.status()} ${answer.url()}`))
    page.on('requestfailed', request => {
      const reason = request.failure()?.errorText
      // Players and pages that are left give up what they asked for.
      if (reason !== 'net::ERR_ABORTED') this.complaints.push(`${reason} ${request.url()}`)
    })
    page.on('request', request => this.asked.push(`${request.method()} ${new URL(request.url()).pathname}`))
  }

  /** Begins with no cookies and nothing cached. */
  static async begin(browser: Browser, origin: string, subject: Case): Promise<Visit> {
    const page = await (await browser.createBrowserContext()).newPage()
    const { width, javascript = true, scheme = 'light', media } = subject.conditions ?? {}
    await page.setViewport(
      width === 'phone' ? { width: 390, height: 780, isMobile: true, hasTouch: true } : { width: 1280, height: 800 },
    )
    await page.setJavaScriptEnabled(javascript)
    await page.emulateMediaFeatures([{ name: 'prefers-color-scheme', value: scheme }])
    if (media) await page.emulateMediaType(media)
    return new Visit(page, origin, subject)
  }

  /** Opens a page, the case's first unless another is named. */
  async open(path = this.#case.pages[0]!, waitUntil: 'load' | 'domcontentloaded' = 'load'): Promise<void> {
    await this.page.goto(this.origin + path, { waitUntil, timeout: 10_000 })
  }

  /** Takes the steps of the case, or others. */
  async act(actions: readonly Action[] = this.#case.actions ?? []): Promise<void> {
    for (const action of actions) await this.#take(action)
  }

  async #take(action: Action): Promise<void> {
    const { page } = this
    if (action.do === 'click') await page.locator(action.on).setTimeout(3000).setWaitForStableBoundingBox(false).click()
    else if (action.do === 'type') await page.type(action.on, action.text)
    else if (action.do === 'press') await page.keyboard.press(action.key)
    else if (action.do === 'back') await page.goBack({ timeout: 3000 })
    else if (action.do === 'wait') await page.waitForSelector(action.for, { timeout: 5000 })
    else await page.$eval(action.to, element => element.scrollIntoView({ behavior: 'instant' }))
  }

  /** Whether something (an expression of the page) comes true while a person would wait for it. */
  async soon(expression: string): Promise<boolean> {
    for (const end = Date.now() + PATIENCE; Date.now() < end; await setTimeout(40)) {
      // A page that is just being left answers nothing.
      if (await this.page.evaluate(`Boolean(${expression})`).catch(() => false)) return true
    }
    return false
  }

  /** The value of an expression in the page. */
  async see<T>(expression: string): Promise<T> {
    return (await this.page.evaluate(expression)) as T
  }

  /** A picture of one element, as it is on the screen. */
  async shot(selector: string): Promise<Buffer> {
    const element = await this.page.waitForSelector(selector, { timeout: 5000 })
    return Buffer.from(await element!.screenshot())
  }

  async end(): Promise<void> {
    await this.page.browserContext().close()
  }
}
