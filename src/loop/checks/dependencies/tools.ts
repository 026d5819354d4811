import { satisfies } from 'semver'
import { type DependencyProblem, findInstalled } from './manifests.js'

/**
 * The project's tools in the versions that a strategy works on, e.g. `webpack` in 4 or 5. What the project does not have at all is for the
 * strategy's applicability to say.
 * @param tools semver ranges by package name
 */
export async function checkTools(tools: Readonly<Record<string, string>>, root: string): Promise<DependencyProblem[]> {
  const problems: DependencyProblem[] = []
  for (const [name, range] of Object.entries(tools)) {
    const version = (await findInstalled(name, root))?.manifest.version
    if (version === undefined || satisfies(version, range, { includePrerelease: true })) continue
    problems.push({
      kind: 'tool',
      reason: `The strategy works on ${name} ${range}, and the project builds with ${version}`,
      remedy: `Move the project to ${name} ${range}, or leave this strategy out.`,
    })
  }
  return problems
}
