import { messageOf, TunewrightError } from '../../../model/errors.js'
import type { Flow, FlowRun, FlowState, FlowStep, FlowStepResult, Interaction } from '../../../model/flow.js'
import { accessibleLines } from '../accessible-tree.js'
import { currentPlace, readFields, readInteractions } from '../page/flow-state.js'
import { readContent } from '../page/read-content.js'
import { isFailed } from '../request-metrics.js'
import type { Visit } from '../visit.js'
import { describeStep } from './describe-step.js'
import { Keyboard } from './keyboard.js'
import { Rest } from './rest.js'
import { takeStep } from './take-step.js'
import { WriteGuard } from './write-guard.js'

/** How long a step is waited for that says nothing else, ms; the recorder's own. */
const PATIENCE = 5_000
/** How much longer a page may take to answer until it counts as stuck, ms. */
const ANSWER = 30_000

/**
 * Takes the steps of a flow in an opened visit, up to the first with trouble.
 * @throws TunewrightError INPUT_INVALID for a password that stands in the flow; CANCELLED; BROWSER_FAILED
 */
export const runFlow = async (visit: Visit, flow: Flow): Promise<FlowRun> => {
  const walk = new Walk(visit, flow.writes ? null : await WriteGuard.over(visit.session, visit.reroutedFrom))
  const steps: FlowStepResult[] = []
  for (const [index, step] of flow.steps.entries()) {
    if (step.type === 'close') break
    const result = await walk.take(index + 1, step, step.timeout ?? flow.timeout ?? PATIENCE)
    steps.push(result)
    if (result.trouble !== undefined) break
  }
  return {
    flow: flow.id,
    profile: visit.profile.id,
    completed: steps.every(({ trouble }) => trouble === undefined),
    steps,
  }
}

/** One visitor on the way. */
class Walk {
  readonly #visit: Visit
  readonly #guard: WriteGuard | null
  readonly #keyboard: Keyboard
  readonly #rest: Rest
  /** What was told before: of each step only what is new is told. */
  #errors = 0
  readonly #failed = new Set<number>()
  #interactions: readonly Interaction[] = []

  constructor(visit: Visit, guard: WriteGuard | null) {
    this.#visit = visit
    this.#guard = guard
    this.#keyboard = new Keyboard(visit)
    this.#rest = new Rest(visit)
  }

  async take(number: number, step: FlowStep, patience: number): Promise<FlowStepResult> {
    this.#visit.goOn()
    let taken = false
    let trouble: string | null
    try {
      trouble = await inTime(patience + ANSWER, async () => {
        const before = await this.#rest.place()
        const hindered = await takeStep(this.#visit, this.#keyboard, step, patience)
        taken = hindered === null
        return hindered ?? (await this.#arrive(step, before, patience))
      })
    } catch (error) {
      trouble = troubleOf(error)
    }
    const state = await inTime(ANSWER, () => this.#state()).catch(() => null)
    return {
      step: number,
      what: describeStep(step),
      taken,
      ...(trouble === null ? (state === null ? { trouble: 'the page cannot be read' } : {}) : { trouble }),
      state,
      ...this.#news(),
      interactions: await inTime(ANSWER, () => this.#interacted()).catch(() => []),
    }
  }

  /** What became of the page; the trouble with it, or null. */
  async #arrive(step: FlowStep, before: string, patience: number): Promise<string | null> {
    await this.#rest.settle()
    const leads = step.assertedEvents?.length && step.type !== 'navigate'
    const giveUpAt = performance.now() + patience
    while (leads && (await this.#rest.place()) === before && performance.now() < giveUpAt) await this.#visit.rest(50)
    if (leads) await this.#rest.settle()
    const refused = this.#guard?.take() ?? []
    if (refused.length > 0)
      return `it sends something (${refused.join(', ')}), which only a flow with \`writes: true\` may`
    return leads && (await this.#rest.place()) === before ? 'it led to no other page' : null
  }

  async #state(): Promise<FlowState> {
    const { title, text } = await this.#visit.evaluate(readContent)
    const { nodes } = await this.#visit.session.send('Accessibility.getFullAXTree')
    return {
      path: await this.#visit.evaluate(currentPlace),
      title,
      text,
      accessibleTree: accessibleLines(nodes),
      fields: await this.#visit.evaluate(readFields),
    }
  }

  #news(): Pick<FlowStepResult, 'errors' | 'failedRequests'> {
    const errors = this.#visit.errors.errors()
    const news = errors.slice(this.#errors)
    this.#errors = errors.length
    // By their place in the list: what a step asked for may fail in a later one.
    const failed = [...this.#visit.network.records(0).entries()].filter(
      ([index, request]) => isFailed(request) && !this.#failed.has(index),
    )
    for (const [index] of failed) this.#failed.add(index)
    return {
      errors: news,
      failedRequests: failed.map(([, { url, kind, status, failure }]) => ({
        url,
        kind,
        status,
        ...(failure === undefined ? {} : { failure }),
      })),
    }
  }

  /** In a new document the list begins anew. */
  async #interacted(): Promise<readonly Interaction[]> {
    const known = this.#interactions
    this.#interactions = await this.#visit.evaluate(readInteractions)
    const goesOn = known.every((one, index) => this.#interactions[index]?.latency === one.latency)
    return goesOn ? this.#interactions.slice(known.length) : this.#interactions
  }
}

/** What the page did wrong, in words; what is not the page's doing is thrown on. */
const troubleOf = (error: unknown): string => {
  if (error instanceof TunewrightError && !['PAGE_BROKEN', 'BROWSER_FAILED'].includes(error.code)) throw error
  return messageOf(error)
}

const inTime = async <T>(milliseconds: number, work: () => Promise<T>): Promise<T> => {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error('the page stopped answering')), milliseconds)
  })
  return Promise.race([work(), late]).finally(() => clearTimeout(timer))
}
