import { z } from 'zod'
import { ModuleGraph } from '../../../instruments/bundle/module-graph.js'
import { readCompilation } from '../../../instruments/bundle/webpack/compilation.js'
import type { Actuator, AppliedChange, Candidate, Proposal, Refusal, SettingEffect } from '../../../model/actuator.js'
import type { ReadableWorkspace, Workspace } from '../../../model/change.js'
import { TunewrightError } from '../../../model/errors.js'
import { readPackage } from '../../build-config/dev-server.js'
import { findConfig } from '../../build-config/find-config.js'
import { predictTimes } from '../../build-config/predict-times.js'
import { inPercent } from '../../predicted-change.js'
import { settingEffect } from '../../setting-effect.js'
import { InstalledPackages } from '../../source/packages.js'
import { SourceTree } from '../../source/source-tree.js'
import { duplicates, oversized, shadowed } from './advice.js'
import { ignoreLocales, localesHazard, type UnusedLocales, unusedLocales } from './moment-locales.js'
import { type Context, type PlannedPackage, planPackages } from './plan.js'
import { rewriteImports } from './rewrite-imports.js'

const settingsSchema = z.strictObject({ packages: z.array(z.string()), locales: z.boolean() })
type Settings = z.infer<typeof settingsSchema>

interface Plan {
  readonly tree: SourceTree
  readonly packages: InstalledPackages
  readonly planned: readonly PlannedPackage[]
  readonly locales: UnusedLocales | null
  readonly config: string | null
  readonly refusals: readonly Refusal[]
}

const plan = async (context: Context, workspace: ReadableWorkspace): Promise<Plan> => {
  const { bundle } = context.observation
  if (!bundle) {
    throw new TunewrightError(
      'TARGET_UNSUPPORTED',
      'What is imported is told by a build for browsers by webpack 4 or 5, Vite, Rollup, Rolldown or esbuild.',
      { remedy: 'Give the target a build command that runs one of them, or leave the strategy out.' },
    )
  }
  const { bundleStatistics, root } = context.baseline
  const { minimum, unusedLocales: mayLeaveOut } = context.configuration.rewritten
  const compilation = bundleStatistics === null ? null : await readCompilation(bundleStatistics)
  const config = compilation === null ? null : await findConfig(compilation, root, workspace)
  const tree = await SourceTree.read(new ModuleGraph(bundle), workspace)
  const packages = new InstalledPackages(root)
  const { planned, refusals } = await planPackages(tree, packages, context, workspace)
  const unused = mayLeaveOut ? await unusedLocales(tree, packages) : null
  const found = unused !== null && typeof unused !== 'string' ? unused : null
  const hazard =
    typeof unused === 'string' ? unused : found === null ? null : await localesHazard(compilation, config, workspace)
  const light = found !== null && found.bytes < minimum
  return {
    tree,
    packages,
    planned,
    locales: hazard === null && !light ? found : null,
    config,
    refusals: hazard === null ? refusals : [...refusals, { subject: 'The languages of moment', reason: hazard }],
  }
}

const candidateOf = (
  id: string,
  title: string,
  shortTitle: string,
  settings: Settings,
  saved: number,
  { observation }: Context,
): Candidate => {
  const initial = observation.metrics['initial-bundle-size'] ?? observation.metrics['bundle-size'] ?? saved
  const change = Math.max(-99, inPercent(-saved / initial))
  return {
    id,
    title,
    shortTitle,
    settings,
    predicted: { 'bundle-size': change, 'initial-bundle-size': change, ...predictTimes(observation, change) },
    basis:
      'The module graph of this build: what nothing imports any more, less what the parts weigh that are imported instead; times from the transfer and compiling that the measured loads would be spared.',
  }
}

const candidatesOf = ({ planned, locales }: Plan, context: Context): Candidate[] => {
  const offer = (which: readonly PlannedPackage[], id: string): Candidate => {
    const names = which.map(({ name }) => name)
    const saved = which.reduce((sum, one) => sum + one.saved, 0)
    const title = `Import only what is used of ${names.join(', ')}`
    return candidateOf(
      id,
      title,
      'Import only what is used of packages',
      { packages: names, locales: false },
      saved,
      context,
    )
  }
  const ids = (name: string): string => `parts-of-${name.replace(/[^\w]+/g, '-').replace(/^-/, '')}`
  return [
    ...(planned.length > 1 ? [offer(planned, 'parts-of-packages')] : []),
    ...planned.map(one => offer([one], ids(one.name))),
    ...(locales === null
      ? []
      : [
          candidateOf(
            'unused-locales',
            `Leave the ${locales.files.length} languages of moment out that no code asks for`,
            'Leave unused languages of moment out',
            { packages: [], locales: true },
            locales.bytes,
            context,
          ),
        ]),
  ]
}

