import { type Flow, type FlowStep, leadsNowhere } from '../../../model/flow.js'
import type { PageTarget } from '../../../model/target.js'
import type { Interacted } from '../page/flow-state.js'
import type { Visit } from '../visit.js'
import { Walk } from './walk.js'

const opens = (step: FlowStep): boolean => step.type === 'navigate' && !leadsNowhere(step.url)

const pathOf = (step: FlowStep): string | null =>
  step.type === 'navigate' ? step.url.replace(/^https?:\/\/[^/?#]*/, '').replace(/#.*$/, '') || '/' : null

/** The first of some flows that begins on a page and does something there. */
export const flowOn = (page: PageTarget, flows: readonly Flow[]): Flow | null =>
  flows.find(flow => pathOf(flow.steps.find(opens)!) === page.path && stepsOnPage(flow).length > 0) ?? null

/** What is done on the page on which a flow begins, as far as the steps tell. */
const stepsOnPage = ({ steps }: Flow): FlowStep[] => {
  const after = steps.slice(steps.findIndex(opens) + 1)
  const end = after.findIndex(step => ['navigate', 'customStep', 'close'].includes(step.type))
  return after.slice(0, end < 0 ? undefined : end)
}

/**
 * For how long a mouse is over a link before it is clicked, ms: half of those that rest on one for 65 ms click it, on average 300 ms later
 * (instant.page).
 */
const LINGER = 365

/** The mouse comes to a link before it is pressed: browsers may use that time. A finger comes from nowhere. */
const approach = async (walk: Walk, visit: Visit, step: FlowStep): Promise<void> => {
  if (step.type !== 'click' || !step.assertedEvents?.length || visit.profile.viewport.mobile) return
  const { selectors, frame, timeout } = step
  const hover: FlowStep = { type: 'hover', selectors, ...(frame && { frame }), ...(timeout && { timeout }) }
  const { taken } = await walk.take(hover, 'at-once')
  if (taken) await visit.rest(LINGER)
}

/**
 * Takes a flow's steps on a page that is loaded already, until they lead to another document; nothing is sent, whatever the flow may.
 * @returns the page's interactions, also where a step could not be taken, and whether a step led to another document, which is at rest
 */
export const interact = async (visit: Visit, flow: Flow): Promise<Interacted & { readonly ledOn: boolean }> => {
  const walk = await Walk.begin(visit, flow, false)
  let seen: Interacted = { count: 0, timed: [] }
  for (const step of stepsOnPage(flow)) {
    await approach(walk, visit, step)
    const { trouble } = await walk.take(step)
    // What the page that a step led to saw is not this page's.
    if (walk.documents > 0) return { ...seen, ledOn: trouble === null }
    seen = await walk.interacted()
    if (trouble !== null) break
  }
  return { ...seen, ledOn: false }
}

/**
 * Interaction to Next Paint: the worst interaction, and from 50 on the worst but for one in fifty (web.dev/articles/inp).
 * @param interacted how many there were, and those of 16 ms or more
 * @returns ms, or null where there was none; 16 where none was timed as that long
 */
export const interactionToNextPaint = ({ count, timed }: Interacted): number | null => {
  if (count === 0) return null
  const latencies = timed.map(({ latency }) => latency).sort((a, b) => b - a)
  return latencies[Math.floor(count / 50)] ?? SHORTEST
}

/** What the browser times, ms: shorter interactions are told by their number alone. */
const SHORTEST = 16
