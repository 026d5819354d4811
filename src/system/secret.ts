import { TunewrightError } from '../model/errors.js'
import type { SecretReference, TargetLogin } from '../model/login.js'
import { knowSecrets } from '../model/redaction/index.js'

/**
 * The value of a secret, read when it is needed and kept nowhere.
 * @throws TunewrightError INPUT_INVALID where its variable is not set
 */
export function secretValue({ env }: SecretReference, environment: NodeJS.ProcessEnv = process.env): string {
  const value = environment[env]
  if (value !== undefined && value !== '') {
    knowSecrets([value])
    return value
  }
  throw new TunewrightError('INPUT_INVALID', `The login needs the variable ${env}, which is not set.`, {
    remedy: `Set ${env} in the shell that starts Tunewright; secrets are read from the environment only.`,
  })
}

/** The secrets that a login names. */
export const secretsOf = (login: TargetLogin): SecretReference[] => [
  ...[login.headers, login.cookies, login.localStorage].flatMap(values => Object.values(values ?? {})),
  ...(login.flow?.steps ?? []).flatMap(step => ('fill' in step && typeof step.with === 'object' ? [step.with] : [])),
]

/** Before anything is begun: every secret of a login is there. @throws TunewrightError INPUT_INVALID */
export function requireSecrets(login: TargetLogin | undefined): void {
  for (const secret of login ? secretsOf(login) : []) secretValue(secret)
}
