import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { TunewrightError } from '../model/errors.js'
import type { Logger } from '../model/services.js'
import { type CommandResult, runCommand } from '../system/process.js'
import { type Adaptations, adapted } from './adaptations.js'
import { remedyFor } from './command-hints.js'
import { installEnvironment } from './install-environment.js'
import { failedScript, type InstallRemedy, installRemedy } from './install-remedies.js'
import type { LockFile } from './lock-files.js'

const INSTALL_TIMEOUT = 15 * 60_000

export interface InstallOptions {
  readonly manager: LockFile['manager']
  readonly adaptations: Pick<Adaptations, 'commandFolders' | 'nodeOptions'>
  readonly signal?: AbortSignal
  readonly logger: Logger
}

const failed = (command: string, { output, timedOut }: CommandResult): TunewrightError =>
  new TunewrightError('CLONE_FAILED', `\`${command}\` ${timedOut ? 'did not end' : 'failed'} in the private clone.`, {
    remedy:
      remedyFor(output) ??
      'Run the same command in a fresh checkout of the project, or install its dependencies there: they are copied then.',
    details: { output },
  })

const quoted = (name: string): string => `'${name}'`

/** Packages that have an install script, by npm's lock file; none where it does not say. */
async function scripted(folder: string): Promise<string[]> {
  for (const name of ['node_modules/.package-lock.json', 'package-lock.json']) {
    try {
      const { packages } = JSON.parse(await readFile(path.join(folder, name), 'utf8')) as {
        packages?: Record<string, { hasInstallScript?: boolean; optional?: boolean }>
      }
      return Object.entries(packages ?? {}).flatMap(([at, { hasInstallScript }]) =>
        hasInstallScript ? [at.slice(at.lastIndexOf('node_modules/') + 'node_modules/'.length)] : [],
      )
    } catch {
      // the other one
    }
  }
  return []
}

/** The scripts that `--ignore-scripts` left out, but for the one that failed: of other packages, then the project's own. */
async function lateScripts(folder: string, without: string): Promise<string[]> {
  const others = [...new Set(await scripted(folder))].filter(name => name !== without)
  return [
    ...(others.length > 0 ? [`npm rebuild ${others.map(quoted).join(' ')}`] : []),
    ...['preinstall', 'install', 'postinstall', 'prepare'].map(name => `npm run --if-present ${name}`),
  ]
}

/**
 * Installs dependencies, and where the project's own way fails for a reason that is known and has a remedy which touches nothing but the
 * private clone, tries again with it.
 *
 * @returns what people should know of how it was installed
 * @throws TunewrightError CLONE_FAILED with what to do, CANCELLED
 */
export async function install(command: string, folder: string, o: InstallOptions): Promise<readonly string[]> {
  const remedies: InstallRemedy[] = []
  const run = (line: string) =>
    runCommand(line, {
      cwd: folder,
      environment: {
        ...adapted(o.adaptations, installEnvironment()),
        ...Object.assign({}, ...remedies.map(({ environment }) => environment)),
      },
      timeout: INSTALL_TIMEOUT,
      ...(o.signal ? { signal: o.signal } : {}),
    })
  let brokenScript = ''
  for (;;) {
    const line = [command, ...remedies.map(({ flags }) => flags).filter(Boolean)].join(' ')
    o.logger.info('Installing dependencies in the private clone', { command: line })
    const result = await run(line)
    if (result.exitCode === 0) {
      const late = remedies.some(({ id }) => id === 'ignore-scripts') ? await lateScripts(folder, brokenScript) : []
      for (const one of late) {
        const after = await run(one)
        if (after.exitCode !== 0) throw failed(one, after)
      }
      return remedies.map(({ caveat }) => caveat)
    }
    const ids = remedies.map(({ id }) => id)
    const remedy = result.timedOut ? undefined : installRemedy(o.manager, result.output, ids)
    if (remedy === undefined) throw failed(line, result)
    brokenScript = failedScript(result.output) ?? brokenScript
    remedies.push(remedy)
  }
}
