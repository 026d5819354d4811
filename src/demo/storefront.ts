import { cp, mkdtemp, readFile, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { installEnvironment } from '../change/install-environment.js'
import { TunewrightError } from '../model/errors.js'
import { allowedEnvironment } from '../system/environment.js'
import { runCommand } from '../system/process.js'

const EXAMPLE = fileURLToPath(new URL('../../examples/storefront', import.meta.url))
const TIMEOUT = 5 * 60_000

/** A fresh copy of the shop, as somebody would have it who knows nothing of us. */
export interface Storefront {
  /** Folder of this run: the repository, the configuration and the report. */
  readonly folder: string
  readonly repository: string
  /** Configuration file, beside the repository: nothing of ours is in the shop. */
  readonly config: string
}

/** What is measured: the pages that bring in money, by their share of traffic. */
const SETTINGS = {
  target: {
    name: 'Storefront',
    pages: [
      { id: 'home', path: '/', weight: 3 },
      { id: 'product', path: '/product/alder-table-lamp', weight: 2 },
    ],
  },
  profiles: ['mobile'],
}

export interface StorefrontOptions {
  /** Where to; a folder of its own below the system's for temporary files where absent. */
  readonly folder?: string
  readonly signal: AbortSignal
  progress(message: string): void
}

/**
 * Copies the example shop to a repository of its own with one commit, and installs its dependencies.
 * @throws TunewrightError where git or npm fails, CANCELLED
 */
export async function copyStorefront({ signal, progress, folder: given }: StorefrontOptions): Promise<Storefront> {
  const folder = given ?? (await mkdtemp(path.join(tmpdir(), 'tunewright-demo-')))
  const repository = path.join(folder, 'storefront')
  progress('copying the shop to a repository of its own')
  const ignored = new Set((await readFile(path.join(EXAMPLE, '.gitignore'), 'utf8')).split(/\s+/).filter(Boolean))
  await cp(EXAMPLE, repository, { recursive: true, filter: source => !ignored.has(path.basename(source)) })
  const git = 'git -c user.name=Shop -c user.email=shop@example.org -c commit.gpgsign=false -c core.hooksPath=/dev/null'
  await run(`git init -q -b main && git add -A && ${git} commit -q -m "The shop"`, repository, { signal })
  const config = path.join(folder, 'tunewright.config.json')
  await writeFile(config, `${JSON.stringify(SETTINGS, null, 2)}\n`)
  progress('installing its dependencies (npm ci)')
  await run('npm ci --no-audit --no-fund', repository, { signal, environment: installEnvironment() })
  return { folder, repository, config }
}

/** Creates and fills the shop's tables with its own script. */
export async function seedDatabase(
  storefront: Storefront,
  databaseUrl: string,
  { signal, progress }: StorefrontOptions,
): Promise<void> {
  progress('creating its database and filling it (npm run db:setup)')
  const environment = { ...allowedEnvironment(), DATABASE_URL: databaseUrl }
  await run('npm run --silent db:setup', storefront.repository, { signal, environment })
}

async function run(
  command: string,
  cwd: string,
  { signal, environment = allowedEnvironment() }: { signal: AbortSignal; environment?: Record<string, string> },
): Promise<void> {
  const { exitCode, output } = await runCommand(command, { cwd, environment, timeout: TIMEOUT, signal })
  if (exitCode === 0) return
  throw new TunewrightError('BUILD_FAILED', `\`${command}\` failed in the demo's copy of the shop.`, {
    remedy: 'The last lines above say why. The demo needs git, npm and, for npm ci, the npm registry or its cache.',
    details: { output },
  })
}
