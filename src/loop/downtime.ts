import { parseDuration } from '../model/duration.js'
import type { OptimizationAutomationSession } from '../model/session.js'
import type { SystemAct } from '../model/system-act.js'

export type ActDescription = Pick<SystemAct, 'act' | 'outOfService' | 'evidence'>

/** Carries out something that touches the user's own system, and says how long it took. Plain JSON, for a durable step. */
export async function timedAct<T>(
  run: () => Promise<T>,
  describe: (result: T) => ActDescription,
): Promise<{ result: T; act: SystemAct }> {
  const at = new Date().toISOString()
  const started = performance.now()
  const result = await run()
  return { result, act: { at, milliseconds: Math.round(performance.now() - started), ...describe(result) } }
}

/** Milliseconds out of service. */
export const downtimeOf = (acts: readonly SystemAct[]): number =>
  acts.reduce((sum, act) => sum + (act.outOfService ? act.milliseconds : 0), 0)

/**
 * Puts an act on record, once (a resumed session tells it again), counts its downtime, and raises an alert where that is more than a constraint of
 * the session's optimizers allows: later candidates are rejected for it.
 */
export function noteAct(session: OptimizationAutomationSession, act: SystemAct): void {
  if (session.systemActs.some(known => known.at === act.at && known.act === act.act)) return
  const before = session.statistics.downtime
  session.systemActs.push(act)
  session.statistics.downtime = downtimeOf(session.systemActs)
  for (const { id, constraints } of session.optimizers) {
    for (const constraint of constraints) {
      if (constraint.type !== 'business') continue
      const most = parseDuration(constraint.threshold)
      if (before > most || session.statistics.downtime <= most) continue
      session.alerts.push({
        at: new Date(),
        severity: 'critical',
        message: `Your system was out of service for ${session.statistics.downtime} ms; ${id} allows ${constraint.threshold} (last: ${act.act}).`,
      })
    }
  }
}
