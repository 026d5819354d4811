import { satisfies, validRange } from 'semver'
import { type DependencyProblem, findInstalled, type PackageManifest } from './manifests.js'

/** What the project asks for and does not have, or has in a version out of its range. */
export async function checkRanges(project: PackageManifest, root: string): Promise<DependencyProblem[]> {
  const problems: DependencyProblem[] = []
  for (const [name, range] of Object.entries({ ...project.dependencies, ...project.devDependencies })) {
    // Tags, git addresses, workspace: and file: references have no version to compare.
    if (!validRange(range) || project.optionalDependencies?.[name] !== undefined) continue
    const version = (await findInstalled(name, root))?.manifest.version
    if (version !== undefined && satisfies(version, range, { includePrerelease: true })) continue
    problems.push({
      kind: 'range',
      reason: version ? `${name} ${version} is outside ${range}` : `${name} is not installed`,
      remedy: 'Install what package.json asks for, e.g. by npm install.',
    })
  }
  return problems
}
