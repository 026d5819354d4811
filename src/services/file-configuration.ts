import type { z } from 'zod'
import { parseWith } from '../model/schema/parse.js'
import type { ConfigurationManager } from '../model/services.js'
import { readConfigFile } from './config-file.js'

/** `lab.perPage` → `TUNEWRIGHT_LAB_PER_PAGE`. */
export const environmentName = (key: string): string =>
  `TUNEWRIGHT_${key
    .replace(/([a-z0-9])([A-Z])/g, '$1_$2')
    .replaceAll(/[.-]/g, '_')
    .toUpperCase()}`

/** A variable's text as the value it stands for: JSON where it is JSON (`3`, `true`, `["mobile"]`), else the text itself. */
function readValue(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}

const at = (value: unknown, path: readonly string[]): unknown =>
  path.reduce<unknown>(
    (inside, key) =>
      typeof inside === 'object' && inside !== null && Object.hasOwn(inside, key)
        ? Reflect.get(inside, key)
        : undefined,
    value,
  )

/**
 * Settings from `TUNEWRIGHT_*` variables, which win, and from the configuration file. The key `budget.milliseconds` is
 * `TUNEWRIGHT_BUDGET_MILLISECONDS` in the environment, and `budget: { milliseconds }` in the file. Sessions and analyses ask for
 * `budget.milliseconds`, `budget.alpha`, `profiles`, `seed`, `includeDirty` and `database.url`; what a session's own configuration says wins.
 * @param options `file`: a configuration file, or a folder that may hold one. `environment`: usually `process.env`.
 * @throws TunewrightError INPUT_INVALID, TARGET_NOT_FOUND for a file that is not there or cannot be used.
 */
export async function fileConfiguration(options: {
  file?: string
  environment: Readonly<Record<string, string | undefined>>
}): Promise<ConfigurationManager> {
  const file = options.file === undefined ? null : await readConfigFile(options.file)
  return {
    get(key) {
      const variable = options.environment[environmentName(key)]
      return variable === undefined || variable === '' ? at(file?.config, key.split('.')) : readValue(variable)
    },
  }
}

/**
 * A setting with its type.
 * @returns `fallback` where it is not set.
 * @throws TunewrightError INPUT_INVALID that names the key, its variable, and what was expected.
 */
export function setting<T>(configuration: ConfigurationManager, key: string, schema: z.ZodType<T>, fallback: T): T {
  const value = configuration.get(key)
  if (value === undefined) return fallback
  return parseWith(schema, value, `setting ${key} (${environmentName(key)})`)
}
