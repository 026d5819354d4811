import { satisfies, validRange } from 'semver'
import { askedBy, type BaseDependencies, hadBefore } from './base.js'
import type { DependencyProblem, InstalledPackage, PackageManifest } from './manifests.js'

export interface EngineCheck {
  readonly problems: readonly DependencyProblem[]
  /** What does not fit and was so before: npm, too, installs it and only warns. */
  readonly warnings: readonly string[]
}

/** Whether a range leaves out the Node that builds: the one that runs this. */
const excludes = (range: string | undefined, node: string): range is string =>
  range !== undefined && validRange(range) !== null && !satisfies(node, range, { includePrerelease: true })

/**
 * `engines.node` of the project, and of the packages it asks for itself, against the Node that builds them. What the project says of itself
 * counts; a package that the unchanged system has as well is only warned of, as both versions are built and measured with it.
 */
export function checkEngines(
  project: PackageManifest,
  direct: readonly InstalledPackage[],
  base: BaseDependencies,
  node: string = process.version,
): EngineCheck {
  const problems: DependencyProblem[] = []
  const warnings: string[] = []
  const own = project.engines?.node
  if (excludes(own, node)) problems.push(problem('The project', own, node))
  const asked = askedBy(project)
  for (const installed of direct) {
    const range = installed.manifest.engines?.node
    if (!excludes(range, node)) continue
    const who = `${installed.name} ${installed.manifest.version}`
    if (hadBefore(base, installed, asked[installed.name])) warnings.push(wants(who, range, node))
    else problems.push(problem(`${who}, which the unchanged system does not have,`, range, node))
  }
  return { problems, warnings }
}

const wants = (who: string, range: string, node: string): string =>
  `${who} asks for Node ${range} (engines.node), and this is ${node}`

const problem = (who: string, range: string, node: string): DependencyProblem => ({
  kind: 'engine',
  reason: wants(who, range, node),
  remedy: 'Run under such a Node, or change what asks for it.',
})
