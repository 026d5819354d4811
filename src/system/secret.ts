import { TunewrightError } from '../model/errors.js'
import type { Flow } from '../model/flow.js'
import type { SecretReference, TargetLogin } from '../model/login.js'
import { knowSecrets } from '../model/redaction/index.js'
import type { TargetSystem } from '../model/target.js'

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
  throw new TunewrightError('INPUT_INVALID', `A login or a flow needs the variable ${env}, which is not set.`, {
    remedy: `Set ${env} in the shell that starts Tunewright; secrets are read from the environment only.`,
  })
}

/** The secrets that a login names. */
export const secretsOf = (login: TargetLogin): SecretReference[] => [
  ...[login.headers, login.cookies, login.localStorage].flatMap(values => Object.values(values ?? {})),
  ...(login.flow?.steps ?? []).flatMap(step => ('fill' in step && typeof step.with === 'object' ? [step.with] : [])),
]

const typedBy = (flow: Flow): SecretReference[] =>
  flow.steps.flatMap(step => (step.type === 'change' && typeof step.value === 'object' ? [step.value] : []))

/** Before anything is begun: every secret of the login and of the flows is there. @throws TunewrightError INPUT_INVALID */
export function requireSecrets({ login, flows = [] }: Pick<TargetSystem, 'login' | 'flows'>): void {
  for (const secret of [...(login ? secretsOf(login) : []), ...flows.flatMap(typedBy)]) secretValue(secret)
}
