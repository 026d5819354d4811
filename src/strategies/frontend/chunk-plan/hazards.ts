import semver from 'semver'
import type { ReadableWorkspace } from '../../../model/change.js'
import { valuesIn } from '../../build-config/configuration-object.js'
import { extendConfig } from '../../build-config/extend-config.js'
import { furtherScriptHazard } from '../../build-config/webpack-pages.js'
import { HELPERS } from './config/helpers.js'
import { orderOfOwn } from './order-of-own.js'
import type { Project } from './project.js'

const BY_CONTENT = /\[(contenthash|chunkhash)(:\d+)?\]/

/** Why files by content could not be kept in a browser's cache, or null. */
const namesHazard = ({ compilation }: Project): string | null => {
  if (compilation === null) return null
  const { filename, chunkFilename } = compilation.options.output
  const other = [filename, chunkFilename].find(
    name => typeof name === 'string' && !BY_CONTENT.test(name) && !name.startsWith('[function'),
  )
  return other
    ? `scripts are named '${other}', which does not go by their content: after a deploy a browser has to ask for each of them anyway`
    : null
}

/** Why sizes of modules cannot be relied on, or null. */
const sizesHazard = ({ bundle }: Project): string | null => {
  const written = bundle.chunks.reduce((sum, { size }) => sum + size, 0)
  const attributed = bundle.modules.reduce((sum, { parsedSize }) => sum + parsedSize, 0)
  if (attributed > written * 1.1) return 'what the modules weigh in the minified files could not be read'
  return attributed < written * 0.5 ? 'most of what is in the files could not be traced to modules' : null
}

const webpackHazard = (project: Project): string | null => {
  const { compilation, bundle, htmlPlugin } = project
  if (compilation === null) return null
  if (semver.lt(semver.coerce(bundle.bundlerVersion) ?? '0.0.0', '5.0.0'))
    return `webpack ${bundle.bundlerVersion} numbers its modules anew in each build, so that every file changes (5.0.0 does not)`
  if (compilation.options.mode === 'development') return "the build runs with mode 'development'"
  return furtherScriptHazard(compilation, htmlPlugin)
}

/** Keys with which a configuration of Vite says itself how files are cut or called. */
const VITE_KEYS = ['manualChunks', 'codeSplitting', 'advancedChunks', 'entryFileNames', 'chunkFileNames', 'legacy']

const viteHazard = async (
  { bundle }: Project,
  config: string,
  workspace: ReadableWorkspace,
): Promise<string | null> => {
  if (bundle.bundler !== 'vite') return null
  if (semver.lt(semver.coerce(bundle.bundlerVersion) ?? '0.0.0', '5.0.0'))
    return `Vite ${bundle.bundlerVersion} is too old for this (5.0.0 is not)`
  const text = await workspace.readText(config)
  const said = VITE_KEYS.find(key => valuesIn(config, text, key).length > 0)
  if (said !== undefined) return `${config} says itself how files are cut or called (${said})`
  return (await orderOfOwn(bundle, workspace)).hazard
}

/** Why no plan can be made here, or null. */
export const planHazard = async (project: Project, workspace: ReadableWorkspace): Promise<string | null> => {
  const { bundle, config } = project
  const helper = HELPERS[bundle.bundler]
  if (helper === undefined)
    return `this is a build by ${bundle.bundler === 'unknown' ? 'a bundler that says nothing of it' : bundle.bundler}: only configurations of webpack and Vite are extended`
  if (!bundle.codeSplitting) return 'this build puts everything into one file'
  if (config === null) return `the ${bundle.bundler} configuration is no file of the project`
  const [present] = await workspace.list([`**/${helper.file}`])
  if (present !== undefined) return `${present} is there already`
  const reason =
    webpackHazard(project) ??
    namesHazard(project) ??
    sizesHazard(project) ??
    (await viteHazard(project, config, workspace))
  if (reason !== null) return reason
  return extendConfig(config, await workspace.readText(config), helper) === null
    ? `${config} does not export the configuration in a way that can be passed on (module.exports or export default)`
    : null
}
