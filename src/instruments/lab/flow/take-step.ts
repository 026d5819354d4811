import { TunewrightError } from '../../../model/errors.js'
import { type FlowStep, leadsNowhere } from '../../../model/flow.js'
import { secretValue } from '../../../system/secret.js'
import { enter, isAsAwaited, scrollToPlace, setValue } from '../page/flow-elements.js'
import type { Visit } from '../visit.js'
import { awaitElement, type Found, type Wanted } from './await-element.js'
import { findElements } from './find-elements.js'
import type { Keyboard } from './keyboard.js'
import { point, press } from './pointer.js'

/** Why a step could not be taken, as a sentence's end; null where it was. */
type Hindered = string | null

/**
 * Takes one step as a visitor does, with real input.
 * @param patience how long is waited until it can be taken, ms
 * @throws TunewrightError PAGE_BROKEN where the page crashes or leads away; INPUT_INVALID for a password that is not from the environment
 */
export const takeStep = async (
  visit: Visit,
  keyboard: Keyboard,
  step: FlowStep,
  patience: number,
): Promise<Hindered> => {
  const on = async (wanted: Wanted, acts: boolean, take: (found: Found) => Promise<unknown>): Promise<Hindered> => {
    const found = await awaitElement(visit, wanted, acts, patience)
    if (typeof found === 'string') return found
    const told = await take(found)
    return typeof told === 'string' ? told : null
  }
  switch (step.type) {
    case 'navigate':
      return leadsNowhere(step.url) ? null : navigate(visit, step.url)
    case 'click':
    case 'doubleClick':
      return on(step, true, ({ at }) => press(visit, at, step.button, step.type === 'click' ? 1 : 2))
    case 'hover':
      return on(step, true, ({ at }) => point(visit, at))
    case 'change':
      return on(step, true, found => change(visit, keyboard, step, found))
    case 'keyDown':
      return keyboard.down(step.key).then(() => null)
    case 'keyUp':
      return keyboard.up(step.key).then(() => null)
    case 'scroll':
      if (step.selectors === undefined) return scrollPage(visit, step.x, step.y)
      return on({ ...step, selectors: step.selectors }, false, ({ elements }) =>
        visit.evaluateOn(scrollToPlace, elements, step.x, step.y),
      )
    case 'waitForElement':
      return until(visit, patience, async () => {
        for (const selector of step.selectors) {
          const elements = await findElements(visit, selector, step.frame)
          if (await visit.evaluateOn(isAsAwaited, elements, step)) return true
        }
        return false
      })
    case 'waitForExpression':
      return until(visit, patience, () => comesTrue(visit, step.expression))
    case 'customStep':
      return goBack(visit)
    case 'setViewport':
    case 'emulateNetworkConditions':
    case 'close':
      return null
  }
}

const navigate = async (visit: Visit, url: string): Promise<Hindered> => {
  await visit.go(url.replace(/^https?:\/\/[^/?#]*/, '').replace(/^(?!\/)/, '/'))
  return null
}

const scrollPage = async (visit: Visit, x?: number, y?: number): Promise<Hindered> => {
  await visit.evaluateOn(scrollToPlace, await visit.hold(nothing, null), x, y)
  return null
}

const nothing = (): Element[] => []

const change = async (
  visit: Visit,
  keyboard: Keyboard,
  { value }: Extract<FlowStep, { readonly type: 'change' }>,
  { elements }: Found,
): Promise<Hindered> => {
  const { entry, isPassword } = await visit.evaluateOn(enter, elements)
  if (isPassword && typeof value === 'string') {
    throw new TunewrightError('INPUT_INVALID', 'A flow would type a password that stands in its file.', {
      remedy:
        'Put it into a variable of the environment and name that in the step: "value": { "env": "SHOP_PASSWORD" }.',
    })
  }
  const text = typeof value === 'string' ? value : secretValue(value)
  if (entry === 'none') return 'it takes no text'
  if (entry === 'set') return (await visit.evaluateOn(setValue, elements, text)) ? null : 'it does not take this value'
  if (text !== '') await keyboard.type(text)
  else {
    await keyboard.down('Delete')
    await keyboard.up('Delete')
  }
  return null
}

/** In the page's own world, whose names the expression may use. */
const comesTrue = async (visit: Visit, expression: string): Promise<boolean> => {
  const { result } = await visit.session.send('Runtime.evaluate', {
    expression: `(async () => Boolean(await (${expression})))()`,
    awaitPromise: true,
    returnByValue: true,
  })
  return result.value === true
}

const until = async (visit: Visit, patience: number, ask: () => Promise<boolean>): Promise<Hindered> => {
  const giveUpAt = performance.now() + patience
  do {
    // Between two documents nothing answers.
    if (await ask().catch(() => false)) return null
    await visit.rest(50)
  } while (performance.now() < giveUpAt)
  return 'it never came so'
}

const goBack = async (visit: Visit): Promise<Hindered> => {
  const { currentIndex, entries } = await visit.session.send('Page.getNavigationHistory')
  const before = entries[currentIndex - 1]
  // The empty page with which a tab begins is none that a visitor came from.
  if (!before || leadsNowhere(before.url)) return 'there is no page before'
  await visit.session.send('Page.navigateToHistoryEntry', { entryId: before.id })
  return null
}
