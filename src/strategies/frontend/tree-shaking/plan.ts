import { ModuleGraph } from '../../../instruments/bundle/module-graph.js'
import type { ActuatorContext, Refusal } from '../../../model/actuator.js'
import type { ReadableWorkspace } from '../../../model/change.js'
import { servedBy } from '../../build-config/dev-server.js'
import type { Replacement } from '../../build-config/literals.js'
import { type BuildConfiguration, compilerTexts, readBuildConfiguration } from '../../build-config/read-build.js'
import { SourceTree } from '../../source/source-tree.js'
import { babelFormats, mixedHazard, swcFormat, typescriptFormat } from './module-format.js'
import { switchedOff } from './switches.js'

export type Context = ActuatorContext<'tree-shaking'>

export interface ShakingPlan {
  readonly switches: readonly Replacement[]
  readonly modules: readonly Replacement[]
  readonly refusals: readonly Refusal[]
  readonly tree: SourceTree
  readonly textOf: (path: string) => string
}

const planSwitches = (
  build: BuildConfiguration,
): { switches: readonly Replacement[]; refusals: readonly Refusal[] } => {
  const { bundle, compilation, configs, packageText } = build
  // In development they are off by themselves, and the mode is the own goal.
  if (compilation?.options.mode === 'development') return { switches: [], refusals: [] }
  const switches = [...configs].flatMap(([path, text]) => switchedOff(path, text, bundle.bundler))
  const server = compilation !== null && switches.length > 0 ? servedBy(packageText, configs) : null
  if (server === null) return { switches, refusals: [] }
  const reason = `${server} goes by the same configuration, and could no longer replace modules while it runs`
  const held = switches.filter(({ detail }) => /concatenateModules/.test(detail))
  return {
    switches: switches.filter(one => !held.includes(one)),
    refusals: held.map(({ path, detail }) => ({
      subject: path,
      reason: `${detail.split(': ')[1]!.split(' ')[0]}: ${reason}`,
    })),
  }
}

const planModules = async (
  build: BuildConfiguration,
  texts: Map<string, string>,
  workspace: ReadableWorkspace,
): Promise<{ edits: Replacement[]; refusals: Refusal[] }> => {
  const edits: Replacement[] = []
  const refusals: Refusal[] = []
  const told = [...build.configs.values()].join('\n')
  if (/\bbabel-loader\b|@rollup\/plugin-babel/.test(told)) {
    for (const [path, text] of texts) edits.push(...babelFormats(path, text))
  }
  if (/\bswc-loader\b/.test(told) && (await workspace.exists('.swcrc'))) {
    texts.set('.swcrc', await workspace.readText('.swcrc'))
    edits.push(...swcFormat('.swcrc', texts.get('.swcrc')!))
  }
  if (/\bts-loader\b/.test(told) && (await workspace.exists('tsconfig.json'))) {
    const tsconfig = await workspace.readText('tsconfig.json')
    for (const [path, text] of build.configs) {
      const edit = typescriptFormat(path, text, tsconfig)
      if (typeof edit === 'string') refusals.push({ subject: path, reason: edit })
      else if (edit !== null) edits.push(edit)
    }
  }
  return { edits, refusals }
}

/** What keeps the bundler from leaving out what nothing uses, and the edits that end it. Edits nothing. */
export const planShaking = async (context: Context, workspace: ReadableWorkspace): Promise<ShakingPlan> => {
  const build = await readBuildConfiguration(context, workspace, 'Unused code is left out of')
  const { modules, switches } = context.configuration.restored
  const tree = await SourceTree.read(new ModuleGraph(build.bundle), workspace)
  const texts = new Map(await compilerTexts(build, workspace))
  const off = planSwitches(build)
  const format = await planModules(build, texts, workspace)
  const mixed =
    format.edits.length === 0 ? undefined : [...tree.files.values()].map(mixedHazard).find(one => one !== null)
  return {
    switches: switches ? off.switches : [],
    modules: modules && !mixed ? format.edits : [],
    refusals: [
      ...off.refusals,
      ...format.refusals,
      ...(mixed ? [{ subject: 'Modules that are written as CommonJS', reason: mixed }] : []),
    ],
    tree,
    textOf: path => texts.get(path)!,
  }
}
