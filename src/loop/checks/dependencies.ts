import { stat } from 'node:fs/promises'
import path from 'node:path'
import type { CheckResult } from '../../model/session.js'
import type { BaseDependencies } from './dependencies/base.js'
import { checkEngines } from './dependencies/engines.js'
import { checkLockFile } from './dependencies/lock-file.js'
import { type DependencyProblem, directPackages, readManifest } from './dependencies/manifests.js'
import { checkPeers } from './dependencies/peers.js'
import { checkRanges } from './dependencies/ranges.js'
import { checkTools } from './dependencies/tools.js'

/** So many problems are told one by one. */
const TOLD = 6

const name = 'dependency-compatibility-check' as const

/** Reasons and remedies, each remedy once. */
function describe(problems: readonly DependencyProblem[]): string {
  const more = problems.length > TOLD ? `; and ${problems.length - TOLD} more` : ''
  const told = problems.slice(0, TOLD)
  const remedies = [...new Set(told.map(({ remedy }) => remedy))]
  return `${told.map(({ reason }) => reason).join('; ')}${more}. ${remedies.join(' ')}`
}

/** What only warns, told after what passed or did not. */
const warnOf = (warnings: readonly string[]): string =>
  warnings.length === 0
    ? ''
    : ` Warning: ${warnings.slice(0, TOLD).join('; ')}${warnings.length > TOLD ? `; and ${warnings.length - TOLD} more` : ''}. The unchanged system has the same, so this refuses nothing.`

/** What holds beside the packages themselves, as the end of a sentence: what is only warned of is left out. */
function holding(engines: readonly string[], peers: readonly string[]): string {
  const all = [
    ...(peers.length > 0 ? [] : ['their peers']),
    ...(engines.length > 0 ? [] : [`engines.node (${process.version})`]),
  ]
  return all.length === 0 ? '' : `; ${all.join(' and ')} hold`
}

/** Yarn's Plug'n'Play has no node_modules: it answers for its versions itself. */
async function isPlugAndPlay(root: string): Promise<boolean> {
  const there = await Promise.all(['.pnp.cjs', '.pnp.js'].map(file => stat(path.join(root, file)).catch(() => null)))
  return there.some(file => file !== null)
}

/**
 * Whether what is installed in the clone goes together: the ranges of package.json, npm's lock file, the peers and `engines.node` of the project
 * and of the packages it asks for itself, and the versions of the tools that the strategy works on.
 * @param base what the unchanged system asked for: an engine or a peer that does not fit refuses only what is new
 * @param tools semver ranges by package name
 */
export async function checkDependencies(
  packageRoot: string,
  base: BaseDependencies,
  tools: Readonly<Record<string, string>> = {},
): Promise<CheckResult> {
  const project = await readManifest(packageRoot)
  if (!project) return { name, passed: true, evidence: 'No package.json: nothing is depended on.' }
  if (await isPlugAndPlay(packageRoot)) {
    const { problems } = checkEngines(project, [], base)
    const evidence = 'Yarn Plug’n’Play resolves the dependencies; only engines.node is looked at.'
    return { name, passed: problems.length === 0, evidence: problems.length === 0 ? evidence : describe(problems) }
  }
  const direct = await directPackages(project, packageRoot)
  const lock = await checkLockFile(project, packageRoot)
  const engines = checkEngines(project, direct, base)
  const peers = await checkPeers(project, direct, base, packageRoot)
  const warnings = [...engines.warnings, ...peers.warnings]
  const problems = [
    ...(await checkTools(tools, packageRoot)),
    ...engines.problems,
    ...(await checkRanges(project, packageRoot)),
    ...peers.problems,
    ...lock.problems,
  ]
  return {
    name,
    passed: problems.length === 0,
    evidence:
      (problems.length > 0
        ? describe(problems)
        : `${direct.length} packages are installed as package.json asks, ${lock.looked}${holding(engines.warnings, peers.warnings)}.`) +
      warnOf(warnings),
  }
}
