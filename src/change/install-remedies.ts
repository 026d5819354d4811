/** How an installation is tried again where what the project's own command says does not work here. */
export interface InstallRemedy {
  readonly id: 'legacy-peer-deps' | 'ignore-engines' | 'skip-downloads' | 'ignore-scripts'
  /** Added to the command. */
  readonly flags: string
  /** Added to the environment. */
  readonly environment: Readonly<Record<string, string>>
  /** What people should know, as a sentence. */
  readonly caveat: string
}

type Manager = 'npm' | 'pnpm' | 'yarn' | 'bun'

/** Browsers and desktop shells that packages fetch when they are installed: no build for browsers needs them. */
const SKIP_DOWNLOADS = {
  PUPPETEER_SKIP_DOWNLOAD: 'true',
  PUPPETEER_SKIP_CHROMIUM_DOWNLOAD: 'true',
  PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD: '1',
  CYPRESS_INSTALL_BINARY: '0',
  ELECTRON_SKIP_BINARY_DOWNLOAD: '1',
  CHROMEDRIVER_SKIP_DOWNLOAD: 'true',
  GECKODRIVER_SKIP_DOWNLOAD: 'true',
  SENTRYCLI_SKIP_DOWNLOAD: '1',
} as const

/** Packages that go by one of these, where their own script is what failed. */
const DOWNLOADS =
  /node_modules\/(?:\.pnpm\/[^/\s]+\/node_modules\/)?(puppeteer(?:-core|-chromium-resolver)?|playwright(?:-chromium|-core)?|cypress|electron|chromedriver|geckodriver|@sentry\/cli)(?=[/\s:"']|$)/

const CONFLICT = /\bERESOLVE\b/
/** npm says the same of a lock file that it made itself under `legacy-peer-deps`: it misses the peers that were left out. */
const OUT_OF_STEP = /can only install packages when your package\.json and/
const ENGINE =
  /The engine "\w+" is incompatible with this module|\bERR_PNPM_UNSUPPORTED_ENGINE\b|npm (?:ERR!|error) code EBADENGINE/

/** The package whose script failed, by what npm (`path`), yarn (`error …: Command failed`) and pnpm say. */
const SCRIPT_FAILED = [
  /npm (?:ERR!|error) path \S*?node_modules\/((?:@[^/\s]+\/)?[^/\s]+)\s[\s\S]*?npm (?:ERR!|error) command failed/,
  /error \S*?node_modules\/((?:@[^/\s]+\/)?[^/\s:]+): Command failed/,
]

const asked = (output: string): string =>
  /(?:The engine|Unsupported engine|Expected version)[^\n]*/.exec(output)?.[0].trim().slice(0, 160) ?? ''

/** The package whose install script failed; undefined where it was something else. */
export function failedScript(output: string): string | undefined {
  for (const pattern of SCRIPT_FAILED) {
    const name = pattern.exec(output)?.[1]
    if (name !== undefined) return name
  }
  return undefined
}

/**
 * What to try next, told from the output of an installation that failed.
 * @param used what was tried already
 */
export function installRemedy(
  manager: Manager,
  output: string,
  used: readonly InstallRemedy['id'][],
): InstallRemedy | undefined {
  const remedies = [peers, engines, downloads, scripts].map(find => find(manager, output))
  return remedies.find(remedy => remedy !== undefined && !used.includes(remedy.id))
}

function peers(manager: Manager, output: string): InstallRemedy | undefined {
  if (manager !== 'npm' || !(CONFLICT.test(output) || OUT_OF_STEP.test(output))) return undefined
  return {
    id: 'legacy-peer-deps',
    flags: '--legacy-peer-deps',
    environment: {},
    caveat:
      'npm installs the dependencies only with `--legacy-peer-deps`: peer dependencies contradict each other, or the lock file was made that way. All versions were installed so; put `legacy-peer-deps=true` into .npmrc, so that your own installations do the same.',
  }
}

function engines(manager: Manager, output: string): InstallRemedy | undefined {
  if (!ENGINE.test(output)) return undefined
  return {
    id: 'ignore-engines',
    flags:
      manager === 'yarn'
        ? '--ignore-engines'
        : manager === 'pnpm'
          ? '--config.engine-strict=false'
          : '--engine-strict=false',
    environment: {},
    caveat: `A package asks for another version of Node than the one here, ${process.versions.node} (${asked(output)}). It was installed all the same, in all versions; run Tunewright with the Node that the project is made for where the build depends on it.`,
  }
}

function downloads(_: Manager, output: string): InstallRemedy | undefined {
  const name = DOWNLOADS.exec(output)?.[1]
  if (name === undefined || !/fail|ELIFECYCLE|exit code/i.test(output)) return undefined
  return {
    id: 'skip-downloads',
    flags: '',
    environment: SKIP_DOWNLOADS,
    caveat: `What ${name} downloads when it is installed did not come; it was installed without. Tests that need it cannot run here.`,
  }
}

function scripts(manager: Manager, output: string): InstallRemedy | undefined {
  const name = failedScript(output)
  // Only npm can run the scripts of all packages but one afterwards.
  if (manager !== 'npm' || name === undefined) return undefined
  return {
    id: 'ignore-scripts',
    flags: '--ignore-scripts',
    environment: {},
    caveat: `The install script of ${name} failed and was left out; all others ran. Where the build needs what it makes, it fails and says so.`,
  }
}
