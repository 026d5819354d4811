import { satisfies, validRange } from 'semver'
import type { DependencyProblem, InstalledPackage, PackageManifest } from './manifests.js'

/** The project's and its own packages' `engines.node` against the Node that builds them: the one that runs this. */
export function checkEngines(
  project: PackageManifest,
  direct: readonly InstalledPackage[],
  node: string = process.version,
): DependencyProblem[] {
  const asking = [
    { who: 'The project', manifest: project },
    ...direct.map(({ name, manifest }) => ({ who: `${name} ${manifest.version}`, manifest })),
  ]
  return asking.flatMap(({ who, manifest }) => {
    const range = manifest.engines?.node
    if (range === undefined || !validRange(range) || satisfies(node, range, { includePrerelease: true })) return []
    return [
      {
        kind: 'engine' as const,
        reason: `${who} asks for Node ${range} (engines.node), and this is ${node}`,
        remedy: 'Run under such a Node, or change what asks for it.',
      },
    ]
  })
}
