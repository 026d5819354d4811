import { createFrameworks } from './frameworks/index.js'
import { type RollbackOptions, type RollbackStep, rollBack } from './history/rollback/roll-back.js'
import { analyzeTarget } from './loop/analyze-target.js'
import { checkTarget } from './loop/build-check/check-target.js'
import { openPlace } from './loop/build-check/open-place.js'
import { emptyStatistics, newSession, newSessionId } from './loop/new-session.js'
import { OpenWhenNeeded } from './loop/open-when-needed.js'
import { previewTarget } from './loop/preview-target.js'
import { proveSides } from './loop/prove-sides.js'
import { runSession } from './loop/run-session.js'
import { nothingApplies, stopped, wrap } from './loop/session-errors.js'
import { SessionRecord, snapshot } from './loop/session-record.js'
import { StrategyCatalogue } from './loop/strategy-catalogue.js'
import { assembleReport } from './loop/summary/report.js'
import type { BuildCheck, BuildCheckRequest } from './model/check.js'
import { TunewrightError } from './model/errors.js'
import type { OptimizationAutomationFramework } from './model/framework.js'
import type { AutomatedOptimizer, OptimizationTrigger } from './model/optimizer.js'
import type { OptimizationPreview } from './model/preview.js'
import type { ProgressListener } from './model/progress.js'
import type { Proving, ProvingRequest } from './model/proving.js'
import { knowSecrets, redactText } from './model/redaction/index.js'
import {
  parseAnalysisConfig,
  parseAutomationConfig,
  parseBuildCheckRequest,
  parseContext,
  parseId,
  parseOptimizer,
  parseProvingRequest,
  parseReportConfig,
  parseTarget,
  parseTrigger,
} from './model/schema/parse.js'
import type { ConfigurationManager, Logger, MetricsService } from './model/services.js'
import type {
  AutomatedOptimizationResult,
  OptimizationAnalysisConfig,
  OptimizationAutomationConfig,
  OptimizationAutomationReport,
  OptimizationAutomationSession,
  OptimizationContext,
  OptimizationOpportunityAnalysis,
  OptimizationReportConfig,
} from './model/session.js'
import type { ImplementationType } from './model/strategy.js'
import type { TargetSystem } from './model/target.js'
import { sessionSettings } from './services/session-settings.js'
import { STRATEGIES } from './strategies/registry.generated.js'
import type { StrategyModule } from './strategies/strategy-module.js'

interface ActiveSession {
  readonly record: SessionRecord
  readonly cancel: AbortController
  /** Resolves once the baselines are measured; rejects where the session ended before. */
  readonly ready: Promise<void>
  /** Resolves once the session has ended, however it did. */
  readonly settled: Promise<void>
}

interface Beginning {
  readonly trigger: OptimizationTrigger
  readonly most: number
  readonly signal?: AbortSignal | undefined
}

const MANUAL: OptimizationTrigger = { type: 'manual', reason: 'a session was started' }

/**
 * Optimizes web systems by itself: measures a target, tries what applies on a private clone, proves each change against the
 * unchanged system, keeps what is better as a commit and puts everything else back.
 */
export class OptimizationAutomationOrchestrator {
  readonly #logger: Logger
  readonly #configuration: ConfigurationManager
  readonly #catalogue = new StrategyCatalogue(STRATEGIES)
  #frameworks: ReadonlyMap<string, OptimizationAutomationFramework> = new Map()
  readonly #optimizers = new Map<string, AutomatedOptimizer>()
  readonly #targets = new Map<string, TargetSystem>()
  readonly #sessions = new Map<string, ActiveSession>()
  readonly #listeners = new Set<ProgressListener>()
  readonly #opened: OpenWhenNeeded

