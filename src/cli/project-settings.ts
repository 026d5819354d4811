import { existsSync } from 'node:fs'
import path from 'node:path'
import { pagePathOf, parseLocalUrl } from '../model/local-url.js'
import type { AutomatedOptimizer } from '../model/optimizer.js'
import type { ProfileId } from '../model/profile.js'
import type { RunningSide } from '../model/proving.js'
import type { ConfigurationManager } from '../model/services.js'
import type { TargetSystem } from '../model/target.js'
import { type ConfigFile, findConfigFile, readConfigFile } from '../services/config-file.js'
import { fileConfiguration } from '../services/file-configuration.js'
import { overridden } from '../services/overridden.js'
import { type SessionSettings, sessionSettings } from '../services/session-settings.js'
import { workspaceOf } from '../system/workspaces.js'
import { detectTarget } from '../target/detect.js'
import { readFlows } from '../target/flows.js'
import { withIds } from '../target/pages.js'
import { loadTargetConfig, type TargetOverrides } from '../target/target-config.js'
import { type LoginOptions, withLoginOptions } from './login-options.js'

/** What the command line says over the environment and the configuration file. */
export interface SettingsOverrides extends Partial<LoginOptions> {
  /** Configuration file; the folder's own where absent. */
  readonly config?: string
  /** Paths of the pages to measure. */
  readonly pages?: readonly string[]
  readonly profiles?: readonly ProfileId[]
  /** Hosts that pages may reach, besides those of the file. */
  readonly allowHost?: readonly string[]
  readonly env?: Readonly<Record<string, string>>
  /** Milliseconds. */
  readonly budget?: number
  readonly seed?: number
  readonly includeDirty?: boolean
  /** Wait for another session on the same project instead of being refused. */
  readonly wait?: boolean
}

/** A project ready to be worked on: what was said, and the rest as detected. */
export interface ProjectSettings {
  readonly target: TargetSystem
  /** Strategies of one's own that the file names, not yet loaded. */
  readonly strategies: readonly StrategySource[]
  /** Optimizers of one's own from the file, not yet held to their schema: registering does. */
  readonly optimizers: readonly AutomatedOptimizer[]
  /** Flags, over `TUNEWRIGHT_*` variables, over the file: the orchestrator asks it for what sessions and analyses leave out. */
  readonly configuration: ConfigurationManager
  /** The same, as it was read to see that it can be used. */
  readonly session: SessionSettings
}

/** A strategy's module as a configuration file names it. */
export interface StrategySource {
  readonly name: string
  /** The file that names it: what its name is seen from. */
  readonly from: string
}

const strategiesOf = (file: ConfigFile | null): StrategySource[] =>
  (file?.config.strategies ?? []).map(name => ({ name, from: file!.path }))

/** The strategies that the configuration file of a folder names. @throws TunewrightError as `readConfigFile` */
export const readStrategySources = async (folder: string, config?: string): Promise<StrategySource[]> =>
  strategiesOf(await readConfigFile(config ?? (await settingsSource(folder))))

/** Where the settings of a folder are: in its own file, else in that of the workspace it belongs to. */
async function settingsSource(folder: string): Promise<string> {
  if (!existsSync(folder) || (await findConfigFile(folder)) !== null) return folder
  const workspace = await workspaceOf(folder)
  return workspace && (await findConfigFile(workspace.root)) !== null ? workspace.root : folder
}

/**
 * Detects the project in a folder and reads its settings; the command line wins over the environment, the environment over the file, the
 * file over what is detected.
 * @throws TunewrightError TARGET_NOT_FOUND, TARGET_UNSUPPORTED, INPUT_INVALID, UNSAFE_ENVIRONMENT
 */
export async function readProjectSettings(folder: string, overrides: SettingsOverrides): Promise<ProjectSettings> {
  const source = overrides.config ?? (await settingsSource(folder))
  const file = await readConfigFile(source)
  const target = await detectTarget(folder, await saidOfTarget(folder, source, overrides))
  const own = { strategies: strategiesOf(file), optimizers: file?.config.optimizers ?? [] }
  return { target, ...own, ...(await settingsFrom(source, overrides)) }
}

/** What the file and the command line say of a target. */
async function saidOfTarget(folder: string, source: string, overrides: SettingsOverrides): Promise<TargetOverrides> {
  // What a workspace's root says of its target is not about one of its packages.
  const said = source === (overrides.config ?? folder) ? await loadTargetConfig(source) : {}
  const login = withLoginOptions(said.login, overrides)
  return {
    ...said,
    ...(login && { login }),
    ...(overrides.pages && { pages: withIds(overrides.pages.map(path => ({ path }))) }),
    ...(overrides.allowHost?.length && { allowHosts: [...(said.allowHosts ?? []), ...overrides.allowHost] }),
    environment: { ...said.environment, ...overrides.env },
  }
}

/**
 * A site that runs already, as the settings that hold in a folder say it is to be measured.
 * @param name as the user gave it
 * @throws TunewrightError INPUT_INVALID for a URL that is not of this machine
 */
export async function readRunningSide(
  name: string,
  folder: string,
  overrides: SettingsOverrides,
): Promise<RunningSide> {
  const url = parseLocalUrl(name)
  const source = overrides.config ?? (await settingsSource(folder))
  const { pages, profileWeights, login, flows, allowHosts } = await saidOfTarget(folder, source, overrides)
  // A path says which page is meant more closely than a file that knows of no URL.
  const isOf = overrides.pages !== undefined || pagePathOf(url) === '/'
  return {
    name,
    url: url.href,
    project: path.resolve(folder),
    ...(pages && isOf && { pages }),
    ...(profileWeights && { profileWeights }),
    ...(login && { login }),
    ...(flows && { flows: await readFlows(folder, flows) }),
    ...(allowHosts && { allowHosts }),
  }
}

type Settings = Pick<ProjectSettings, 'configuration' | 'session'>

/**
 * The settings that hold in a folder, whether or not a project is there.
 * @throws TunewrightError INPUT_INVALID, TARGET_NOT_FOUND for a path that is not there
 */
export const readSettings = async (folder: string, overrides: SettingsOverrides): Promise<Settings> =>
  settingsFrom(overrides.config ?? (await settingsSource(folder)), overrides)

async function settingsFrom(source: string, overrides: SettingsOverrides): Promise<Settings> {
  const configuration = overridden(await fileConfiguration({ file: source, environment: process.env }), {
    profiles: overrides.profiles,
    'budget.milliseconds': overrides.budget,
    seed: overrides.seed,
    // A flag that is not given says nothing.
    includeDirty: overrides.includeDirty || undefined,
    wait: overrides.wait || undefined,
  })
  return { configuration, session: sessionSettings(configuration) }
}
