import type { PageState } from '../../../model/page-look.js'
import { Keyboard } from '../flow/keyboard.js'
import { readFields } from '../page/flow-state.js'
import { enterEmptyField, focusStop, leaveFocus } from '../page/focus.js'
import type { Visit } from '../visit.js'
import type { LookOptions } from './look-options.js'
import { StateReader } from './read-state.js'

/** Fields that are typed into while the page loads. */
const FIELDS = 3
/** What is typed: nothing that says anything to a search or a check. */
const TYPED = 'abc'
const MOST_STOPS = 60
/** … and so many of one frame. */
const MOST_WITHIN = 40
const QUIET = 300

/**
 * What somebody meets who types at once, and goes through the page by Tab: whether fields keep what was typed while the page loaded, what gets
 * the focus in which order, whether one sees where it is, and whether one gets out again.
 */
export const lookByKeyboard = async (
  visit: Visit,
  path: string,
  { gate, later }: LookOptions,
): Promise<PageState[]> => {
  const keyboard = new Keyboard(visit)
  const reader = new StateReader(visit)
  await visit.go(path)
  await untilParsed(visit)
  gate.close()
  const typed: string[] = []
  const { over } = await untilField(visit)
  for (let index = 0; index < FIELDS && (await visit.evaluate(enterEmptyField, index)); index++)
    await keyboard.type(TYPED)
  await over
  await visit.untilOver(QUIET)
  for (const { selector, value } of await visit.evaluate(readFields))
    if (value.includes(TYPED)) typed.push(`${selector} holds what was typed while the page loaded`)
  await visit.rest(later)
  const early = await reader.read('typing while the page loads', { fields: typed })

  // Afresh: what has the focus once is where the next Tab begins.
  gate.open()
  visit.goOn()
  await visit.go(path)
  await visit.untilOver(QUIET)
  gate.close()
  await visit.rest(later)
  await visit.evaluate(leaveFocus)
  reader.forget()
  return [early, await reader.read('going through the page by Tab', { focus: await walk(visit, keyboard) })]
}

/** Fields are there to be typed into as soon as the document is read, whatever is still to come. */
const untilParsed = async (visit: Visit): Promise<void> => {
  const giveUpAt = performance.now() + visit.cap
  while (performance.now() < giveUpAt && !(await visit.evaluate(isParsed).catch(() => false))) await visit.rest(10)
}

/**
 * The first of them may be in the document, or a script puts it there: a page that shows it sooner is to be compared with one that shows it later.
 * @returns what ends when the page comes to rest
 */
const untilField = async (visit: Visit): Promise<{ over: Promise<void> }> => {
  let isOver = false
  const over = visit.untilOver(QUIET).finally(() => {
    isOver = true
  })
  over.catch(() => {})
  while (!isOver && !(await visit.evaluate(enterEmptyField, 0))) await visit.rest(10)
  return { over }
}

const isParsed = (): boolean => location.protocol !== 'about:' && document.readyState !== 'loading'

const walk = async (visit: Visit, keyboard: Keyboard): Promise<string[]> => {
  const lines: string[] = []
  let [first, previous]: (string | null)[] = [null, null]
  for (let step = 0, within = 0; step < MOST_STOPS; step++) {
    await keyboard.down('Tab')
    await keyboard.up('Tab')
    const { stop, inFrame, same, before } = await visit.evaluate(focusStop)
    // A frame has stops of its own, and is left after the last of them.
    if (same && inFrame && ++within < MOST_WITHIN) {
      step--
      continue
    }
    within = 0
    if (previous !== null && before !== null)
      lines.push(`one sees that ${previous} has the focus: ${before === 'seen' ? 'yes' : 'no'}`)
    if (same) return [...lines, `the focus cannot leave ${stop}`]
    if (stop === null) return [...lines, 'the focus gets to the end of the page']
    if (step > 0 && stop === first) return [...lines, 'the focus gets back to where it began']
    lines.push(
      previous === null ? `the focus gets to ${stop} first` : `the focus goes from ${previous} to ${stop}`,
      `the focus gets to ${stop}`,
    )
    first ??= stop
    previous = stop
  }
  return lines
}
