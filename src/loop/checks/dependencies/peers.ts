import { satisfies, validRange } from 'semver'
import { type DependencyProblem, findInstalled, type InstalledPackage } from './manifests.js'

/**
 * Peers that the project's own packages ask for. Those of packages further down are their authors' affair: npm, too, only warns of them.
 */
export async function checkPeers(direct: readonly InstalledPackage[], root: string): Promise<DependencyProblem[]> {
  const problems: DependencyProblem[] = []
  for (const { name, folder, manifest } of direct) {
    for (const [peer, range] of Object.entries(manifest.peerDependencies ?? {})) {
      if (!validRange(range)) continue
      const there = (await findInstalled(peer, folder)) ?? (await findInstalled(peer, root))
      const version = there?.manifest.version
      if (version === undefined && manifest.peerDependenciesMeta?.[peer]?.optional) continue
      if (version !== undefined && satisfies(version, range, { includePrerelease: true })) continue
      problems.push({
        kind: 'peer',
        reason: `${name} ${manifest.version} asks for ${peer} ${range} beside it, and ${version ?? 'none'} is installed`,
        remedy: `Install ${peer}@"${range}", or a ${name} that works with ${version ? `${peer} ${version}` : 'what is there'}.`,
      })
    }
  }
  return problems
}
