import { existsSync } from 'node:fs'
import { basename, join } from 'node:path'

/** Kinds of configuration files, in the order in which they are named to people. */
export const CONFIG_KINDS = ['.ts', '.mts', '.js', '.mjs', '.cjs', '.json'] as const

/** The names that a project's configuration file may have. */
export const CONFIG_NAMES: readonly string[] = CONFIG_KINDS.map(kind => `tunewright.config${kind}`)

/** Whether a path, with forward slashes, is that of a project's configuration file. */
export const isConfigurationFile = (path: string): boolean => CONFIG_NAMES.includes(basename(path))

/** The name of a folder's configuration file, or of the one that `tunewright init` would write. */
export const configurationFileOf = (folder: string): string =>
  CONFIG_NAMES.find(name => existsSync(join(folder, name))) ?? CONFIG_NAMES[0]!
