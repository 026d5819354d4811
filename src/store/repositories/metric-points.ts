import type { MetricName } from '../../model/metrics.js'
import type { MetricPoint, MetricsService } from '../../model/services.js'
import type { Database } from '../database.js'
import { decode, encode } from './document.js'

/** The default metrics service: our own store. */
export class MetricPoints implements MetricsService {
  readonly #database: Database

  constructor(database: Database) {
    this.#database = database
  }

  async record(points: readonly MetricPoint[]): Promise<void> {
    // A statement takes 65,535 parameters, five a point.
    for (let from = 0; from < points.length; from += 10_000) {
      const rows = points.slice(from, from + 10_000).map(point => ({
        target_id: point.targetId,
        metric: point.metric,
        value: point.value,
        labels: encode(point.labels ?? {}),
        at: point.at,
      }))
      await this.#database.insertInto('metric_points').values(rows).execute()
    }
  }

  async query(query: { metric: MetricName; targetId: string; since: Date }): Promise<MetricPoint[]> {
    const rows = await this.#database
      .selectFrom('metric_points')
      .selectAll()
      .where('target_id', '=', query.targetId)
      .where('metric', '=', query.metric)
      .where('at', '>=', query.since)
      .orderBy('at')
      .orderBy('id')
      .execute()
    return rows.map(row => ({
      metric: row.metric as MetricName,
      value: row.value,
      targetId: row.target_id,
      labels: decode<Record<string, string>>(row.labels),
      at: row.at,
    }))
  }
}
