import type { Flow, FlowRun, FlowStepResult } from '../model/flow.js'
import type { PageState } from '../model/page-look.js'
import { PROFILES, type ProfileId } from '../model/profile.js'
import { allSettled } from '../system/all-settled.js'
import { mapBounded } from '../system/map-bounded.js'
import { type BothArms, foundAgain } from './further-looks.js'
import { compareStates, statesComeAndGo } from './guard/compare-states.js'
import type { Sighting } from './guard/tell-breakages.js'
import type { Arms, ExperimentLab, ServedArms } from './lab-port.js'

/** Flows followed at once; one that writes is alone in its arm. */
const AT_ONCE = 3

/**
 * Takes the steps of recorded flows in both arms and compares how each step went and what the page was after it; where that differs, more than once. A
 * step that cannot be taken in the baseline either is nobody's doing, and shows nothing of those after it.
 * @throws as the lab does
 */
export async function followFlows(o: {
  lab: ExperimentLab
  served: ServedArms
  flows: readonly Flow[]
  profiles: readonly ProfileId[]
  signal?: AbortSignal
}): Promise<readonly Sighting[]> {
  const walks = o.flows.flatMap(flow => o.profiles.map(profile => ({ flow, profile })))
  const runs = async (arm: keyof Arms, flow: Flow, profile: ProfileId, times: number): Promise<PageState[][]> => {
    const done: PageState[][] = []
    for (let run = 0; run < times; run++) {
      o.signal?.throwIfAborted()
      done.push(statesOf(await o.lab.follow(o.served[arm], flow, PROFILES[profile])))
    }
    return done
  }
  const both = (flow: Flow, profile: ProfileId, times: number) =>
    allSettled([runs('baseline', flow, profile, times), runs('candidate', flow, profile, times)])
  const atOnce = o.flows.some(({ writes }) => writes) ? 1 : AT_ONCE
  const found = await mapBounded(walks, atOnce, async ({ flow, profile }) => {
    const again = async (times: readonly number[]) => {
      const [before, after] = await both(flow, profile, times.length)
      return before.map((run, i): BothArms<PageState[]> => [run, after[i]!])
    }
    const messages = await foundAgain(again, compareRuns, statesComeAndGo)
    return messages.map(message => ({
      check: 'flows' as const,
      page: flow.id,
      profile,
      message: `${flow.title}, ${message}`,
    }))
  })
  return found.flat()
}

const compareRuns = (runs: readonly BothArms<PageState[]>[]): Promise<string[]> =>
  compareStates(
    runs.map(([before]) => before),
    runs.map(([, after]) => after),
  )

const statesOf = ({ steps }: FlowRun): PageState[] => steps.map(stateOf)

const stateOf = ({ step, what, trouble, state, errors, failedRequests }: FlowStepResult): PageState => ({
  after: `step ${step}: ${what}`,
  lines: {
    step: [trouble ?? 'taken'],
    errors,
    requests: failedRequests.map(
      ({ url, status, failure }) => `${url} ${status >= 400 ? `answers ${status}` : failure}`,
    ),
    ...(state && {
      place: [state.path, `title ${JSON.stringify(state.title)}`],
      text: state.text,
      tree: state.accessibleTree,
      fields: state.fields.map(({ selector, value }) => `${selector} holds ${JSON.stringify(value)}`),
      kept: state.kept,
    }),
  },
})
