import { TunewrightError } from '../model/errors.js'
import type { OptimizationAutomationOrchestrator } from '../orchestrator.js'
import { loadStrategies } from './load-strategies.js'
import type { ProjectSettings } from './project-settings.js'
import type { CommandContext } from './run.js'

/** How long work that was told to stop may take to put things back (ms), before it is left to the next start. */
const GRACE = 60_000

/**
 * Opens an orchestrator whose progress is shown, which Ctrl-C closes (everything is put back), and which is closed at the end.
 * @throws TunewrightError CANCELLED where the user stopped it; else what the work throws
 */
export async function withOrchestrator<T>(
  { view, logger, interrupt }: CommandContext,
  { configuration, strategies, optimizers }: Pick<ProjectSettings, 'configuration' | 'strategies' | 'optimizers'>,
  work: (orchestrator: OptimizationAutomationOrchestrator) => Promise<T>,
): Promise<T> {
  // The browser, the database and the encoders are loaded only once the input is known to be good.
  const { openOrchestrator } = await import('./open-orchestrator.js')
  const { orchestrator, close: closeAll } = openOrchestrator(configuration, logger)
  const stopListening = orchestrator.onProgress(view.handle)
  let closing: Promise<void> | null = null
  const close = () => {
    closing ??= closeAll()
    return closing
  }
  const interrupted = new Promise<never>((_, reject) => {
    const stop = async () => {
      const ended = await Promise.race([close().then(() => true), patience(GRACE)])
      reject(stopped(ended))
    }
    if (interrupt.requested) void stop()
    else interrupt.signal.addEventListener('abort', () => void stop().catch(reject), { once: true })
  })
  interrupted.catch(() => undefined)
  try {
    for (const { source, module } of await loadStrategies(strategies)) orchestrator.registerStrategy(module, source)
    // Held to its schema when it is registered.
    for (const optimizer of optimizers) orchestrator.registerOptimizer(optimizer)
    const working = work(orchestrator)
    return await Promise.race([
      working.catch(error => (interrupt.requested ? interrupted : Promise.reject(error))),
      interrupted,
    ])
  } finally {
    stopListening()
    view.close()
    if (!interrupt.requested) await close()
  }
}

const patience = (milliseconds: number) =>
  new Promise<false>(resolve => {
    setTimeout(() => resolve(false), milliseconds).unref()
  })

const stopped = (isPutBack: boolean) =>
  new TunewrightError('CANCELLED', 'Stopped by the user.', {
    remedy: 'Start again when ready.',
    state: isPutBack
      ? 'Everything is put back; your project is as it was.'
      : `Your project is as it was. Putting back did not end within ${GRACE / 1_000} s: the next start does the rest.`,
  })
