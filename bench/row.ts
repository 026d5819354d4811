/** One goal with what was measured for it: what `--json` prints. */
export interface Row {
  readonly measure: string
  readonly unit: string
  readonly ours: number | null
  readonly others: Readonly<Record<string, number>>
  /** The most that `ours` may be. */
  readonly goal: number
  readonly holds: boolean
}

/** `ours: null` is a figure that could not be measured: its goal does not hold. */
export const goalRow = (row: Omit<Row, 'holds'>): Row => ({ ...row, holds: row.ours !== null && row.ours <= row.goal })

/** What a bench measured. */
export interface BenchResult {
  readonly rows: readonly Row[]
  /** For people: tables with the single figures, and why a goal is missed. A text each. */
  readonly notes: readonly string[]
}

export interface BenchOptions {
  /** Absolute path of a folder of data to use in place of the bench's own; null: its own. */
  readonly data: string | null
  /** What was said by options of the bench's own. */
  readonly said: Readonly<Record<string, string>>
  readonly signal: AbortSignal
  /** A line for people who wait. */
  progress(message: string): void
}

export interface Bench {
  readonly name: string
  readonly title: string
  /** What `--data` takes; null where it takes nothing. */
  readonly data: string | null
  /** Options of its own that take a value, by name, with what the value is. */
  readonly takes?: Readonly<Record<string, string>>
  /** @throws TunewrightError INPUT_INVALID for what cannot be used of `said` */
  run(options: BenchOptions): Promise<BenchResult>
}
