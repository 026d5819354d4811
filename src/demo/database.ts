import { randomBytes } from 'node:crypto'
import { ensureEmbeddedPostgres } from '../store/embedded-postgres.js'
import { embeddedFolder } from '../store/store.js'

/** Lends a fresh database on this machine, which is dropped at the end: nothing of the demo is left running. */
export async function withDatabase<T>(work: (databaseUrl: string) => Promise<T>): Promise<T> {
  const server = await ensureEmbeddedPostgres({ folder: embeddedFolder() })
  const name = `storefront_${randomBytes(4).toString('hex')}`
  try {
    return await work(await server.createDatabase(name))
  } finally {
    await server.dropDatabase(name)
    await server.stop()
  }
}
