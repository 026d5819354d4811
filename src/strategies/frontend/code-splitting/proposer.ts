import type { Candidate, Refusal } from '../../../model/actuator.js'
import type { MetricValues } from '../../../model/metrics.js'
import type { CandidateSettings } from './candidate-settings.js'
import { helperSettings } from './helper-settings.js'
import type { ModuleOutput } from './module-output/plan.js'
import { laterEntry, laterPaint, pagesOfRoutes, predictSizes } from './prediction.js'
import type { Context, Project } from './project.js'
import type { Split } from './source/split.js'
import { awaitedWithoutRoom } from './source/suspense.js'
import { splitChunksFor } from './split-chunks.js'
import { type Later, timesWith } from './times-with.js'

export const readyOutput = (output: Project['moduleOutput']): ModuleOutput | null =>
  typeof output === 'string' ? null : output

const IN_FILES = 'ES modules in several files in place of one script'

/** A title with what is done to the build first. */
const titled = (title: string, settings: CandidateSettings): string =>
  settings.moduleOutput ? `${title}; ${IN_FILES}` : title

/** Per cent by which layout shift is expected to grow where a frame is painted before the page in it: how much it is, only a load tells. */
const MOVES = 5

/** Gathers what is offered, and why the rest is not. */
export class Proposer {
  readonly candidates: Candidate[] = []
  readonly refusals: Refusal[] = []
  readonly #context: Context
  readonly #project: Project
  readonly #mayConfigure: string | null
  /** Whether anything was held against the threshold. */
  weighed = false

  constructor(context: Context, project: Project, mayConfigure: string | null) {
    this.#context = context
    this.#project = project
    this.#mayConfigure = mayConfigure
  }

  /** Adds a candidate, or the reason why it cannot be one. */
  offer(id: string, title: string, settings: CandidateSettings, splits: readonly Split[], hazard: string | null): void {
    const helper = helperSettings(this.#context, this.#project, settings, splits)
    const reason = hazard ?? (helper ? this.#mayConfigure : null)
    if (reason !== null) {
      this.refusals.push({ subject: title, reason })
      return
    }
    const { splitChunks } = this.#context.configuration
    const groups = splitChunks === false ? null : splitChunksFor(splitChunks, settings.splitChunks)
    const { observation } = this.#context
    const { tree, moduleOutput } = this.#project
    const late = settings.moduleOutput ? (readyOutput(moduleOutput)?.late ?? undefined) : undefined
    const sizes = predictSizes(tree, observation, splits, groups, late)
    this.candidates.push({
      id,
      title: titled(title, settings),
      settings,
      predicted: {
        ...sizes,
        ...timesWith(observation, sizes, this.#later(settings, splits)),
        ...this.#shift(splits),
      },
      basis:
        "The module graph of this build: what the entry still imports, and per measured page its route's chunk on top; times from the transfer and compiling of what the measured loads would not have to fetch.",
    })
  }

  #shift(splits: readonly Split[]): MetricValues {
    const { observation } = this.#context
    const awaited = splits.filter(split => split.kind === 'route' && pagesOfRoutes(observation, [split]).length > 0)
    return awaitedWithoutRoom(awaited.flatMap(({ sites }) => sites)) ? { 'cumulative-layout-shift': MOVES } : {}
  }

  #later({ earlyChunks, moduleOutput }: CandidateSettings, splits: readonly Split[]): Later {
    const { observation } = this.#context
    const paint = earlyChunks ? 0 : laterPaint(observation, splits)
    const sharesFirst = moduleOutput && !earlyChunks && this.#project.bundler === 'esbuild'
    return name => (name === 'largest-contentful-paint' ? paint : 0) + (sharesFirst ? laterEntry(observation, name) : 0)
  }
}
