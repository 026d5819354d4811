import type { Clone } from './clone.js'
import { tryGit } from './git.js'

/**
 * The folder of a build's output, relative to the package, where the user's repository holds what builds made: commits change sources alone,
 * so that it has to be built anew and committed by whoever merges them. Else null.
 */
export async function trackedOutput({
  kind,
  source,
  prefix,
  output,
}: Pick<Clone, 'kind' | 'source' | 'prefix' | 'output'>): Promise<string | null> {
  if (kind === 'folder' || output === null) return null
  const listed = await tryGit(source, ['ls-files', '--', prefix === '' ? output : `${prefix}/${output}`])
  return listed.exitCode === 0 && listed.stdout.length > 0 ? output : null
}
