import type { MetricName } from './metrics.js'

/** What we log to. Structured context second, as in the specification; never secrets. */
export interface Logger {
  debug(message: string, context?: Record<string, unknown>): void
  info(message: string, context?: Record<string, unknown>): void
  warn(message: string, context?: Record<string, unknown>): void
  error(message: string, context?: Record<string, unknown>): void
}

/** Where settings come from. Keys are dotted paths, e.g. `lab.profiles`. */
export interface ConfigurationManager {
  get(key: string): unknown
}

/** One measured value on its way to a metrics system. */
export interface MetricPoint {
  readonly metric: MetricName
  readonly value: number
  readonly targetId: string
  readonly labels?: Readonly<Record<string, string>>
  readonly at: Date
}

/** Where measured values go, and where known ones come from. */
export interface MetricsService {
  record(points: readonly MetricPoint[]): Promise<void>
  /** Values of a metric of a target since a time, oldest first; empty where none are known. */
  query(query: { metric: MetricName; targetId: string; since: Date }): Promise<readonly MetricPoint[]>
}
