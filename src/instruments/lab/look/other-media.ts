import { ON_PAPER, type PageState } from '../../../model/page-look.js'
import { holdStill, scrollThrough } from '../page/scroll.js'
import { visibleUse } from '../page/visible-use.js'
import type { Visit } from '../visit.js'
import type { LookOptions } from './look-options.js'
import { StateReader } from './read-state.js'

const QUIET = 300
const SCROLL_PAUSE = 50
const MOST_SCROLL_STEPS = 30

/** What moves by itself and without end; a page that is asked to keep still may show what it likes once. */
const endlessMoves = (): string[] =>
  document.getAnimations().flatMap(animation => {
    const isEndless = animation.effect?.getComputedTiming().endTime === Number.POSITIVE_INFINITY
    return isEndless && animation.playState === 'running' ? ['something moves without end'] : []
  })

/** The page in the dark scheme and for somebody who cannot bear things that move, and on paper. */
export const lookInOtherMedia = async (visit: Visit, path: string, { later }: LookOptions): Promise<PageState[]> => {
  const emulate = (media: string, scheme: string): Promise<unknown> =>
    visit.session.send('Emulation.setEmulatedMedia', {
      media,
      features: [
        { name: 'prefers-color-scheme', value: scheme },
        { name: 'prefers-reduced-motion', value: 'reduce' },
      ],
    })
  await emulate('', 'dark')
  await visit.go(path)
  await visit.untilOver(QUIET)
  await visit.rest(later)
  await visit.evaluate(scrollThrough, SCROLL_PAUSE, MOST_SCROLL_STEPS)
  await visit.untilOver(QUIET)
  const reader = new StateReader(visit)
  const read = async (after: string): Promise<PageState> => {
    const moves = await visit.evaluate(endlessMoves)
    await visit.evaluate(holdStill)
    const { unseenText, cutOffText } = await visit.evaluate(visibleUse)
    return reader.read(after, { unseen: unseenText, cutOff: cutOffText, moves }, 'page')
  }
  const dark = await read('in the dark scheme')
  await emulate('print', 'light')
  await visit.untilOver(QUIET)
  return [dark, await read(ON_PAPER)]
}
