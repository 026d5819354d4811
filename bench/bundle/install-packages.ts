import { cp, mkdir, readFile } from 'node:fs/promises'
import path from 'node:path'
import { fileURLToPath } from 'node:url'

const INSTALLED = fileURLToPath(new URL('../../node_modules', import.meta.url))

interface Manifest {
  readonly dependencies?: Readonly<Record<string, string>>
  readonly devDependencies?: Readonly<Record<string, string>>
  readonly optionalDependencies?: Readonly<Record<string, string>>
  readonly peerDependencies?: Readonly<Record<string, string>>
}

const readManifest = async (folder: string): Promise<Manifest | null> => {
  const text = await readFile(path.join(folder, 'package.json'), 'utf8').catch(() => null)
  return text === null ? null : (JSON.parse(text) as Manifest)
}

/**
 * Installs what a project's package.json asks for by copying it, with all it needs, from this repository's own packages: nothing is
 * fetched.
 */
export const installPackages = async (project: string): Promise<void> => {
  const own = await readManifest(project)
  const wanted = Object.keys({ ...own?.dependencies, ...own?.devDependencies })
  const found = new Set<string>()
  for (let name = wanted.shift(); name !== undefined; name = wanted.shift()) {
    if (found.has(name)) continue
    const from = path.join(INSTALLED, name)
    const manifest = await readManifest(from)
    if (manifest === null) continue // for another platform
    found.add(name)
    const to = path.join(project, 'node_modules', name)
    await mkdir(path.dirname(to), { recursive: true })
    await cp(from, to, { recursive: true, verbatimSymlinks: true })
    const { dependencies, optionalDependencies, peerDependencies } = manifest
    wanted.push(...Object.keys({ ...dependencies, ...optionalDependencies, ...peerDependencies }))
  }
}
