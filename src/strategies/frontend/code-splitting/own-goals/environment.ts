import semver from 'semver'
import { readPackage } from '../../../build-config/dev-server.js'
import {
  type EnvironmentTools,
  productionEnvironment,
  productionNamed,
  readsEnvironment,
} from '../config/build-environment.js'
import type { Context, Project } from '../project.js'
import { mendScript, sharedScript } from './build-script.js'
import { leftAlone, type Mending } from './mending.js'

const toolsOf = async (packageText: string, { packages, bundler }: Project): Promise<EnvironmentTools> => {
  const { scripts, dependencies, devDependencies } = readPackage(packageText)
  const cli = bundler === 'webpack' ? await packages.version('webpack-cli') : null
  return {
    crossEnv: { ...dependencies, ...devDependencies }['cross-env'] !== undefined,
    inline: Object.values(scripts).some(command => /(?:^|[&|;]\s*)[A-Z_]+=\S+ \S/.test(command)),
    webpack:
      cli === null || semver.lt(cli, '4.5.0') ? null : semver.gte(cli, '6.0.0') ? '--config-node-env' : '--node-env',
  }
}

/**
 * A build that goes by the environment it is started in, which its own command does not set: the command gets it, and nothing else that goes by the
 * same configuration does.
 *
 * @param files what configures the build, by path
 * @param matter what a file that goes by it names as well, if it is that which it decides by it
 * @returns null where it goes by something else
 */
export const mendEnvironment = async (
  packageText: string,
  files: ReadonlyMap<string, string>,
  matter: RegExp,
  { project, context }: { readonly project: Project; readonly context: Context },
): Promise<Mending | null> => {
  const [reader] = [...files].find(([, text]) => readsEnvironment(text) && matter.test(text)) ?? []
  if (reader === undefined) return null
  const shared = sharedScript(packageText, context, [])
  if (shared !== null) return leftAlone(`${shared} runs the build's own command`)
  const tools = await toolsOf(packageText, project)
  const edit = mendScript(packageText, context, line => productionNamed(line) ?? productionEnvironment(line, tools))
  return edit
    ? { edits: [edit], reason: null }
    : leftAlone(
        `${reader} goes by NODE_ENV, which the build's own command does not set in a way that can be edited safely: start it with NODE_ENV=production`,
      )
}
