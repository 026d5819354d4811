import type { Flow, FlowRun, FlowStepResult } from '../../../model/flow.js'
import type { Visit } from '../visit.js'
import { describeStep } from './describe-step.js'
import { Walk } from './walk.js'

/**
 * Takes the steps of a flow in an opened visit, up to the first with trouble.
 * @throws TunewrightError INPUT_INVALID for a password that stands in the flow; CANCELLED; BROWSER_FAILED
 */
export const runFlow = async (visit: Visit, flow: Flow): Promise<FlowRun> => {
  const walk = await Walk.begin(visit, flow, flow.writes === true)
  const steps: FlowStepResult[] = []
  for (const [index, step] of flow.steps.entries()) {
    if (step.type === 'close') break
    const { taken, trouble } = await walk.take(step)
    const state = await walk.state()
    const told = trouble ?? (state === null ? 'the page cannot be read' : null)
    steps.push({
      step: index + 1,
      what: describeStep(step),
      taken,
      ...(told === null ? {} : { trouble: told }),
      state,
      ...walk.news(),
      interactions: await walk.interactions(),
    })
    if (told !== null) break
  }
  return {
    flow: flow.id,
    profile: visit.profile.id,
    completed: steps.every(({ trouble }) => trouble === undefined),
    steps,
  }
}
