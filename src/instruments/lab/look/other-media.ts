import type { PageState } from '../../../model/page-look.js'
import { holdStill, scrollThrough } from '../page/scroll.js'
import { visibleUse } from '../page/visible-use.js'
import type { Visit } from '../visit.js'
import { StateReader } from './read-state.js'

const QUIET = 300
const SCROLL_PAUSE = 50
const MOST_SCROLL_STEPS = 30

/** The page in the dark scheme, and on paper. */
export const lookInOtherMedia = async (visit: Visit, path: string): Promise<PageState[]> => {
  const emulate = (media: string, scheme: string): Promise<unknown> =>
    visit.session.send('Emulation.setEmulatedMedia', {
      media,
      features: [{ name: 'prefers-color-scheme', value: scheme }],
    })
  await emulate('', 'dark')
  await visit.go(path)
  await visit.untilOver(QUIET)
  await visit.evaluate(scrollThrough, SCROLL_PAUSE, MOST_SCROLL_STEPS)
  await visit.untilOver(QUIET)
  const reader = new StateReader(visit)
  const read = async (after: string): Promise<PageState> => {
    await visit.evaluate(holdStill)
    const { unseenText, cutOffText } = await visit.evaluate(visibleUse)
    return reader.read(after, { unseen: unseenText, cutOff: cutOffText }, 'page')
  }
  const dark = await read('in the dark scheme')
  await emulate('print', 'light')
  await visit.untilOver(QUIET)
  return [dark, await read('on paper')]
}
