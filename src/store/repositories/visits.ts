import { randomUUID } from 'node:crypto'
import { type RawBuilder, sql } from 'kysely'
import { groupBy } from '../../system/group-by.js'
import type { Database } from '../database.js'

/** Sums that add up: of logarithms or of values, as whoever saves them says. */
export interface StoredMoments {
  readonly count: number
  readonly sum: number
  readonly sumOfSquares: number
}

/** What tells the cells of a target apart. */
export interface VisitDimensions {
  readonly series: string
  readonly page: string
  readonly arm: string
  readonly device: string
  readonly connection: string
}

export interface VisitCell extends VisitDimensions {
  /** The start of its time. */
  readonly at: Date
  readonly all: StoredMoments
  readonly entries: StoredMoments
  /** Null for counts. */
  readonly histogram: { readonly bins: readonly number[]; readonly counts: readonly number[] } | null
}

export interface VisitCause {
  readonly at: Date
  readonly series: string
  readonly page: string
  readonly arm: string
  readonly cause: string
  readonly count: number
  readonly sum: number
}

/** By what cells may be told apart when they are read; `at` by spans of a width. */
export type VisitGrouping = 'page' | 'arm' | 'device' | 'connection' | 'at'

export interface VisitQuery {
  readonly targetId: string
  readonly from: Date
  /** Not included. */
  readonly to: Date
  readonly series?: readonly string[]
  /** Only of these arms, by their names. */
  readonly arms?: readonly string[]
  readonly by: readonly VisitGrouping[]
  /** The width of spans where `by` has `at`, s. */
  readonly width?: number
}

/** The width of cells as they are saved, s. */
const FINEST = 60
/** A statement takes 65,535 parameters. */
const ROWS_AT_ONCE = 3_000

const chunks = <T>(all: readonly T[]): T[][] =>
  Array.from({ length: Math.ceil(all.length / ROWS_AT_ONCE) }, (_, i) =>
    all.slice(i * ROWS_AT_ONCE, (i + 1) * ROWS_AT_ONCE),
  )

const KEYS = ['target_id', 'series', 'page', 'arm', 'device', 'connection'] as const
const SUMS = ['count', 'sum', 'sum_of_squares', 'entry_count', 'entry_sum', 'entry_sum_of_squares'] as const

const columns = (names: readonly string[]): RawBuilder<unknown> => sql.join(names.map(name => sql.ref(name)))
const totals = (names: readonly string[]): RawBuilder<unknown> =>
  sql.join(names.map(name => sql`sum(${sql.ref(name)}) as ${sql.ref(name)}`))

/** The start of the span of `width` seconds that a time lies in. */
const spanStart = (width: number): RawBuilder<unknown> =>
  sql`date_bin(make_interval(secs => ${width}), at, timestamptz 'epoch')`

interface SumsRow extends Record<(typeof SUMS)[number], number> {
  readonly series: string
  readonly page?: string
  readonly arm?: string
  readonly device?: string
  readonly connection?: string
  readonly span?: Date
}

interface BinRow extends Omit<SumsRow, (typeof SUMS)[number]> {
  readonly bin: number
  readonly n: number
}

const keyOf = (row: Omit<SumsRow, (typeof SUMS)[number]>): string =>
  JSON.stringify([row.series, row.page, row.arm, row.device, row.connection, row.span?.getTime()])

/** What real visits told: cells that are added, merged when they are read, and made coarser as they grow old. */
export class Visits {
  readonly #database: Database

  constructor(database: Database) {
    this.#database = database
  }

