import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import path from 'node:path'
import { satisfies } from 'semver'
import { type Met, met, type PrerequisiteContext, type Unmet, unmet } from './check.js'

/** The version of a package as resolved from a file's place, or null. Works for packages that don't export their manifest. */
async function installedVersion(name: string, from: string): Promise<string | null> {
  const folders = createRequire(from).resolve.paths(name) ?? []
  for (const folder of folders) {
    try {
      const manifest: unknown = JSON.parse(await readFile(path.join(folder, name, 'package.json'), 'utf8'))
      if (manifest && typeof manifest === 'object' && 'version' in manifest) return String(manifest.version)
    } catch {
      // Not in this folder: the next one up may have it.
    }
  }
  return null
}

/** A tool is met by the project's own copy or by the one that comes with us. */
export async function checkTool(
  check: { requirement: string; version: string },
  context: PrerequisiteContext,
): Promise<Met | Unmet> {
  const places = [
    ['the project’s own', path.join(context.packageRoot, 'package.json')],
    ['the copy that comes with Tunewright', import.meta.filename],
  ] as const
  const found: string[] = []
  for (const [whose, from] of places) {
    const version = await installedVersion(check.requirement, from)
    if (version === null) continue
    if (satisfies(version, check.version)) return met(`${check.requirement} ${version}, ${whose}`)
    found.push(`${version} (${whose})`)
  }
  return unmet(
    found.length > 0
      ? `${check.requirement} ${check.version} is needed; found ${found.join(' and ')}`
      : `${check.requirement} ${check.version} is not installed`,
    `Install it: npm install --save-dev ${check.requirement}@"${check.version}".`,
  )
}
