import type { ColumnType, Generated } from 'kysely'
import type { Json } from './json.js'

/** Given as text, and read as what the text says. */
type Document = ColumnType<Json, string, string>
type Instant = ColumnType<Date, Date, Date>

export interface Tables {
  sessions: {
    id: string
    status: string
    started_at: Instant
    ended_at: ColumnType<Date | null, Date | null, Date | null>
    owner_host: string | null
    owner_pid: number | null
    owner_started: string | null
    document: Document
    summary: ColumnType<Json | null, string | null, string | null>
  }
  optimizations: {
    id: string
    session_id: string
    target_id: string
    optimizer_id: string
    strategy_id: string
    success: boolean
    at: Instant
    document: Document
  }
  samples: {
    id: Generated<string>
    experiment_id: string
    block: number
    page: string
    profile: string
    metric: string
    baseline: number
    candidate: number
    first: string
  }
  outcomes: {
    id: string
    session_id: string
    target_id: string
    strategy_id: string
    candidate_id: string
    verdict: string
    at: Instant
    features: Document
    predicted: Document
    observed: Document
  }
  comparisons: { id: string; started_at: Instant; repeats: string | null; summary: Document; document: Document }
  experiments: { id: string; session_id: string; document: Document }
  visit_segments: { id: string; at: Generated<Date> }
  visit_cells: {
    target_id: string
    series: string
    at: Instant
    width: number
    page: string
    arm: string
    device: string
    connection: string
    segment: string
    count: number
    sum: number
    sum_of_squares: number
    entry_count: number
    entry_sum: number
    entry_sum_of_squares: number
    bins: number[] | null
    counts: number[] | null
  }
  visit_causes: {
    target_id: string
    series: string
    at: Instant
    width: number
    page: string
    arm: string
    cause: string
    segment: string
    count: number
    sum: number
  }
  rollbacks: { id: string; session_id: string; status: string; at: Instant; document: Document }
  metric_points: {
    id: Generated<string>
    target_id: string
    metric: string
    value: number
    labels: Document
    at: Instant
  }
}