  /**
   * Saves what a segment holds, all of it or nothing.
   *
   * @param segment unique among all collectors
   * @returns whether it was new; one that is in already is left as it is
   */
  saveSegment(
    targetId: string,
    segment: string,
    cells: readonly VisitCell[],
    causes: readonly VisitCause[],
  ): Promise<boolean> {
    return this.#database.transaction().execute(async transaction => {
      const begun = await transaction
        .insertInto('visit_segments')
        .values({ id: segment })
        .onConflict(conflict => conflict.doNothing())
        .executeTakeFirst()
      if (begun.numInsertedOrUpdatedRows === 0n) return false
      for (const part of chunks(cells)) {
        const rows = part.map(({ all, entries, histogram, ...key }) => ({
          ...key,
          target_id: targetId,
          width: FINEST,
          segment,
          count: all.count,
          sum: all.sum,
          sum_of_squares: all.sumOfSquares,
          entry_count: entries.count,
          entry_sum: entries.sum,
          entry_sum_of_squares: entries.sumOfSquares,
          bins: histogram ? [...histogram.bins] : null,
          counts: histogram ? [...histogram.counts] : null,
        }))
        await transaction.insertInto('visit_cells').values(rows).execute()
      }
      for (const part of chunks(causes)) {
        const rows = part.map(cause => ({ ...cause, target_id: targetId, width: FINEST, segment }))
        await transaction.insertInto('visit_causes').values(rows).execute()
      }
      return true
    })
  }

  /** Cells of a time, merged by what was asked for; what they were not told apart by is empty. */
  async read(query: VisitQuery): Promise<VisitCell[]> {
    const { by, width = FINEST } = query
    const named = by.filter(name => name !== 'at')
    const keys = columns(['series', ...named, ...(by.includes('at') ? ['span'] : [])])
    const cells = sql`
      (select *, ${spanStart(width)} as span from ${sql.table('tunewright.visit_cells')} where ${this.#where(query)}) c`
    const [sums, bins] = await Promise.all([
      sql<SumsRow>`
        select ${keys}, ${totals(SUMS)} from ${cells} group by ${keys} order by ${keys}`.execute(this.#database),
      sql<BinRow>`
        select ${keys}, bin, sum(n)::double precision as n from ${cells}, unnest(bins, counts) as h(bin, n)
        group by ${keys}, bin order by bin`.execute(this.#database),
    ])
    const histograms = groupBy(bins.rows, keyOf)
    return sums.rows.map(row => {
      const told = histograms.get(keyOf(row))
      return {
        series: row.series,
        page: row.page ?? '',
        arm: row.arm ?? '',
        device: row.device ?? '',
        connection: row.connection ?? '',
        at: row.span ?? query.from,
        all: { count: row.count, sum: row.sum, sumOfSquares: row.sum_of_squares },
        entries: { count: row.entry_count, sum: row.entry_sum, sumOfSquares: row.entry_sum_of_squares },
        histogram: told ? { bins: told.map(({ bin }) => bin), counts: told.map(({ n }) => n) } : null,
      }
    })
  }

  /** What a series was of, the most told first. */
  async causes(query: Omit<VisitQuery, 'by' | 'width'> & { readonly most: number }): Promise<VisitCause[]> {
    const found = await sql<Omit<VisitCause, 'at'>>`
      select series, page, arm, cause, sum(count) as count, sum(sum) as sum from ${sql.table('tunewright.visit_causes')}
      where ${this.#where(query)} group by series, page, arm, cause order by count desc, cause limit ${query.most}`.execute(
      this.#database,
    )
    return found.rows.map(row => ({ ...row, at: query.from }))
  }

  #where({ targetId, from, to, series, arms }: Omit<VisitQuery, 'by'>): RawBuilder<unknown> {
    const parts = [sql`target_id = ${targetId}`, sql`at >= ${from}`, sql`at < ${to}`]
    if (series) parts.push(sql`series = any(${series})`)
    if (arms) parts.push(sql`arm = any(${arms})`)
    return sql.join(parts, sql` and `)
  }

  /**
   * Merges cells that are older than a time into coarser ones. Quantiles stay as exact as they were.
   *
   * @param width of the coarser ones, s
   */
  async rollUp(before: Date, width: number): Promise<void> {
    const edge = new Date(Math.floor(before.getTime() / (width * 1_000)) * width * 1_000)
    const segment = `rolled-up/${randomUUID()}`
    const keys = columns([...KEYS, 'span'])
    await sql`
      with old as (
        delete from ${sql.table('tunewright.visit_cells')} where width < ${width} and at < ${edge} returning *
      ), placed as (
        select *, ${spanStart(width)} as span from old
      ), sums as (
        select ${keys}, ${totals(SUMS)} from placed group by ${keys}
      ), bins as (
        select ${keys}, bin, sum(n)::bigint as n from placed, unnest(bins, counts) as h(bin, n) group by ${keys}, bin
      ), histograms as (
        select ${keys}, array_agg(bin order by bin) as bins, array_agg(n order by bin) as counts from bins group by ${keys}
      )
      insert into ${sql.table('tunewright.visit_cells')} (${columns([...KEYS, ...SUMS])}, at, width, segment, bins, counts)
      select ${columns([...KEYS, ...SUMS])}, span, ${width}::integer, ${segment}, bins, counts
      from sums left join histograms using (${keys})`.execute(this.#database)
    const causeKeys = columns(['target_id', 'series', 'page', 'arm', 'cause'])
    await sql`
      with old as (
        delete from ${sql.table('tunewright.visit_causes')} where width < ${width} and at < ${edge} returning *
      ), placed as (
        select *, ${spanStart(width)} as span from old
      )
      insert into ${sql.table('tunewright.visit_causes')} (${causeKeys}, at, width, segment, count, sum)
      select ${causeKeys}, span, ${width}::integer, ${segment}, sum(count), sum(sum) from placed
      group by ${causeKeys}, span`.execute(this.#database)
  }

  /** Forgets what is older than a time. */
  async removeBefore(before: Date): Promise<void> {
    await this.#database.deleteFrom('visit_cells').where('at', '<', before).execute()
    await this.#database.deleteFrom('visit_causes').where('at', '<', before).execute()
    await this.#database.deleteFrom('visit_segments').where('at', '<', before).execute()
  }
}
