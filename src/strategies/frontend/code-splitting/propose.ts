import { edge } from '../../../instruments/bundle/module-graph.js'
import type { Candidate, Finding, Proposal, Refusal, SettingEffect } from '../../../model/actuator.js'
import type { ReadableWorkspace } from '../../../model/change.js'
import { extendConfig } from '../../build-config/extend-config.js'
import { predictTimes } from '../../build-config/predict-times.js'
import { type CandidateSettings, NOTHING } from './candidate-settings.js'
import { chooseSplits } from './choose-splits.js'
import { combined } from './combined.js'
import { HELPERS } from './config/helper.js'
import { findingsOf } from './findings.js'
import { mendOwnGoal, type OwnGoal, ownGoalsOf } from './mend-own-goal.js'
import { pagesOfRoutes } from './prediction.js'
import {
  type Context,
  chunkGroupsHazard,
  earlyChunksHazard,
  earlyElementHazard,
  lazyHazard,
  type Project,
  readProject,
} from './project.js'
import { Proposer, readyOutput } from './proposer.js'
import { settingEffects } from './setting-effects.js'
import type { Split } from './source/split.js'
import { awaitedWithoutRoom } from './source/suspense.js'

const TITLES: Record<OwnGoal, string> = {
  'development-mode': "Build with mode 'production'",
  'missing-minimizer': 'Minify JavaScript again',
  'development-code': 'Build with what packages have for production',
}

/** What every candidate that loads something later has in common: where the build makes one script, it makes several files first. */
const lazySettings = ({ moduleOutput }: Project): CandidateSettings => ({
  ...NOTHING,
  moduleOutput: readyOutput(moduleOutput) !== null,
})

const names = (splits: readonly Split[]): string =>
  splits.map(split => split.sites[0]!.components[0]!.binding.local).join(', ')

const offerOwnGoals = async (
  proposer: Proposer,
  context: Context,
  project: Project,
  workspace: ReadableWorkspace,
): Promise<void> => {
  for (const { goal, shown, change, basis } of await ownGoalsOf(project, context)) {
    const { edits, reason } = await mendOwnGoal(goal, project, context, workspace)
    if (edits.length === 0) {
      proposer.refusals.push({
        subject: TITLES[goal],
        reason: [...(shown === null ? [] : [shown]), reason ?? 'nothing was found to edit'].join(': '),
      })
      continue
    }
    proposer.candidates.push({
      id: goal,
      title: TITLES[goal],
      settings: { ...NOTHING, ownGoals: [goal] },
      predicted: {
        'initial-bundle-size': change,
        'bundle-size': change,
        ...predictTimes(context.observation, change),
      },
      basis,
    })
  }
}

/** What `import()` names already is loaded later as soon as the build makes several files, whatever else is. */
const offerModuleOutput = (proposer: Proposer, context: Context, project: Project): void => {
  const output = readyOutput(project.moduleOutput)
  if (output === null || project.tree.graph.weigh(output.late) < context.configuration.dynamicImports.threshold) return
  proposer.offer('module-output', 'Load what import() names when it is asked for', lazySettings(project), [], null)
}

/** What does not take React: libraries that asynchronous code uses, and initializers that first ask whether their element is there. */
const offerWhereNeeded = async (proposer: Proposer, context: Context, project: Project): Promise<Refusal[]> => {
  const settings: CandidateSettings = { ...lazySettings(project), lazyComponents: 'where-needed' }
  const { splits, refusals } = await chooseSplits(context, project, settings)
  const title = (which: readonly Split[]): string =>
    `Load code only on pages that have an element for it: ${names(which)}`
  if (splits.length > 0) {
    const early = earlyElementHazard(project)
    const asked = `${title(splits)}; pages that have it ask for it at once`
    proposer.offer('lazy-initializers-early', asked, { ...settings, elementChunks: true }, splits, early)
    proposer.offer('lazy-initializers', title(splits), settings, splits, null)
  }
  // Where a measured page has the element, it waits for one more round trip: then one of them alone may still be a gain.
  for (const split of splits.length > 1 ? splits : []) {
    const id = `lazy-initializer-${split.subject.replace(/[^\w]+/g, '-')}`
    proposer.offer(id, title([split]), { ...settings, only: [split.subject] }, [split], null)
  }
  return [...refusals]
}