  /**
   * @param configManager asked for `database.url`, and for what a session's configuration leaves out: `budget.milliseconds`,
   * `budget.alpha`, `profiles`, `seed`, `includeDirty` (for analyses too).
   */
  constructor(logger: Logger, configManager: ConfigurationManager, metricsService: MetricsService) {
    this.#logger = logger
    this.#configuration = configManager
    this.#opened = new OpenWhenNeeded({
      logger,
      configuration: configManager,
      metrics: metricsService,
      strategies: this.#catalogue,
    })
    this.#assembleFrameworks()
  }

  /**
   * Starts a session: measures every target's baseline, then goes on by itself until its budget is spent or nothing is worth
   * trying. Resolves with an active snapshot once the baselines are there; `whenSettled` waits for the end. What the configuration leaves
   * out of budget, profiles, seed and includeDirty is asked of the configuration manager.
   * @throws TunewrightError INPUT_INVALID, TARGET_NOT_FOUND, BUILD_FAILED, PAGE_BROKEN, BUSY …
   */
  async startOptimizationAutomation(config: OptimizationAutomationConfig): Promise<OptimizationAutomationSession> {
    const parsed = this.#withSettings(parseAutomationConfig(config, this.#catalogue.schemas))
    try {
      const active = await this.#begin(parsed, { trigger: MANUAL, most: Number.POSITIVE_INFINITY })
      await active.ready
      return {
        ...snapshot(active.record.session),
        status: 'active',
        statistics: emptyStatistics(),
        results: [],
        learningInsights: [],
      }
    } catch (error) {
      throw wrap('Optimization automation failed to start', error)
    }
  }

  /**
   * Runs one optimizer once on a target: the strategy with the most expected gain is carried to a verdict, in a session of its
   * own, and delivered where it is kept. What the context leaves out is asked of the configuration manager, as for a session.
   * @throws TunewrightError TARGET_NOT_FOUND for an unknown optimizer, NOTHING_APPLIES where no strategy is worth trying, CANCELLED where the
   * context's signal is or was aborted, INPUT_INVALID …
   */
  async executeAutomatedOptimization(
    optimizerId: string,
    trigger: OptimizationTrigger,
    context: OptimizationContext,
  ): Promise<AutomatedOptimizationResult> {
    const optimizer = this.#optimizers.get(parseId(optimizerId, 'optimizer'))
    if (!optimizer) throw this.#unknownOptimizer(optimizerId)
    const cause = parseTrigger(trigger)
    const { target, signal, approve, sessionId: _, ...asked } = parseContext(context)
    const config = this.#withSettings({
      ...asked,
      ...(approve && { approve }),
      optimizers: [optimizer],
      targets: [target],
    })
    try {
      const active = await this.#begin(config, { trigger: cause, most: 1, signal })
      await active.ready
      await active.settled
      const { session } = active.record
      const result = session.results[0]
      if (result) return result
      throw session.status === 'completed'
        ? nothingApplies(session)
        : new TunewrightError(
            session.failedWith?.code ?? 'STRATEGY_FAILED',
            session.failure ?? 'The session ended early.',
            {
              remedy: 'See the log, and start again when ready.',
              state: 'What was not kept was put back.',
              ...session.failedWith,
            },
          )
    } catch (error) {
      throw wrap('Automated optimization failed', error)
    }
  }

  /**
   * Measures a target and says where its time goes and what could be done; changes nothing.
   * @param targetId id or name of a registered target.
   * @param analysisConfig `profiles` are the configuration manager's where it names none.
   * @throws TunewrightError TARGET_NOT_FOUND, INPUT_INVALID, BUILD_FAILED, PAGE_BROKEN …
   */
  async analyzeOptimizationOpportunities(
    targetId: string,
    analysisConfig: OptimizationAnalysisConfig,
  ): Promise<OptimizationOpportunityAnalysis> {
    const asked = parseAnalysisConfig(analysisConfig)
    const id = parseId(targetId, 'target')
    const { profiles, includeDirty = false } = sessionSettings(this.#configuration)
    try {
      const target = this.#targetOf(id)
      const services = await this.#opened.services()
      const optimizers = [...this.#optimizers.values()].filter(
        optimizer => asked.scope === 'all' || optimizer.type === asked.scope,
      )
      const analysis = analyzeTarget(
        services,
        target,
        optimizers,
        { ...(profiles && { profiles }), ...asked },
        { includeDirty, listener: this.#tell, signal: this.#opened.signal },
      )
      return await this.#opened.tracked(analysis)
    } catch (error) {
      throw wrap('Opportunity analysis failed', error)
    }
  }

  /**
   * What a session with this configuration would do with its first target: which strategies in which order, what is expected of them, how
   * long each proof would take, what needs approval, and what is refused. Nothing is changed, and no session is recorded.
   * @throws TunewrightError INPUT_INVALID, TARGET_NOT_FOUND, BUILD_FAILED, PAGE_BROKEN, BUSY …
   */
  async previewOptimizationAutomation(config: OptimizationAutomationConfig): Promise<OptimizationPreview> {
    const asked = this.#withSettings(parseAutomationConfig(config, this.#catalogue.schemas))
    const { targets, includeDirty = false } = asked
    try {
      const services = await this.#opened.services()
      const work = { includeDirty, listener: this.#tell, signal: this.#opened.signal }
      return await this.#opened.tracked(previewTarget(services, targets[0]!, asked, work))
    } catch (error) {
      throw wrap('The preview failed', error)
    }
  }

  /**
   * Holds two versions of a system against each other, whoever made the change between them: by the engine and the guard that decide on a
   * session's own changes. Neither is changed, and no session is recorded. What the request leaves out is asked of the configuration manager.
   * @throws TunewrightError INPUT_INVALID, BUILD_FAILED, PAGE_BROKEN for a base that does not work, BUSY, CANCELLED …
   */
  async prove(request: ProvingRequest): Promise<Proving> {
    const { signal, ...asked } = parseProvingRequest(request)
    const { profiles, budget, seed } = sessionSettings(this.#configuration)
    try {
      for (const side of [asked.base, asked.candidate])
        if ('target' in side) knowSecrets(Object.values(side.target.environment))
      const services = await this.#opened.services()
      const settings = { ...(profiles && { profiles }), ...(seed !== undefined && { seed }), ...asked }
      const proving = proveSides(
        services,
        { ...settings, budget: { ...budget, ...asked.budget } },
        {
          listener: this.#tell,
          signal: AbortSignal.any([this.#opened.signal, ...(signal ? [signal] : [])]),
        },
      )
      return await this.#opened.tracked(proving)
    } catch (error) {
      throw wrap('The comparison failed', error)
    }
  }

  /**
   * Builds a target, and its base, in private clones: what the build weighs, which build-time triggers of the optimizers it sets off, which
   * budgets it keeps, and by what it grew. Nothing is timed or changed, and neither browser nor store is opened.
   * @throws TunewrightError INPUT_INVALID, TARGET_UNSUPPORTED, BUILD_FAILED, BUSY, CANCELLED …
   */
  async checkBuild(request: BuildCheckRequest): Promise<BuildCheck> {
    const { signal, ...asked } = parseBuildCheckRequest(request)
    try {
      this.#opened.requireOpen()
      for (const side of [asked.candidate, asked.base])
        if ('target' in side) knowSecrets(Object.values(side.target.environment))
      const services = await openPlace(this.#configuration, this.#logger)
      const work = {
        listener: this.#tell,
        signal: AbortSignal.any([this.#opened.signal, ...(signal ? [signal] : [])]),
      }
      return await this.#opened.tracked(checkTarget(services, asked, this.optimizers(), work))
    } catch (error) {
      throw wrap('The check failed', error)
    }
  }

  /**
   * The report of a session. Uses the session's own analysis of the target unless `analysisConfig.fresh` asks for a new one.
   * @throws TunewrightError TARGET_NOT_FOUND for an unknown session or target, INPUT_INVALID
   */
  async generateOptimizationReport(
    sessionId: string,
    reportConfig: OptimizationReportConfig,
  ): Promise<OptimizationAutomationReport> {
    const { targetId, analysisConfig } = parseReportConfig(reportConfig)
    const session = await this.#sessionOf(sessionId)
    const target = session.config.targets.find(candidate => candidate.id === targetId || candidate.name === targetId)
    const known = target ? session.analyses[target.id] : undefined
    const analysis =
      known && !analysisConfig.fresh ? known : await this.analyzeOptimizationOpportunities(targetId, analysisConfig)
    return assembleReport(session, analysis)
  }

  /** Adds or replaces an optimizer. @throws TunewrightError INPUT_INVALID that names path, value and what was expected. */
  registerOptimizer(optimizer: AutomatedOptimizer): void {
    const parsed = parseOptimizer(optimizer, this.#catalogue.schemas)
    this.#optimizers.set(parsed.id, parsed)
  }

  /**
   * Adds a strategy of one's own, as `defineStrategy` gives it: the stock optimizer of its category holds it from then on. To be called
   * before a session or an analysis begins, and before an optimizer that uses it is registered.
   * @param source where it comes from, for messages, e.g. its file
   * @throws TunewrightError INPUT_INVALID that names path, value and what was expected, or the name that is taken
   */
  registerStrategy(strategy: StrategyModule<ImplementationType>, source?: string): void {
    this.#catalogue.add(strategy, source)
    this.#assembleFrameworks()
  }

  /** Makes a target known by its id and name. @throws TunewrightError INPUT_INVALID */
  registerTarget(target: TargetSystem): void {
    const parsed = parseTarget(target)
    knowSecrets(Object.values(parsed.environment))
    this.#targets.set(parsed.id, parsed)
  }

  optimizers(): AutomatedOptimizer[] {
    return [...this.#optimizers.values()]
  }

  frameworks(): OptimizationAutomationFramework[] {
    return [...this.#frameworks.values()]
  }

  /** The session as it is now. @throws TunewrightError TARGET_NOT_FOUND */
  async getSession(sessionId: string): Promise<OptimizationAutomationSession> {
    return snapshot(await this.#sessionOf(sessionId))
  }

  /** Waits until a session has ended, however it did, and gives it. */
  async whenSettled(sessionId: string): Promise<OptimizationAutomationSession> {
    await this.#sessions.get(sessionId)?.settled
    return this.getSession(sessionId)
  }

  /**
   * Takes back what a session or an optimization put into the user's hands, and says what was done; done twice, it is done once.
   * @param id of a session or an optimization of this process or an earlier one; its beginning will do
   * @throws TunewrightError TARGET_NOT_FOUND, INPUT_INVALID, BUSY while it runs, CHANGE_REFUSED for conflicts
   */
  async rollback(id: string, options: RollbackOptions = {}): Promise<RollbackStep[]> {
    const steps = await rollBack(await this.#opened.records(), parseId(id, 'session or optimization'), options)
    // What this process holds of the session is older than the record now.
    for (const { outcome, rollback } of steps)
      if (outcome === 'done' && rollback) this.#sessions.delete(rollback.sessionId)
    return steps
  }

  /** @returns what stops the listening */
  onProgress(listener: ProgressListener): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  /** Ends a session: what is not yet kept is put back. Resolves once it has ended. */
  async cancel(sessionId: string): Promise<void> {
    const active = this.#sessions.get(sessionId)
    active?.cancel.abort()
    await active?.settled
  }

  /** Ends all sessions and analyses and frees everything; nothing begins after it. */
  async close(): Promise<void> {
    await this.#opened.close(() => Promise.all([...this.#sessions.keys()].map(id => this.cancel(id))))
  }

  /** The stock optimizers hold every strategy that there is; one that was replaced by another of its id stays as it was given. */
  #assembleFrameworks(): void {
    const before = new Set([...this.#frameworks.values()].flatMap(({ optimizers }) => optimizers))
    this.#frameworks = createFrameworks(this.#catalogue.manifests)
    for (const framework of this.#frameworks.values()) {
      for (const optimizer of framework.optimizers) {
        const present = this.#optimizers.get(optimizer.id)
        if (present === undefined || before.has(present)) this.#optimizers.set(optimizer.id, optimizer)
      }
    }
  }

  /** What a session's configuration leaves out is asked of the configuration manager. */
  #withSettings(config: OptimizationAutomationConfig): OptimizationAutomationConfig {
    const settings = sessionSettings(this.#configuration)
    return { ...settings, ...config, budget: { ...settings.budget, ...config.budget } }
  }

  readonly #tell: ProgressListener = event => {
    const shown = 'message' in event ? { ...event, message: redactText(event.message) } : event
    for (const listener of this.#listeners) listener(shown)
  }

  async #begin(config: OptimizationAutomationConfig, beginning: Beginning): Promise<ActiveSession> {
    if (beginning.signal?.aborted) throw stopped('It was cancelled before it began.')
    const services = await this.#opened.services()
    const id = newSessionId()
    for (const target of config.targets) {
      knowSecrets(Object.values(target.environment))
      this.#targets.set(target.id, target)
    }
    this.#logger.info('Starting optimization automation session', {
      sessionId: id,
      optimizers: config.optimizers.length,
      targets: config.targets.map(target => target.name),
    })
    const session = newSession(id, config, services.stateFolder)
    const record = new SessionRecord(session, document => services.saveSession(document), this.#tell)
    await services.saveSession(session)
    this.#opened.requireOpen()
    const cancel = new AbortController()
    // Each may have been aborted while the services opened.
    const signal = AbortSignal.any([
      cancel.signal,
      this.#opened.signal,
      ...(beginning.signal ? [beginning.signal] : []),
    ])
    let settled = Promise.resolve()
    const ready = new Promise<void>((resolve, reject) => {
      const run = runSession(services, record, { ...beginning, signal, onBaseline: resolve })
      // How it ended is in the record; whoever still waits for the baseline is told.
      settled = run.catch(reject)
    })
    const active: ActiveSession = { record, cancel, ready, settled }
    ready.catch(() => undefined) // also rejected where nobody waits for the baseline any more
    this.#sessions.set(id, active)
    return active
  }

  async #sessionOf(asked: string): Promise<OptimizationAutomationSession> {
    const id = parseId(asked, 'session')
    const session = this.#sessions.get(id)?.record.session ?? (await (await this.#opened.records()).sessions.find(id))
    if (session) return session
    throw new TunewrightError('TARGET_NOT_FOUND', `There is no session ${id}.`, {
      remedy: 'Check the id: `tunewright history --all` lists the sessions.',
    })
  }

  #targetOf(idOrName: string): TargetSystem {
    const target =
      this.#targets.get(idOrName) ?? [...this.#targets.values()].find(candidate => candidate.name === idOrName)
    if (target) return target
    throw new TunewrightError('TARGET_NOT_FOUND', `There is no target "${idOrName}".`, {
      remedy: `Register it first (registerTarget). Known: ${[...this.#targets.keys()].join(', ') || 'none'}.`,
    })
  }

  #unknownOptimizer(id: string): TunewrightError {
    return new TunewrightError('TARGET_NOT_FOUND', `Optimizer not found: ${id}`, {
      remedy: `Register it first (registerOptimizer). Known: ${[...this.#optimizers.keys()].join(', ')}.`,
    })
  }
}
