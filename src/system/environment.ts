import { knowSecrets } from '../model/redaction/index.js'
import type { TargetSystem } from '../model/target.js'
import { requireLoopbackDatabases } from './loopback.js'

/** What tools need to work at all. Credentials, `NODE_OPTIONS`, `NODE_ENV` and our own settings are not among them. */
const ALLOWED =
  /^(?:PATH|HOME|USER|LOGNAME|SHELL|LANG|LANGUAGE|LC_\w+|TZ|TMPDIR|TEMP|TMP|XDG_CACHE_HOME|NVM_\w+|VOLTA_HOME|FNM_\w+|PNPM_HOME|COREPACK_\w+|LD_LIBRARY_PATH)$/

/** @returns the allow-listed part of our own environment. */
export function allowedEnvironment(from: NodeJS.ProcessEnv = process.env): Record<string, string> {
  const environment: Record<string, string> = {}
  for (const [name, value] of Object.entries(from)) {
    if (value !== undefined && ALLOWED.test(name)) environment[name] = value
  }
  return environment
}

/**
 * The environment of a target's build, tests and service: the same for both arms. What the target's own variables hold is hidden from now
 * on wherever something is written down.
 *
 * @param extra added last, e.g. `PORT`
 * @throws TunewrightError UNSAFE_ENVIRONMENT for a database that is not on this machine
 */
export function targetEnvironment(
  target: Pick<TargetSystem, 'name' | 'environment'>,
  extra: Readonly<Record<string, string>> = {},
): Record<string, string> {
  const own = { ...target.environment, ...extra }
  knowSecrets(Object.values(target.environment))
  requireLoopbackDatabases(own, `the environment of ${target.name}`)
  return { ...allowedEnvironment(), ...own }
}
