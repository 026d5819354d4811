import type { PrerequisiteResult } from '../../model/decision.js'
import type { ImageCdn } from '../../model/image-cdn.js'
import type { Observation } from '../../model/observation.js'
import type { MetricsService } from '../../model/services.js'
import type { PrerequisiteCheck } from '../../model/strategy.js'

/** What the checks may look at. */
export interface PrerequisiteContext {
  /** Folder whose `node_modules` are looked into first. */
  readonly packageRoot: string
  readonly observation: Observation
  readonly metrics: MetricsService
  /** Capabilities that the strategy's own means give, by requirement, with how, e.g. the build-time picture pipeline. */
  readonly capabilities: ReadonlyMap<string, string>
  /** The target's image CDN, where one is configured. */
  readonly imageCdn?: ImageCdn | undefined
  readonly now: Date
}

export type Met = { readonly met: true; readonly reason: string }
export type Unmet = { readonly met: false; readonly reason: string; readonly remedy: string }

export const met = (reason: string): Met => ({ met: true, reason })
export const unmet = (reason: string, remedy: string): Unmet => ({ met: false, reason, remedy })

export const resultOf = (check: PrerequisiteCheck, outcome: Met | Unmet): PrerequisiteResult => ({
  check,
  met: outcome.met,
  reason: outcome.reason,
  remedy: outcome.met ? '' : outcome.remedy,
})
