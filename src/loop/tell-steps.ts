import type { ProgressListener } from '../model/progress.js'
import type { ReadingRuntime } from './runtime.js'

/** Tells a listener of the steps of some work. @param id of the session, the analysis or the comparison */
export const tellSteps =
  (id: string, listener: ProgressListener): ReadingRuntime['step'] =>
  (stage, message, done, of) =>
    listener({
      kind: 'step',
      sessionId: id,
      stage,
      message,
      ...(done === undefined ? {} : { done }),
      ...(of === undefined ? {} : { of }),
    })
