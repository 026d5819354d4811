import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { satisfies, validRange } from 'semver'
import type { CheckResult } from '../../model/session.js'

interface Manifest {
  readonly version?: string
  readonly engines?: Readonly<Record<string, string>>
  readonly dependencies?: Readonly<Record<string, string>>
  readonly devDependencies?: Readonly<Record<string, string>>
}

async function readManifest(folder: string): Promise<Manifest | null> {
  try {
    return JSON.parse(await readFile(path.join(folder, 'package.json'), 'utf8')) as Manifest
  } catch {
    return null
  }
}

/** The installed copy, looked for as Node does: from the package's folder upwards. */
async function installed(name: string, from: string): Promise<Manifest | null> {
  for (let folder = from; ; folder = path.dirname(folder)) {
    const manifest = await readManifest(path.join(folder, 'node_modules', name))
    if (manifest || folder === path.dirname(folder)) return manifest
  }
}

/** Whether this Node and the installed packages satisfy what the project's manifest asks for. */
export async function checkDependencies(packageRoot: string): Promise<CheckResult> {
  const name = 'dependency-compatibility-check' as const
  const manifest = await readManifest(packageRoot)
  if (!manifest) return { name, passed: true, evidence: 'No package.json: nothing is depended on.' }
  const problems: string[] = []
  const node = manifest.engines?.node
  if (node && validRange(node) && !satisfies(process.version, node)) {
    problems.push(`Node ${process.version} is outside engines.node ${node}`)
  }
  const wanted = Object.entries({ ...manifest.dependencies, ...manifest.devDependencies })
  for (const [dependency, range] of wanted) {
    // Tags, git addresses, workspace: and file: references have no version to compare.
    if (!validRange(range)) continue
    const version = (await installed(dependency, packageRoot))?.version
    if (!version) problems.push(`${dependency} is not installed`)
    else if (!satisfies(version, range, { includePrerelease: true })) {
      problems.push(`${dependency} ${version} is outside ${range}`)
    }
  }
  return {
    name,
    passed: problems.length === 0,
    evidence: problems.length === 0 ? `${wanted.length} dependencies are installed as asked for.` : problems.join('; '),
  }
}