/**
 * Routes of pages that visitors were seen to come to stay in the first load: where these cannot ask early for their own files, or where the frame around them would be painted
 * before they are there.
 */
const offerOtherRoutes = (
  proposer: Proposer,
  { observation }: Context,
  settings: CandidateSettings,
  splits: readonly Split[],
  early: string | null,
): void => {
  const others = splits.filter(split => pagesOfRoutes(observation, [split]).length === 0)
  const own = splits.filter(split => !others.includes(split))
  const isNeeded = early !== null || awaitedWithoutRoom(own.flatMap(({ sites }) => sites))
  if (!isNeeded || others.length === 0 || own.length === 0) return
  const title = `Load routes when they are opened: ${names(others)}; those of the measured pages stay`
  proposer.offer(
    'lazy-other-routes',
    title,
    { ...settings, earlyChunks: early === null, only: others.map(({ subject }) => subject) },
    others,
    null,
  )
}

const offerLazy = async (
  proposer: Proposer,
  context: Context,
  project: Project,
  workspace: ReadableWorkspace,
): Promise<Refusal[]> => {
  const { routes: lazyRoutes, components } = context.configuration.dynamicImports
  const hazard = await lazyHazard(project, workspace)
  if (hazard !== null) {
    proposer.refusals.push({ subject: 'Routes and components', reason: hazard })
    // What a server renders too keeps everything together; without React there is only what asks for its element by itself.
    const plain = typeof project.moduleOutput !== 'string' && (await project.packages.version('react')) === null
    proposer.weighed = plain && components
    return proposer.weighed ? offerWhereNeeded(proposer, context, project) : []
  }
  proposer.weighed = lazyRoutes || components
  const routes = await chooseSplits(context, project, { lazyRoutes, lazyComponents: 'none', only: null })
  const early = await earlyChunksHazard(project, workspace)
  const title = `Load routes when they are opened: ${names(routes.splits)}`
  const settings: CandidateSettings = { ...lazySettings(project), lazyRoutes }
  if (routes.splits.length > 0) {
    proposer.offer(
      'lazy-routes-early',
      `${title}; the page asks for its own at once`,
      { ...settings, earlyChunks: true },
      routes.splits,
      early,
    )
    proposer.offer('lazy-routes', title, settings, routes.splits, null)
    offerOtherRoutes(proposer, context, settings, routes.splits, early)
  }
  const refusals = [...routes.refusals]
  let known = routes.splits.length
  for (const lazyComponents of components ? (['conditional', 'all'] as const) : []) {
    const chosen = await chooseSplits(context, project, { lazyRoutes, lazyComponents, only: null })
    refusals.push(...chosen.refusals)
    if (chosen.splits.length === known) continue
    known = chosen.splits.length
    const earlyChunks = early === null && routes.splits.length > 0
    const which = lazyComponents === 'all' ? 'heavy components' : 'components shown on a condition'
    const id = lazyComponents === 'all' ? 'lazy-components' : 'lazy-conditional-components'
    const componentTitle = `Load ${routes.splits.length > 0 ? 'routes and ' : ''}${which} when they are shown: ${names(chosen.splits)}`
    proposer.offer(id, componentTitle, { ...settings, lazyComponents, earlyChunks }, chosen.splits, null)
  }
  if (routes.splits.length > 0 && context.configuration.splitChunks !== false) {
    const vendors: CandidateSettings = { ...settings, earlyChunks: early === null, splitChunks: 'initial-vendors' }
    proposer.offer(
      'lazy-routes-initial-vendors',
      `${title}; packages of the first load in a file of their own`,
      vendors,
      routes.splits,
      chunkGroupsHazard(project),
    )
  }
  return refusals
}

const isOfBundler = ({ reason }: Refusal): boolean => reason.startsWith('this is a build by')

