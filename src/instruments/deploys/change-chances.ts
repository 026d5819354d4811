import type { BundleModule, BundleObservation, ChangeGroup } from '../../model/observation.js'
import { isScript } from '../bundle/modules/is-script.js'
import type { DeployHistory } from './history.js'

/**
 * The chance that something is changed by the next deploy, before anything is known of a project: own code often, packages seldom, what all
 * the others are built on very seldom.
 */
export const PRIOR = { own: 0.1, package: 0.02, framework: 0.005 } as const

/** So many deploys of history weigh as much as what was taken for likely before. */
export const PRIOR_DEPLOYS = 10

const FRAMEWORKS =
  /^(react|react-dom|scheduler|preact|vue|@vue\/.+|svelte|@angular\/.+|zone\.js|solid-js|core-js|regenerator-runtime|@babel\/runtime|tslib)$/

const shrunk = (changed: number, deploys: number, prior: number): number =>
  (changed + PRIOR_DEPLOYS * prior) / (deploys + PRIOR_DEPLOYS)

/** Of a module: what it changes with, and how likely: how often it did, drawn towards what is usual by as much as there is little to go by. */
export const changeGroupOf = (
  { path, packageName }: Pick<BundleModule, 'path' | 'packageName'>,
  history: DeployHistory | null,
): ChangeGroup => {
  if (packageName === null) {
    const chance = shrunk(history?.files[path] ?? 0, history?.deploys ?? 0, PRIOR.own)
    return { id: path, chance }
  }
  const prior = FRAMEWORKS.test(packageName) ? PRIOR.framework : PRIOR.package
  const chance = shrunk(history?.packages[packageName] ?? 0, history?.lockedDeploys ?? 0, prior)
  return { id: `package ${packageName}`, chance }
}

/** What a module changes with: as it was looked at, else as is usual. */
export const changesOf = (module: BundleModule): ChangeGroup => module.changes ?? changeGroupOf(module, null)

/** The chance that any of several groups changes, each by itself. */
export const anyChange = (groups: Iterable<ChangeGroup>): number => {
  const chances = new Map<string, number>()
  for (const { id, chance } of groups) chances.set(id, chance)
  return 1 - [...chances.values()].reduce((product, chance) => product * (1 - chance), 1)
}

/**
 * The chance that each script file of a build has another name after the next deploy: that any of its modules changes, or any file whose name,
 * with its hash, stands in it.
 *
 * @param names file → the files whose names stand in it
 */
const fileChances = (
  bundle: Pick<BundleObservation, 'chunks' | 'modules'>,
  names: ReadonlyMap<string, readonly string[]>,
): Record<string, number> => {
  const groups = new Map<string, ChangeGroup[]>()
  for (const module of bundle.modules) {
    const group = changesOf(module)
    for (const file of module.chunkFiles) groups.set(file, [...(groups.get(file) ?? []), group])
  }
  const files = [...new Set(bundle.chunks.flatMap(chunk => chunk.files).filter(isScript))].toSorted()
  return Object.fromEntries(
    files.map(file => {
      const reached = new Set([file])
      for (const one of reached) for (const next of names.get(one) ?? []) reached.add(next)
      return [file, anyChange([...reached].flatMap(one => groups.get(one) ?? []))]
    }),
  )
}

/** A bundle with what is to be expected of the next deploy. @param names file → the files whose names stand in it (`namedFiles`) */
export const withChangeChances = (
  bundle: BundleObservation,
  names: ReadonlyMap<string, readonly string[]>,
  history: DeployHistory | null,
): BundleObservation => {
  const modules = bundle.modules.map(module => ({ ...module, changes: changeGroupOf(module, history) }))
  return { ...bundle, modules, changeChances: fileChances({ chunks: bundle.chunks, modules }, names) }
}
