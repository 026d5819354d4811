import type pg from 'pg'
import { TunewrightError } from '../model/errors.js'
import { MIGRATIONS } from './migrations.js'

export const SCHEMA = 'tunewright'

/** How a schema of ours is told from one that only has the name. */
const MARK = 'Made by Tunewright'
/** Any number, the same in every process: one migrates at a time. */
const LOCK = 7_415_920_331

const comment = async (client: pg.ClientBase): Promise<string | null | undefined> => {
  const found = await client.query<{ comment: string | null }>(
    "select obj_description(oid, 'pg_namespace') as comment from pg_namespace where nspname = $1",
    [SCHEMA],
  )
  return found.rows[0]?.comment
}

async function bringUp(client: pg.ClientBase): Promise<void> {
  const made = await comment(client)
  if (made !== undefined && made !== MARK) {
    throw new TunewrightError('STORE_FAILED', `The database has a schema \`${SCHEMA}\` that we did not make.`, {
      remedy: 'Use another database, by TUNEWRIGHT_DATABASE_URL.',
    })
  }
  if (made === undefined) {
    await client.query(`create schema ${SCHEMA}; comment on schema ${SCHEMA} is '${MARK}'`)
    await client.query(
      `create table ${SCHEMA}.migrations (id integer primary key, applied_at timestamptz not null default now())`,
    )
  }
  const applied = await client.query<{ id: number }>(`select id from ${SCHEMA}.migrations order by id`)
  const done = new Set(applied.rows.map(row => row.id))
  if ([...done].some(id => !MIGRATIONS.some(migration => migration.id === id))) {
    throw new TunewrightError('STORE_FAILED', 'The store was made by a newer version.', {
      remedy: 'Upgrade this one, or use another database.',
    })
  }
  await client.query(`set local search_path to ${SCHEMA}`)
  for (const { id, sql } of MIGRATIONS) {
    if (done.has(id)) continue
    await client.query(sql)
    await client.query(`insert into ${SCHEMA}.migrations (id) values ($1)`, [id])
  }
}

/**
 * Makes or upgrades our schema, all of it or nothing.
 *
 * @throws TunewrightError STORE_FAILED for a schema of that name that is not ours, or is newer
 */
export async function migrate(pool: pg.Pool): Promise<void> {
  const client = await pool.connect()
  try {
    await client.query('begin')
    await client.query('select pg_advisory_xact_lock($1)', [LOCK])
    await bringUp(client)
    await client.query('commit')
  } catch (error) {
    await client.query('rollback').catch(() => undefined)
    throw error
  } finally {
    client.release()
  }
}