/** What is refused is worth a line where it would have taken enough out of the first load; so is a route that stays for being light. */
const worthTelling = (refusals: readonly Refusal[], context: Context, project: Project): Refusal[] => {
  const { graph } = project.tree
  const { threshold } = context.configuration.dynamicImports
  const roots = graph.roots()
  const first = graph.weigh(graph.reach(roots))
  const told = new Map<string, Refusal>()
  for (const refusal of refusals) {
    const { subject, reason } = refusal
    const modules = [...graph.modules.values()].filter(one => one.path === subject || one.packageName === subject)
    const cuts = modules.flatMap(module => module.importedBy.map(importer => edge(importer.path, module.path)))
    const weight = first - graph.weigh(graph.reach(roots, new Set(cuts)))
    if (reason.startsWith('brings ') || weight >= threshold) told.set(subject, refusal)
  }
  return [...told.values()]
}

/** Why the configuration is left alone, or null. */
const configurationHazard = async (
  { automation }: Context,
  { bundler, config, moduleOutput }: Project,
  workspace: ReadableWorkspace,
): Promise<string | null> => {
  if (automation.implementation === 'source-only') return "automation.implementation is 'source-only'"
  const early = readyOutput(moduleOutput)?.early
  if (early !== undefined && typeof early !== 'string')
    return (await workspace.exists(early.helper)) ? `${early.helper} is there already` : null
  const helper = HELPERS[bundler]
  if (helper === undefined) return `this is a build by ${bundler}: only configurations of webpack and Vite are extended`
  if (config === null) return `the ${bundler} configuration is not a file of the project`
  const [present] = await workspace.list([`**/${helper.file}`])
  if (present !== undefined) return `${present} is there already`
  return extendConfig(config, await workspace.readText(config), helper) === null
    ? `${config} does not export the configuration in a way that can be passed on (module.exports or export default)`
    : null
}

/** Looks for what could be loaded later, and offers it in the order in which to try it. Edits nothing. */
export const propose = async (context: Context, workspace: ReadableWorkspace): Promise<Proposal> => {
  const project = await readProject(context, workspace)
  const { configuration, automation } = context
  const mayConfigure = await configurationHazard(context, project, workspace)
  const proposer = new Proposer(context, project, mayConfigure)

  if (configuration.splitChunks !== false) {
    const settings: CandidateSettings = { ...NOTHING, splitChunks: 'manifest' }
    proposer.offer(
      'manifest-split-chunks',
      "Split chunks by the manifest's groups",
      settings,
      [],
      chunkGroupsHazard(project),
    )
  }
  const [manifestFirst] = proposer.candidates
  await offerOwnGoals(proposer, context, project, workspace)
  offerModuleOutput(proposer, context, project)
  const refusals = await offerLazy(proposer, context, project, workspace)
  const asynchronous = context.observation.bundle?.chunks.some(chunk => !chunk.initial) ?? false
  if (configuration.splitChunks !== false && asynchronous) {
    const settings: CandidateSettings = { ...NOTHING, splitChunks: 'unnamed' }
    proposer.offer(
      'split-chunks-unnamed',
      'Split all chunks, without one name for all packages',
      settings,
      [],
      chunkGroupsHazard(project),
    )
  }
  proposer.candidates.push(...combined(proposer.candidates, context))
  const gain = (candidate: Candidate): number => candidate.predicted['bundle-size'] ?? 0
  const others = proposer.candidates.filter(candidate => candidate !== manifestFirst)
  const ordered = automation.decision === 'ml-based' ? others.toSorted((a, b) => gain(a) - gain(b)) : others
  const findings: readonly Finding[] = await findingsOf(context, project, workspace)
  const settings: readonly SettingEffect[] = settingEffects(context, {
    candidates: proposer.candidates.map(candidate => candidate.id),
    weighed: proposer.weighed,
    mayConfigure,
    switchesOutput: readyOutput(project.moduleOutput) !== null,
  })
  return {
    candidates: [...(manifestFirst ? [manifestFirst] : []), ...ordered],
    findings,
    measured: {},
    // What is the bundler's own comes last: nobody can do anything about it, and the first is what is told of a strategy that does not apply.
    refusals: [...proposer.refusals, ...worthTelling(refusals, context, project)].toSorted(
      (a, b) => Number(isOfBundler(a)) - Number(isOfBundler(b)),
    ),
    settings,
  }
}
