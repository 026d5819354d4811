import { satisfies, validRange } from 'semver'
import { askedBy, type BaseDependencies, hadBefore } from './base.js'
import { type DependencyProblem, findInstalled, type InstalledPackage, type PackageManifest } from './manifests.js'

export interface PeerCheck {
  readonly problems: readonly DependencyProblem[]
  /** What does not fit and was so before: under `legacy-peer-deps`, npm, too, installs it. */
  readonly warnings: readonly string[]
}

/**
 * Whether the peers of the packages that a project asks for itself are there and in range. What the unchanged system has as well is only warned
 * of, as both versions are built and measured with it.
 */
export async function checkPeers(
  project: PackageManifest,
  direct: readonly InstalledPackage[],
  base: BaseDependencies,
  root: string,
): Promise<PeerCheck> {
  const problems: DependencyProblem[] = []
  const warnings: string[] = []
  const asked = askedBy(project)
  for (const installed of direct) {
    const { name, folder, manifest } = installed
    for (const [peer, range] of Object.entries(manifest.peerDependencies ?? {})) {
      if (!validRange(range)) continue
      const there = (await findInstalled(peer, folder)) ?? (await findInstalled(peer, root))
      const version = there?.manifest.version
      if (version === undefined && manifest.peerDependenciesMeta?.[peer]?.optional) continue
      if (version !== undefined && satisfies(version, range, { includePrerelease: true })) continue
      const reason = `${name} ${manifest.version} asks for ${peer} ${range} beside it, and ${version ?? 'none'} is installed`
      if (hadBefore(base, installed, asked[name]) && isAsBefore(base, peer, asked[peer], version)) warnings.push(reason)
      else
        problems.push({
          kind: 'peer',
          reason,
          remedy: `Install ${peer}@"${range}", or a ${name} that works with ${version ? `${peer} ${version}` : 'what is there'}.`,
        })
    }
  }
  return { problems, warnings }
}

/** Whether the unchanged system asked for the same of a peer, or for none of it, and had the same version as far as a lock file says. */
const isAsBefore = (
  base: BaseDependencies,
  peer: string,
  asked: string | undefined,
  version: string | undefined,
): boolean => base.asked[peer] === asked && (version === undefined || (base.locked[peer] ?? version) === version)
