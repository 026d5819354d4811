import { messageOf, TunewrightError } from '../model/errors.js'
import type { OptimizationAutomationSession } from '../model/session.js'
import { tellingDiskFull } from '../system/disk-full.js'

/** What was thrown, with what it was thrown by; what is not ours is a fault of ours. */
export const wrap = (what: string, thrown: unknown): TunewrightError => {
  const error = tellingDiskFull(thrown)
  return error instanceof TunewrightError
    ? new TunewrightError(error.code, `${what}: ${error.message}`, {
        remedy: error.remedy,
        state: error.state,
        details: { ...error.details },
        cause: error,
      })
    : new TunewrightError('STRATEGY_FAILED', `${what}: ${messageOf(error)}`, {
        remedy: 'This is a fault of ours: please report it, with the log.',
        state: 'What was not kept was put back.',
        cause: error,
      })
}

export const stopped = (message: string): TunewrightError =>
  new TunewrightError('CANCELLED', message, { remedy: 'Start again when ready, on an orchestrator that is open.' })

export function nothingApplies(session: OptimizationAutomationSession): TunewrightError {
  const reasons = session.decisions
    .at(-1)
    ?.alternatives.map(alternative => `${alternative.id}: ${alternative.reason}`)
    .join('; ')
  return new TunewrightError('NOTHING_APPLIES', `No strategy is worth trying. ${reasons ?? ''}`.trim(), {
    remedy: 'Nothing needs to be done; `tunewright analyze` shows what was measured.',
  })
}
