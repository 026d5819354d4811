import { homedir } from 'node:os'
import path from 'node:path'

/**
 * Where everything of ours lives: clones, journals, the embedded database, caches. It may not exist yet.
 * `TUNEWRIGHT_HOME` where set, else the XDG state folder.
 *
 * @returns an absolute path
 */
export function stateFolder(environment: NodeJS.ProcessEnv = process.env): string {
  if (environment.TUNEWRIGHT_HOME) return path.resolve(environment.TUNEWRIGHT_HOME)
  // The XDG specification says that a relative path is to be ignored.
  const xdg = environment.XDG_STATE_HOME
  const base = xdg && path.isAbsolute(xdg) ? xdg : path.join(homedir(), '.local', 'state')
  return path.join(base, 'tunewright')
}
