import { InvalidArgumentError, Option } from 'commander'
import type { SecretReference, TargetLogin } from '../model/login.js'

type Secrets = Readonly<Record<string, SecretReference>>

/** What the command line says of a login: names of variables, never their values, which every user of the machine could read there. */
export interface LoginOptions {
  readonly cookie: Secrets
  readonly header: Secrets
}

/** `NAME=VARIABLE`: a header or cookie, and the variable of our environment that holds its value. */
export function secretNamed(text: string, before: Secrets): Secrets {
  const [, name = '', env = ''] = /^([^=\s]+)=([A-Za-z_]\w*)$/.exec(text) ?? []
  if (name === '')
    throw new InvalidArgumentError('Write NAME=VARIABLE: the variable holds the value, e.g. session=SHOP_SESSION.')
  if (!process.env[env]) throw new InvalidArgumentError(`${env} is not set in this shell.`)
  return { ...before, [name]: { env } }
}

export const cookieOption = (): Option =>
  new Option(
    '--cookie <NAME=VARIABLE>',
    'a cookie for pages behind a login; its value is in the variable; may be repeated',
  )
    .argParser(secretNamed)
    .default({}, 'none')

export const headerOption = (): Option =>
  new Option(
    '--header <NAME=VARIABLE>',
    'a header for pages behind a login, e.g. Authorization=SHOP_TOKEN; may be repeated',
  )
    .argParser(secretNamed)
    .default({}, 'none')

/** A login as the file says it, with what the command line adds. */
export function withLoginOptions(
  login: TargetLogin | undefined,
  options: Partial<LoginOptions>,
): TargetLogin | undefined {
  const cookies = { ...login?.cookies, ...options.cookie }
  const headers = { ...login?.headers, ...options.header }
  const whole: TargetLogin = {
    ...login,
    ...(Object.keys(cookies).length > 0 && { cookies }),
    ...(Object.keys(headers).length > 0 && { headers }),
  }
  return Object.keys(whole).length > 0 ? whole : undefined
}
