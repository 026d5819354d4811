import { allowedEnvironment } from '../system/environment.js'

/** Registries behind a proxy or with a certificate of their own: needed to install, never given to builds. */
const INSTALL_VARIABLES =
  /^(?:https?_proxy|no_proxy|all_proxy|node_extra_ca_certs|ssl_cert_file|npm_config_(?:registry|userconfig|globalconfig|cache|cafile|prefer_offline|offline))$/i

/** A package manager that is not there is not fetched behind anyone's back. */
const NO_DOWNLOAD = { COREPACK_ENABLE_NETWORK: '0', COREPACK_ENABLE_DOWNLOAD_PROMPT: '0' }

/** The environment that package managers run in. */
export function installEnvironment(): Record<string, string> {
  const environment = allowedEnvironment()
  for (const [name, value] of Object.entries(process.env)) {
    if (value !== undefined && INSTALL_VARIABLES.test(name)) environment[name] = value
  }
  return { ...environment, ...NO_DOWNLOAD }
}
