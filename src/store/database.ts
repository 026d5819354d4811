import { Kysely, PostgresDialect } from 'kysely'
import pg from 'pg'
import { TunewrightError } from '../model/errors.js'
import { migrate, SCHEMA } from './migrate.js'
import type { Tables } from './schema.js'

export type Database = Kysely<Tables>

/**
 * Connects to the store and brings its schema up to date. Everything of ours is in the schema `tunewright`.
 *
 * @param connectionString of our own database; the application's is never used
 * @throws TunewrightError STORE_FAILED
 */
export async function openDatabase(connectionString: string): Promise<Database> {
  const pool = new pg.Pool({
    connectionString,
    max: 8,
    application_name: 'tunewright',
    connectionTimeoutMillis: 15_000,
  })
  // An idle connection that breaks is replaced by the pool; without a listener it would end the process.
  pool.on('error', () => undefined)
  try {
    await migrate(pool)
  } catch (cause) {
    await pool.end()
    if (cause instanceof TunewrightError) throw cause
    throw new TunewrightError('STORE_FAILED', 'The store cannot be reached or set up.', {
      remedy: 'Check TUNEWRIGHT_DATABASE_URL: the server must run, and the user may create a schema.',
      cause,
    })
  }
  return new Kysely<Tables>({ dialect: new PostgresDialect({ pool }) }).withSchema(SCHEMA)
}
