import { runCommand } from '../system/process.js'
import { installEnvironment } from './install-environment.js'
import type { LockFile } from './lock-files.js'

const PATIENCE = 30_000

/**
 * The version of a package manager as it would run in a folder (where `packageManager` in package.json may ask for another).
 * @returns what it said where it does not run; nothing is downloaded for it.
 */
export async function managerVersion(
  manager: LockFile['manager'],
  folder: string,
): Promise<{ readonly version: string } | { readonly output: string }> {
  const { exitCode, output } = await runCommand(`${manager} --version`, {
    cwd: folder,
    environment: installEnvironment(),
    timeout: PATIENCE,
  })
  return exitCode === 0 ? { version: output.trim().split('\n').at(-1) ?? '' } : { output }
}
