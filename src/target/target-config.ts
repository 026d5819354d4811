import type { ImageCdn } from '../model/image-cdn.js'
import type { TargetLogin } from '../model/login.js'
import type { PageTarget, ProfileWeights, ServeTarget, TargetSystem } from '../model/target.js'
import { readConfigFile } from '../services/config-file.js'
import type { FlowSetting } from './flows.js'
import { withIds } from './pages.js'

/** What is said of a target rather than detected. `false`: there is none, whatever the folder looks like. */
export interface TargetOverrides {
  readonly id?: string
  readonly name?: string
  readonly framework?: TargetSystem['framework']
  readonly pages?: readonly PageTarget[]
  readonly profileWeights?: ProfileWeights
  readonly build?: false | NonNullable<TargetSystem['build']>
  readonly serve?: ServeTarget
  readonly test?: false | { readonly command: string }
  readonly login?: TargetLogin
  /** Recordings, by their path from the project's root. */
  readonly flows?: readonly FlowSetting[]
  readonly imageCdn?: ImageCdn
  readonly allowHosts?: readonly string[]
  readonly environment?: Readonly<Record<string, string>>
}

/**
 * The `target` of the configuration file in a folder, or of the file named. Empty where there is no file.
 * @throws TunewrightError INPUT_INVALID that names path, value and what was expected; TARGET_NOT_FOUND for a path that is not there.
 */
export async function loadTargetConfig(fileOrFolder: string): Promise<TargetOverrides> {
  const { pages, ...others } = (await readConfigFile(fileOrFolder))?.config.target ?? {}
  if (pages === undefined) return others
  return { ...others, pages: withIds(pages.map(page => (typeof page === 'string' ? { path: page } : page))) }
}
