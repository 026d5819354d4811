import type { DecisionRecord } from '../model/decision.js'
import type { Observation, PageSurvey } from '../model/observation.js'
import type { ProgressEvent, ProgressListener, Stage } from '../model/progress.js'
import type { OptimizationAutomationSession } from '../model/session.js'

/** Keeps a session's document: changes it in one place, stores it after each, and tells listeners what goes on. */
export class SessionRecord {
  readonly session: OptimizationAutomationSession
  readonly #store: (session: OptimizationAutomationSession) => Promise<void>
  readonly #listener: ProgressListener

  constructor(
    session: OptimizationAutomationSession,
    store: (session: OptimizationAutomationSession) => Promise<void>,
    listener: ProgressListener,
  ) {
    this.session = session
    this.#store = store
    this.#listener = listener
  }

  /** Changes the document and makes the change durable. */
  async update(change: (session: OptimizationAutomationSession) => void): Promise<void> {
    change(this.session)
    await this.#store(this.session)
  }

  async decide(decision: DecisionRecord): Promise<void> {
    await this.update(session => session.decisions.push(decision))
  }

  emit(event: ProgressEvent): void {
    this.#listener(event)
  }

  /** Runs a stage between its two events. */
  async stage<T>(stage: Stage, message: string, run: () => Promise<T>, conclude: (result: T) => string): Promise<T> {
    const common = { kind: 'stage', sessionId: this.session.id, stage } as const
    this.emit({ ...common, status: 'started', message })
    const result = await run()
    this.emit({ ...common, status: 'finished', message: conclude(result) })
    return result
  }
}

/** A copy nobody else changes: what `startOptimizationAutomation` and `getSession` give out. */
export const snapshot = (session: OptimizationAutomationSession): OptimizationAutomationSession => ({
  ...session,
  baseline: { ...session.baseline },
  statistics: { ...session.statistics },
  results: [...session.results],
  alerts: [...session.alerts],
  learningInsights: [...session.learningInsights],
  decisions: [...session.decisions],
  diagnoses: { ...session.diagnoses },
  ...(session.takenApart && { takenApart: { ...session.takenApart } }),
  analyses: { ...session.analyses },
  finalProof: { ...session.finalProof },
  delivery: { ...session.delivery },
  // A document of an earlier version has none.
  systemActs: [...(session.systemActs ?? [])],
})

const withoutScreenshot = (survey: PageSurvey): PageSurvey => ({ ...survey, screenshotBase64: '' })

/** An observation without its screenshots: those stay in the session's folder. */
export const withoutPictures = (observation: Observation): Observation => ({
  ...observation,
  otherViews: observation.otherViews.map(withoutScreenshot),
  pages: observation.pages.map(page => ({
    ...page,
    survey: withoutScreenshot(page.survey),
    loads: page.loads.map(({ filmstrip: _, ...load }) => load),
  })),
})
