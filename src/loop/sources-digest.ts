import { createHash } from 'node:crypto'
import { sourcesOf } from '../change/workspace.js'
import type { TargetRuntime } from './runtime.js'

/** The digest of the clone's sources, to see that what was put back is as it was. */
export async function sourcesDigest(runtime: TargetRuntime): Promise<string> {
  const workspace = sourcesOf(runtime.clone)
  const hash = createHash('sha256')
  for (const file of await workspace.list())
    hash
      .update(`${file}\0`)
      .update(await workspace.read(file))
      .update('\0')
  return hash.digest('hex')
}
