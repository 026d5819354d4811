import { messageOf, TunewrightError } from '../../../model/errors.js'
import type { Flow, FlowState, FlowStep, FlowStepResult, Interaction } from '../../../model/flow.js'
import { accessibleLines } from '../accessible-tree.js'
import { keptNames } from '../kept-names.js'
import { currentPlace, type Interacted, readFields, readInteractions } from '../page/flow-state.js'
import { readContent } from '../page/read-content.js'
import { isFailed } from '../request-metrics.js'
import type { Visit } from '../visit.js'
import { Keyboard } from './keyboard.js'
import { Rest } from './rest.js'
import { takeStep } from './take-step.js'
import { WriteGuard } from './write-guard.js'

/** How long a step is waited for that says nothing else, ms; the recorder's own. */
const PATIENCE = 5_000
/** How much longer a page may take to answer until it counts as stuck, ms. */
const ANSWER = 30_000

export interface Taken {
  readonly taken: boolean
  /** Why not, or what became of the page; null where all went well. */
  readonly trouble: string | null
}

/** One visitor on the way through a flow. */
export class Walk {
  readonly #visit: Visit
  readonly #flow: Flow
  readonly #guard: WriteGuard | null
  readonly #keyboard: Keyboard
  readonly #rest: Rest
  /** What was told before: of each step only what is new is told. */
  #errors = 0
  readonly #failed = new Set<number>()
  #interactions: readonly Interaction[] = []

  private constructor(visit: Visit, flow: Flow, guard: WriteGuard | null) {
    this.#visit = visit
    this.#flow = flow
    this.#guard = guard
    this.#keyboard = new Keyboard(visit)
    this.#rest = new Rest(visit)
  }

  /** @param mayWrite whether what a step sends is let through */
  static async begin(visit: Visit, flow: Flow, mayWrite: boolean): Promise<Walk> {
    return new Walk(visit, flow, mayWrite ? null : await WriteGuard.over(visit.session, visit.reroutedFrom))
  }

  /** Documents that the visitor has come to. */
  get documents(): number {
    return this.#rest.documents
  }

  /**
   * @param then whether the page is given the time to come to rest
   * @throws TunewrightError INPUT_INVALID for a password that stands in the flow; CANCELLED
   */
  async take(step: FlowStep, then: 'at-rest' | 'at-once' = 'at-rest'): Promise<Taken> {
    const patience = step.timeout ?? this.#flow.timeout ?? PATIENCE
    this.#visit.goOn()
    let taken = false
    try {
      const trouble = await inTime(patience + ANSWER, async () => {
        const before = await this.#rest.place()
        const hindered = await takeStep(this.#visit, this.#keyboard, step, patience)
        taken = hindered === null
        return hindered ?? (then === 'at-once' ? null : await this.#arrive(step, before, patience))
      })
      return { taken, trouble }
    } catch (error) {
      return { taken, trouble: troubleOf(error) }
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

  /** The page as it is now; null where it cannot be read. */
  async state(): Promise<FlowState | null> {
    const read = async (): Promise<FlowState> => {
      const { title, text } = await this.#visit.evaluate(readContent)
      const { nodes } = await this.#visit.session.send('Accessibility.getFullAXTree')
      return {
        path: await this.#visit.evaluate(currentPlace),
        title,
        text,
        accessibleTree: accessibleLines(nodes),
        fields: await this.#visit.evaluate(readFields),
        kept: await keptNames(this.#visit),
      }
    }
    return inTime(ANSWER, read).catch(() => null)
  }

  /** Errors and failed requests since the last call. */
  news(): Pick<FlowStepResult, 'errors' | 'failedRequests'> {
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

  /** Interactions since the last call; in a new document all of its own. */
  async interactions(): Promise<readonly Interaction[]> {
    const known = this.#interactions
    const { timed } = await this.interacted()
    this.#interactions = timed
    const goesOn = known.every((one, index) => timed[index]?.latency === one.latency)
    return goesOn ? timed.slice(known.length) : timed
  }

  /** All interactions of the present document. */
  interacted(): Promise<Interacted> {
    return inTime(ANSWER, () => this.#visit.evaluate(readInteractions)).catch(() => ({ count: 0, timed: [] }))
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
