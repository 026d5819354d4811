import { mkdir, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { DEPENDENCIES } from './folders.js'

/**
 * Has a repository of ours ignore what is installed in it, whatever the project's own rules say: many a small project has none, and thousands of installed files
 * would be taken for what a build left, and cleared away.
 * @param more further patterns
 */
export async function excludeInstalled(folder: string, more: readonly string[] = []): Promise<void> {
  await mkdir(path.join(folder, '.git', 'info'), { recursive: true })
  const excluded = [DEPENDENCIES, '.yarn/cache', '.yarn/unplugged', '.pnp.*', ...more]
  await writeFile(path.join(folder, '.git', 'info', 'exclude'), `${excluded.join('\n')}\n`)
}
