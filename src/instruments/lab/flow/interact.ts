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
 * Takes a flow's steps on a page that is loaded already, until they lead to another document; nothing is sent, whatever the flow may.
 * @returns the page's interactions, also where a step could not be taken
 */
export const interact = async (visit: Visit, flow: Flow): Promise<Interacted> => {
  const walk = await Walk.begin(visit, flow, false)
  let seen: Interacted = { count: 0, timed: [] }
  for (const step of stepsOnPage(flow)) {
    const { trouble } = await walk.take(step)
    // What the page that a step led to saw is not this page's.
    if (walk.documents > 0) break
    seen = await walk.interacted()
    if (trouble !== null) break
  }
  return seen
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
