import pg from 'pg'
import { TunewrightError } from '../model/errors.js'
import { ensureEmbeddedPostgres } from './embedded-postgres.js'
import { embeddedFolder } from './store.js'

async function ask(connectionString: string): Promise<{ version: string; mayCreate: boolean }> {
  const client = new pg.Client({ connectionString, connectionTimeoutMillis: 15_000, application_name: 'tunewright' })
  client.on('error', () => undefined)
  try {
    await client.connect()
    const { rows } = await client.query<{ version: string; may_create: boolean }>(
      `select current_setting('server_version') as version,
              has_database_privilege(current_database(), 'create') as may_create`,
    )
    return { version: rows[0]?.version ?? 'unknown', mayCreate: rows[0]?.may_create ?? false }
  } catch (cause) {
    throw new TunewrightError('STORE_FAILED', 'The store cannot be reached.', {
      remedy: 'Check TUNEWRIGHT_DATABASE_URL: the server must run, and the user may create a schema.',
      cause,
    })
  } finally {
    await client.end().catch(() => undefined)
  }
}

/**
 * Whether a store could be opened, without setting one up: the database of the URL answers and a schema may be made in it; or the embedded
 * server starts, and is stopped again.
 * @throws TunewrightError STORE_FAILED
 */
export async function probeDatabase(databaseUrl: string | undefined): Promise<{ readonly version: string }> {
  const embedded = databaseUrl === undefined ? await ensureEmbeddedPostgres({ folder: embeddedFolder() }) : null
  try {
    const { version, mayCreate } = await ask(databaseUrl ?? embedded?.connectionString ?? '')
    if (mayCreate) return { version }
    throw new TunewrightError('STORE_FAILED', 'The user of the database may not create a schema in it.', {
      remedy: 'grant create on database … to …, or leave TUNEWRIGHT_DATABASE_URL out.',
    })
  } finally {
    await embedded?.stop()
  }
}
