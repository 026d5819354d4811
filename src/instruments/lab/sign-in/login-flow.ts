import { setTimeout as delay } from 'node:timers/promises'
import { TunewrightError } from '../../../model/errors.js'
import type { LoginFlow, LoginStep, TargetLogin } from '../../../model/login.js'
import { withoutQuery } from '../../../model/pathname.js'
import { secretValue } from '../../../system/secret.js'
import { currentPath, enterField, isThere, pointOf } from '../page/login-form.js'
import type { Visit } from '../visit.js'

/** How long a visitor waits for what comes next, ms. */
const PATIENCE = 10_000
/** How long the page must be quiet before it counts as there, ms. */
const SETTLED = 300
const REMEDY = 'Check `login.flow` in the configuration: its path, its selectors, and the account in the environment.'

/**
 * Signs in as a visitor does, with real keys and clicks.
 * @throws TunewrightError PAGE_BROKEN where the page does not do what the steps expect, INPUT_INVALID for a password that is not from
 * the environment
 */
export async function followLogin(visit: Visit, flow: LoginFlow, login: TargetLogin): Promise<void> {
  await visit.go(flow.path)
  await visit.untilOver(SETTLED)
  for (const step of flow.steps) await take(visit, step)
  const { signedIn } = login
  const arrived =
    signedIn === undefined
      ? async () => (await visit.evaluate(currentPath)) !== withoutQuery(flow.path)
      : () => visit.evaluate(isThere, signedIn)
  await within(visit, arrived, signedIn === undefined ? 'still shows the login page' : `shows no ${signedIn}`)
  await visit.untilOver(SETTLED)
}

async function take(visit: Visit, step: LoginStep): Promise<void> {
  if ('waitFor' in step) return void (await visible(visit, step.waitFor))
  if ('click' in step) return click(visit, await visible(visit, step.click))
  await visible(visit, step.fill)
  const { isPassword } = await visit.evaluate(enterField, step.fill)
  if (isPassword && typeof step.with === 'string') {
    throw new TunewrightError(
      'INPUT_INVALID',
      `The login would type a password that stands in the configuration (${step.fill}).`,
      {
        remedy: 'Put it into a variable of the environment and name that: with: { env: "SHOP_PASSWORD" }.',
      },
    )
  }
  await visit.session.send('Input.insertText', {
    text: typeof step.with === 'string' ? step.with : secretValue(step.with),
  })
}

async function click(visit: Visit, { x, y }: { x: number; y: number }): Promise<void> {
  const mouse = { x, y, button: 'left', clickCount: 1 } as const
  await visit.session.send('Input.dispatchMouseEvent', { type: 'mousePressed', ...mouse })
  await visit.session.send('Input.dispatchMouseEvent', { type: 'mouseReleased', ...mouse })
}

/** Where an element can be clicked, once it is visible. */
const visible = (visit: Visit, selector: string): Promise<{ x: number; y: number }> =>
  within(visit, () => visit.evaluate(pointOf, selector), `shows no ${selector}`)

/** Waits until something is so; the page may be on its way to another meanwhile. */
async function within<T>(visit: Visit, ask: () => Promise<T | null | false>, otherwise: string): Promise<T> {
  const giveUpAt = performance.now() + Math.min(PATIENCE, visit.cap)
  let failure: unknown
  while (performance.now() < giveUpAt) {
    visit.check()
    const answer = await ask().catch((error: unknown) => {
      failure = error
      return null
    })
    if (answer !== null && answer !== false) return answer
    await delay(50)
  }
  visit.check()
  throw visit.broken(`could not be used to sign in: it ${otherwise}`, { remedy: REMEDY, cause: failure })
}
