import path from 'node:path'
import { stateFolder } from '../system/state-folder.js'
import { openDatabase } from './database.js'
import { type EmbeddedPostgres, ensureEmbeddedPostgres } from './embedded-postgres.js'
import { Comparisons } from './repositories/comparisons.js'
import { Experiments } from './repositories/experiments.js'
import { MetricPoints } from './repositories/metric-points.js'
import { Optimizations } from './repositories/optimizations.js'
import { Outcomes } from './repositories/outcomes.js'
import { Rollbacks } from './repositories/rollbacks.js'
import { Samples } from './repositories/samples.js'
import { Sessions } from './repositories/sessions.js'
import { Visits } from './repositories/visits.js'
import { watchConnection } from './watch-connection.js'

/** What is remembered between sessions. */
export interface Store {
  readonly sessions: Sessions
  readonly optimizations: Optimizations
  readonly samples: Samples
  readonly comparisons: Comparisons
  readonly experiments: Experiments
  readonly outcomes: Outcomes
  readonly rollbacks: Rollbacks
  readonly metricPoints: MetricPoints
  readonly visits: Visits
  /** Of the database that all of this is in, for the durable engine. Holds a password: never log it. */
  readonly connectionString: string
  /** Whether it is the one that comes along: of this machine alone. */
  readonly isEmbedded: boolean
  /** Begins to watch over the database. @returns what fires, with a STORE_FAILED as its reason, where it goes away for good */
  watch(): Promise<AbortSignal>
  /** Closes the connections and, where nobody else uses it, stops the embedded server. */
  close(): Promise<void>
}

export interface StoreOptions {
  /** A PostgreSQL of the user's, for us alone; `TUNEWRIGHT_DATABASE_URL` where absent, else the embedded one. */
  readonly databaseUrl?: string
  /** Folder of the embedded one; in our state folder where absent. */
  readonly folder?: string
}

/** Where the embedded server is by default. */
export const embeddedFolder = (): string => path.join(stateFolder(), 'postgres')

/** How long a database may be away before a session is given up, ms. The one that comes along does not come back by itself. */
const PATIENCE = 20_000
const EMBEDDED_PATIENCE = 2_000

/** Opens the store. `DATABASE_URL` is the application's, and never read. @throws TunewrightError STORE_FAILED */
export async function openStore(options: StoreOptions = {}): Promise<Store> {
  const url = options.databaseUrl ?? process.env.TUNEWRIGHT_DATABASE_URL
  const embedded: EmbeddedPostgres | null = url
    ? null
    : await ensureEmbeddedPostgres({ folder: options.folder ?? embeddedFolder() })
  const connectionString = url || (embedded?.connectionString ?? '')
  const database = await openDatabase(connectionString).catch(async (error: unknown) => {
    await embedded?.stop()
    throw error
  })
  let watched: Awaited<ReturnType<typeof watchConnection>> | undefined
  return {
    isEmbedded: embedded !== null,
    async watch() {
      watched ??= await watchConnection(connectionString, { patience: embedded ? EMBEDDED_PATIENCE : PATIENCE })
      return watched.lost
    },
    sessions: new Sessions(database),
    optimizations: new Optimizations(database),
    samples: new Samples(database),
    comparisons: new Comparisons(database),
    experiments: new Experiments(database),
    outcomes: new Outcomes(database),
    rollbacks: new Rollbacks(database),
    metricPoints: new MetricPoints(database),
    visits: new Visits(database),
    connectionString,
    async close() {
      await watched?.close()
      await database.destroy()
      await embedded?.stop()
    },
  }
}
