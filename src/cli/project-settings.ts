import type { ProfileId } from '../model/profile.js'
import type { ConfigurationManager } from '../model/services.js'
import type { SessionBudget } from '../model/session.js'
import type { TargetSystem } from '../model/target.js'
import { readConfigFile } from '../services/config-file.js'
import { fileConfiguration } from '../services/file-configuration.js'
import { detectTarget } from '../target/detect.js'
import { withIds } from '../target/pages.js'
import { loadTargetConfig } from '../target/target-config.js'

/** What the command line says over the configuration file. */
export interface SettingsOverrides {
  /** Configuration file; the folder's own where absent. */
  readonly config?: string
  /** Paths of the pages to measure. */
  readonly pages?: readonly string[]
  readonly profiles?: readonly ProfileId[]
  readonly env?: Readonly<Record<string, string>>
}

/** A project ready to be worked on: what was said, and the rest as detected. */
export interface ProjectSettings {
  readonly target: TargetSystem
  readonly profiles?: ProfileId[]
  readonly budget: Partial<SessionBudget>
  readonly seed?: number
  readonly includeDirty?: boolean
  /** Optimizers of one's own from the file, not yet held to their schema: registering does. */
  readonly optimizers: readonly unknown[]
  readonly configuration: ConfigurationManager
}

/**
 * Detects the project in a folder and reads its configuration; the command line wins over the file, the file over what is detected.
 * @throws TunewrightError TARGET_NOT_FOUND, TARGET_UNSUPPORTED, INPUT_INVALID, UNSAFE_ENVIRONMENT
 */
export async function readProjectSettings(folder: string, overrides: SettingsOverrides): Promise<ProjectSettings> {
  const source = overrides.config ?? folder
  const file = (await readConfigFile(source))?.config ?? {}
  const said = await loadTargetConfig(source)
  const target = await detectTarget(folder, {
    ...said,
    ...(overrides.pages && { pages: withIds(overrides.pages.map(path => ({ path }))) }),
    environment: { ...said.environment, ...overrides.env },
  })
  const profiles = overrides.profiles ?? file.profiles
  return {
    target,
    budget: definedOnly(file.budget ?? {}),
    optimizers: file.optimizers ?? [],
    configuration: await fileConfiguration({ file: source, environment: process.env }),
    ...(profiles && { profiles: [...profiles] }),
    ...(file.seed !== undefined && { seed: file.seed }),
    ...(file.includeDirty !== undefined && { includeDirty: file.includeDirty }),
  }
}

const definedOnly = (budget: { [K in keyof SessionBudget]?: SessionBudget[K] | undefined }): Partial<SessionBudget> =>
  Object.fromEntries(Object.entries(budget).filter(([, value]) => value !== undefined))
