import type { PageState } from '../../../model/page-look.js'
import { Rest } from '../flow/rest.js'
import { workersReady } from '../page/service-workers.js'
import type { Visit } from '../visit.js'
import type { LookOptions } from './look-options.js'
import { StateReader } from './read-state.js'

const QUIET = 300
/** How long a service worker may take until it is at work, ms. */
const WORKERS_PATIENCE = 3_000

/** Another document of the same site, for somebody to come back from; whether it is there does not matter. */
const ELSEWHERE = '/robots.txt'

/**
 * The page for somebody who comes back, with what the first visit left (cache, cookies, storage, service workers), and on the way back to it from
 * elsewhere. Whether the browser then takes it out of its memory depends on the browser, and the lab's does not; what the page itself has against
 * it is said by the browser all the same.
 */
export const lookAgain = async (visit: Visit, path: string, { later }: LookOptions): Promise<PageState[]> => {
  const { session } = visit
  const against: string[] = []
  session.on('Page.backForwardCacheNotUsed', ({ notRestoredExplanations }) => {
    for (const { type, reason } of notRestoredExplanations)
      if (type === 'PageSupportNeeded') against.push(`against being kept in memory for the way back: ${reason}`)
  })
  const reader = new StateReader(visit)
  const rest = new Rest(visit)
  const go = async (): Promise<void> => {
    visit.goOn()
    await visit.go(path)
    await visit.untilOver(QUIET)
  }
  await go()
  await visit.evaluate(workersReady, WORKERS_PATIENCE)
  reader.forget()
  await go()
  await visit.rest(later)
  const back = await reader.read('coming back')

  const { currentIndex, entries } = await session.send('Page.getNavigationHistory')
  visit.goOn()
  await visit.go(ELSEWHERE)
  await visit.untilOver(QUIET)
  reader.forget()
  visit.goOn()
  await session.send('Page.navigateToHistoryEntry', { entryId: entries[currentIndex]!.id })
  await rest.settle()
  return [back, await reader.read('on the way back to it', { remembered: against })]
}
