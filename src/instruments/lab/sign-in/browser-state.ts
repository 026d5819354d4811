import type { Protocol } from 'puppeteer-core'
import type { TargetLogin } from '../../../model/login.js'
import { secretValue } from '../../../system/secret.js'

/** Entries of the page's own storage, by key. */
export interface StoredValues {
  readonly local: Readonly<Record<string, string>>
  readonly session: Readonly<Record<string, string>>
}

/** What makes a browser that of somebody who is signed in. It stays in memory. */
export interface BrowserState {
  readonly cookies: readonly Protocol.Network.CookieParam[]
  readonly storage: StoredValues
}

/** Cookies know no ports: one holds for every link to an arm. */
const COOKIE_URL = 'https://127.0.0.1/'

/** What the environment holds for a login. @throws TunewrightError INPUT_INVALID where a variable is not set */
export const stateOf = (login: TargetLogin): BrowserState => {
  const values = (named: TargetLogin['cookies']): [string, string][] =>
    Object.entries(named ?? {}).map(([name, secret]) => [name, secretValue(secret)])
  return {
    cookies: values(login.cookies).map(([name, value]) => ({ name, value, url: COOKIE_URL, path: '/', secure: true })),
    storage: { local: Object.fromEntries(values(login.localStorage)), session: {} },
  }
}

/** A cookie as it is set, from one as it was read. */
export const settable = (cookie: Protocol.Network.Cookie): Protocol.Network.CookieParam => ({
  name: cookie.name,
  value: cookie.value,
  domain: cookie.domain,
  path: cookie.path,
  secure: cookie.secure,
  httpOnly: cookie.httpOnly,
  ...(cookie.sameSite === undefined ? {} : { sameSite: cookie.sameSite }),
  ...(cookie.session ? {} : { expires: cookie.expires }),
})