const settingEffects = ({ configuration }: Context, { planned, locales }: Plan): SettingEffect[] => {
  const { minimum, unusedLocales: leaveOut } = configuration.rewritten
  return [
    settingEffect('rewritten.minimum', true, `an edit must take ${(minimum / 1000).toFixed(1)} kB off the bundle`),
    settingEffect(
      'rewritten.unusedLocales',
      !leaveOut || locales !== null,
      leaveOut
        ? locales === null
          ? 'no languages of moment can be left out'
          : `${locales.files.length} languages of moment are in the bundle`
        : 'the languages of moment stay',
    ),
    settingEffect('automation.detection', true, 'what imports what, by the build itself'),
    settingEffect(
      'automation.verification',
      planned.length > 0,
      planned.length > 0 ? 'each part was found in the installed package' : 'there is no part to look up',
    ),
    settingEffect('automation.validation', true, 'measured against the unchanged build'),
  ]
}

const propose = async (context: Context, workspace: ReadableWorkspace): Promise<Proposal> => {
  const found = await plan(context, workspace)
  const { minimum } = context.configuration.rewritten
  const own = readPackage((await workspace.exists('package.json')) ? await workspace.readText('package.json') : '{}')
  const ranges = { ...own.devDependencies, ...own.dependencies }
  return {
    candidates: candidatesOf(found, context),
    findings: [
      ...found.planned.map(({ name, saved, whole, members }) => ({
        subject: name,
        message: `${(whole / 1000).toFixed(0)} kB are in the bundle, of which the project uses ${[...members.keys()].sort().join(', ')}: ${(saved / 1000).toFixed(0)} kB for nothing`,
        metric: 'bundle-size' as const,
        value: saved,
      })),
      ...(await duplicates(found.tree, found.packages, ranges, minimum)),
      ...oversized(found.tree, minimum),
      ...shadowed(found.tree, await workspace.list(), minimum),
    ],
    measured: {},
    refusals: found.refusals,
    settings: settingEffects(context, found),
  }
}

const changed = (what: string): TunewrightError =>
  new TunewrightError('CHANGE_REFUSED', `${what} can no longer be imported in parts.`, {
    remedy: 'Analyze the target again: its sources have changed since the proposal.',
  })

/** Files that import from several of the packages are edited once for each. */
const applyPackage = async (
  { name, files, members, specifiers }: PlannedPackage,
  workspace: Workspace,
): Promise<string[]> => {
  const details: string[] = []
  for (const { file, uses } of files) {
    await workspace.write(file.path, rewriteImports(file, name, uses, members, specifiers))
    const used = [...new Set([...uses.named, ...uses.taken].map(({ member }) => specifiers.get(member)!))].sort()
    details.push(`${file.path}: ${used.join(', ')} in place of ${name}`)
  }
  return details
}

const apply = async (chosen: Candidate, context: Context, workspace: Workspace): Promise<AppliedChange> => {
  const settings = settingsSchema.parse(chosen.settings)
  const details: string[] = []
  for (const name of settings.packages) {
    // Read anew for each: the one before may have edited the same files.
    const one = (await plan(context, workspace)).planned.find(planned => planned.name === name)
    if (!one) throw changed(name)
    details.push(...(await applyPackage(one, workspace)))
  }
  if (settings.locales) {
    const { locales, config } = await plan(context, workspace)
    const text = config === null ? null : ignoreLocales(config, await workspace.readText(config))
    if (locales === null || config === null || text === null) throw changed('moment')
    await workspace.write(config, text)
    details.push(`${config}: ${locales.files.length} languages of moment are left out`)
  }
  return { summary: chosen.title, details, refusals: [], measured: {} }
}

/** Imports the parts of packages that are used, in place of the whole. */
export const actuator: Actuator<'package-imports'> = { type: 'package-imports', propose, apply }
