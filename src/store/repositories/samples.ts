import { sql } from 'kysely'
import type { PairedSample } from '../../model/experiment.js'
import type { MetricName } from '../../model/metrics.js'
import type { ProfileId } from '../../model/profile.js'
import type { Database } from '../database.js'

/** Raw samples of experiments: what a verdict can be recomputed from. */
export class Samples {
  readonly #database: Database

  constructor(database: Database) {
    this.#database = database
  }

  /** Any number at once; one that is there already (a step done again) is replaced. */
  async add(experimentId: string, samples: readonly PairedSample[]): Promise<void> {
    if (samples.length === 0) return
    const column = <K extends keyof PairedSample>(key: K) => samples.map(sample => sample[key])
    // One array a column: a statement's size does not grow with the rows.
    await sql`
      insert into tunewright.samples (experiment_id, block, page, profile, metric, baseline, candidate, first)
      select ${experimentId}, * from unnest(
        ${column('block')}::integer[], ${column('page')}::text[], ${column('profile')}::text[], ${column('metric')}::text[],
        ${column('baseline')}::double precision[], ${column('candidate')}::double precision[], ${column('first')}::text[])
      on conflict (experiment_id, block, page, profile, metric) do update
        set baseline = excluded.baseline, candidate = excluded.candidate, first = excluded.first`.execute(
      this.#database,
    )
  }

  /** Of an experiment, in the order added. */
  async ofExperiment(experimentId: string): Promise<PairedSample[]> {
    const rows = await this.#database
      .selectFrom('samples')
      .selectAll()
      .where('experiment_id', '=', experimentId)
      .orderBy('id')
      .execute()
    return rows.map(row => ({
      block: row.block,
      page: row.page,
      profile: row.profile as ProfileId,
      metric: row.metric as MetricName,
      baseline: row.baseline,
      candidate: row.candidate,
      first: row.first as PairedSample['first'],
    }))
  }
}
