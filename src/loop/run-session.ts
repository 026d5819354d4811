import { Lab } from '../instruments/lab/index.js'
import { messageOf, TunewrightError } from '../model/errors.js'
import { METRIC_NAMES } from '../model/metrics.js'
import type { OptimizationTrigger } from '../model/optimizer.js'
import type { OptimizationContext } from '../model/session.js'
import type { TargetSystem } from '../model/target.js'
import { isLostStore, lostStore } from '../store/watch-connection.js'
import { tellingDiskFull } from '../system/disk-full.js'
import { readArtifact } from './artifacts.js'
import { closingAfter } from './closing-after.js'
import { type Baseline, establishBaseline } from './establish-baseline.js'
import { optimizeTarget } from './optimize-target.js'
import type { SessionRecord } from './session-record.js'
import type { SessionServices } from './session-services.js'
import { type OpenTarget, openTarget } from './target-runtime.js'

export interface SessionWork {
  readonly trigger: OptimizationTrigger
  /** At most so many strategies are carried to a verdict; all where infinite. */
  readonly most: number
  readonly signal: AbortSignal
  /** Called once the baselines of all targets are measured. */
  onBaseline(): void
}

/** Passes what was measured of the unchanged target on to the metrics service. */
async function publish(services: SessionServices, { runtime, original }: Baseline): Promise<void> {
  const { observation } = await readArtifact(original.observed)
  const at = new Date()
  await services.metrics.record(
    METRIC_NAMES.flatMap(metric => {
      const value = observation.metrics[metric]
      return value === undefined ? [] : [{ metric, value, targetId: runtime.target.id, labels: { source: 'lab' }, at }]
    }),
  )
}

/** One browser measures them all: what a page of one may reach, those of the others may. */
const allowedHosts = (targets: readonly TargetSystem[]): string[] => [
  ...new Set(targets.flatMap(target => target.allowHosts ?? [])),
]

async function work(services: SessionServices, record: SessionRecord, options: SessionWork): Promise<void> {
  const { config } = record.session
  await services.runDurably(record.session.id, async steps => {
    const signal = AbortSignal.any([options.signal, services.storeLost])
    const lab = await Lab.open({
      logger: services.logger,
      signal,
      allowHosts: allowedHosts(config.targets),
    })
    const opened: OpenTarget[] = []
    await closingAfter(
      services.logger,
      () => [...opened, lab],
      async () => {
        const baselines: Baseline[] = []
        for (const target of config.targets) {
          const open = await openTarget(services, record, target, lab, steps, signal)
          opened.push(open)
          const baseline = await establishBaseline(open.runtime, record)
          await publish(services, baseline)
          baselines.push(baseline)
        }
        options.onBaseline()
        for (const baseline of baselines) {
          const {
            signal: _signal,
            approve: _approve,
            ...context
          }: OptimizationContext = {
            target: baseline.runtime.target,
            sessionId: record.session.id,
          }
          await optimizeTarget(baseline, record, services.memory, {
            optimizers: config.optimizers,
            trigger: options.trigger,
            context,
            most: options.most,
          })
        }
      },
    )
  })
}

/** How work ended: for people, it is always one of our errors. */
function failureOf(error: unknown, storeLost: AbortSignal): TunewrightError {
  // What was under way when the store went away ended as if it had been cancelled.
  if (storeLost.aborted) return storeLost.reason as TunewrightError
  const told = tellingDiskFull(error)
  if (told instanceof TunewrightError) return told
  if (isLostStore(error)) return lostStore(error)
  return new TunewrightError('STRATEGY_FAILED', messageOf(error), {
    remedy: 'This is a fault of ours: please report it, with the log.',
    state: 'What was not kept was put back.',
    cause: error,
  })
}

/** Runs a session to its end and writes down how it ended. @throws what ended it, once that is recorded. */
export async function runSession(
  services: SessionServices,
  record: SessionRecord,
  options: SessionWork,
): Promise<void> {
  const { session } = record
  const conclude = async (status: 'completed' | 'failed' | 'cancelled', message: string, failure?: TunewrightError) => {
    await record.update(document => {
      document.status = status
      document.endTime = new Date()
      if (status !== 'completed') document.failure = message
      if (failure) document.failedWith = { code: failure.code, state: failure.state, remedy: failure.remedy }
    })
    record.emit({ kind: 'session', sessionId: session.id, status, message })
  }
  record.emit({ kind: 'session', sessionId: session.id, status: 'started', message: `session ${session.id}` })
  try {
    await work(services, record, options)
    await conclude('completed', 'done')
  } catch (error) {
    const failure = failureOf(error, services.storeLost)
    const cancelled = failure.code === 'CANCELLED' || (options.signal.aborted && !services.storeLost.aborted)
    // Without a store the next start writes it down.
    await conclude(cancelled ? 'cancelled' : 'failed', failure.message, failure).catch((unwritten: unknown) =>
      services.logger.debug('How the session ended could not be stored', { error: unwritten }),
    )
    throw failure
  }
}
