import { join, posix } from 'node:path'
import { withChangeChances } from '../../../instruments/deploys/change-chances.js'
import { namedFiles } from '../../../instruments/deploys/named-files.js'
import type { Actuator, AppliedChange, Candidate, Proposal } from '../../../model/actuator.js'
import type { ReadableWorkspace, Workspace } from '../../../model/change.js'
import { TunewrightError } from '../../../model/errors.js'
import { extendConfig, writeHelper } from '../../build-config/extend-config.js'
import { InstalledFiles } from '../../build-config/installed-files.js'
import { inPercent } from '../../predicted-change.js'
import { HELPERS } from './config/helpers.js'
import { viteHelperSource } from './config/vite-helper.js'
import { webpackHelperSource } from './config/webpack-helper.js'
import { planHazard } from './hazards.js'
import { inspectBuilt } from './inspect-built.js'
import { orderOfOwn } from './order-of-own.js'
import { type MadePlan, makePlan } from './plan/make-plan.js'
import { chunkPlanSchema } from './plan/plan.js'
import { type Context, type Project, readProject, weighFiles } from './project.js'
import { styledPackages } from './styled-packages.js'
import { findingsOf, settingEffects } from './tell.js'

const isApart = ({ compilation }: Project): boolean | null => {
  if (compilation === null) return false
  const { runtimeChunk } = compilation.options.optimization
  return runtimeChunk === null || runtimeChunk === undefined || runtimeChunk === false ? null : true
}

const planFor = async (context: Context, project: Project, workspace: ReadableWorkspace): Promise<MadePlan> => {
  const { bundle, compilation } = project
  const output = join(context.baseline.root, context.target.build?.output ?? '.', bundle.outputPath)
  const known = bundle.changeChances ?? withChangeChances(bundle, await namedFiles(output, bundle), null).changeChances!
  return makePlan({
    bundle,
    chances: known,
    observation: context.observation,
    flows: context.target.flows ?? [],
    files: await weighFiles(context, bundle),
    configuration: context.configuration,
    fixedPackages:
      compilation !== null ? new Set() : await styledPackages(bundle, new InstalledFiles(context.baseline.root)),
    // webpack runs modules in the order of their imports, wherever they lie.
    ownMayMove: compilation !== null || (await orderOfOwn(bundle, workspace)).mayMove,
    runtimeApart: isApart(project),
  })
}

const candidateOf = ({ plan, visit }: MadePlan): Candidate => ({
  id: 'planned-chunks',
  title: `Cut scripts by what needs them and how often it changes: ${plan.chunks.map(({ name }) => name).join(', ')}`,
  shortTitle: `Cut scripts into ${plan.chunks.length} planned chunks`,
  settings: plan,
  predicted: { 'visit-script-size': inPercent(visit.after / visit.before - 1) },
  basis:
    'The module graph and the compressed files of this build: what each page needs, by the chance that the next deploy changes it, from the repository’s history.',
})

/** Makes a plan of chunks for the build as it is. Edits nothing. */
const propose = async (context: Context, workspace: ReadableWorkspace): Promise<Proposal> => {
  const nothing = { candidates: [], findings: [], measured: {} }
  const project = await readProject(context, workspace)
  const hazard = await planHazard(project, workspace)
  const { bundler } = project.bundle
  const subject = project.config ?? (bundler === 'unknown' ? 'the build' : bundler)
  if (hazard !== null)
    return { ...nothing, refusals: [{ subject, reason: hazard }], settings: settingEffects(context, hazard, false) }
  const made = await planFor(context, project, workspace)
  const { minimumGain } = context.configuration.limits
  const gain = 1 - made.visit.after / made.visit.before
  const findings = findingsOf(made)
  const why =
    made.plan.chunks.length === 0
      ? 'cutting the scripts in another way would not save anything'
      : gain < minimumGain
        ? `the best plan found would save ${(gain * 100).toFixed(1)} % of a visit's scripts: less than ${minimumGain * 100} %`
        : null
  if (why !== null) {
    return { ...nothing, findings, refusals: [{ subject, reason: why }], settings: settingEffects(context, why) }
  }
  return {
    candidates: [candidateOf(made)],
    findings,
    measured: {},
    refusals: [],
    settings: settingEffects(context, null),
  }
}

const apply = async (candidate: Candidate, context: Context, workspace: Workspace): Promise<AppliedChange> => {
  const plan = chunkPlanSchema.parse(candidate.settings)
  const { config, bundle } = await readProject(context, workspace)
  const helper = HELPERS[bundle.bundler]
  const source = config === null ? '' : await workspace.readText(config)
  const extended = config === null || helper === undefined ? null : extendConfig(config, source, helper)
  if (config === null || helper === undefined || extended === null) {
    throw new TunewrightError(
      'CHANGE_REFUSED',
      `The ${bundle.bundler} configuration of this project cannot be extended.`,
      {
        remedy: 'Export the configuration from a file of the project, as module.exports or export default.',
        details: { config },
      },
    )
  }
  const root = posix.relative(posix.dirname(config), '.') || '.'
  const text = bundle.bundler === 'vite' ? viteHelperSource(plan, root) : webpackHelperSource(plan, root)
  const path = await writeHelper(workspace, { path: config, text: extended }, helper, text)
  const details = plan.chunks.map(
    ({ name, packages, modules }) =>
      `${name}: ${[...packages, ...(modules.length > 0 ? [`${modules.length} modules`] : [])].join(', ')}`,
  )
  return {
    summary: candidate.title,
    details: [`${config}: what it exports passes through ${path}`, ...details],
    refusals: [],
    measured: {},
  }
}

/** Cuts scripts into files by what needs them and by how often it changes. */
export const actuator: Actuator<'chunk-plan'> = { type: 'chunk-plan', propose, apply, inspectBuilt }
