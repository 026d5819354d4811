import { lstat, readFile, rename, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { glob } from 'tinyglobby'

const HOOK = fileURLToPath(new URL('../hooks/esbuild-command.cjs', import.meta.url))

/** What the command was called before ours stood in its place. */
const OWN = 'esbuild-itself'

async function watch(packageFolder: string): Promise<void> {
  const command = path.join(packageFolder, 'bin', 'esbuild')
  const own = path.join(packageFolder, 'bin', OWN)
  // Done before: dependencies stay for all builds of a clone.
  if (await lstat(own).catch(() => null)) return
  const found = await lstat(command).catch(() => null)
  if (!found?.isFile()) return
  const { version } = JSON.parse(await readFile(path.join(packageFolder, 'package.json'), 'utf8')) as {
    version?: string
  }
  // Moved, never written over: package managers link what they install to a store that others use.
  await rename(command, own)
  const script = `#!/usr/bin/env node\nrequire(${JSON.stringify(HOOK)}).run(${JSON.stringify(own)}, ${JSON.stringify(version ?? '')})\n`
  await writeFile(command, script, { mode: 0o755 })
}

/**
 * Has esbuild's command say what it makes, in the dependencies of a private clone: done once, for all of its builds alike. Builds come out as
 * they would otherwise.
 *
 * @param folder absolute path of the clone
 */
export async function watchEsbuild(folder: string): Promise<void> {
  // On Windows commands are other files.
  if (process.platform === 'win32') return
  const manifests = await glob(
    ['**/node_modules/esbuild/package.json', '**/node_modules/.pnpm/esbuild@*/node_modules/esbuild/package.json'],
    { cwd: folder, absolute: true, dot: true, followSymbolicLinks: false, ignore: ['**/.git/**'] },
  )
  for (const manifest of manifests.sort()) await watch(path.dirname(manifest))
}
