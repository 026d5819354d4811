import type { ConfigurationManager } from '../model/services.js'

/**
 * Settings over others, e.g. those of a command line: what is said here wins, the rest is asked of `below`.
 * @param values by key, e.g. `{ 'budget.milliseconds': 600_000 }`; `undefined` says nothing.
 */
export const overridden = (
  below: ConfigurationManager,
  values: Readonly<Record<string, unknown>>,
): ConfigurationManager => ({ get: key => (Object.hasOwn(values, key) ? values[key] : undefined) ?? below.get(key) })
